/* The sense of one discussion: who asks for sources and gets them, how hostile
 * it is as it goes on, where it turned.  The views discussions, heat and
 * source_requests (schema_2.sql) define it; these functions read them for one
 * discussion, at the cost of that one. */
#ifndef VIGIE_STORE_SENSE_H
#define VIGIE_STORE_SENSE_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SENSE_AUTHORS 5 /* the busiest are kept by name */

/* All views live in the arena. */
struct source_request {
    struct view comment, author;     /* who asks            */
    struct view about, asked;        /* the comment that is answered, and its
                                      * author; absent where unknown          */
    struct view answer, answered_by; /* absent while the request is open */
    int64_t time, answered;          /* UTC seconds or TIME_NONE         */
};

/* A scored comment, in the order of time. */
struct heat_point {
    struct view comment;
    int64_t time;
    double hostility; /* its probability, 0..1                    */
    double heat;      /* mean of the latest ten, this one included */
    bool turning;     /* of the stretch where the discussion turned */
};

struct busy_author {
    struct view name;
    size_t comments;
};

struct sense {
    struct view discussion, title, section; /* id, and what is known */
    int64_t published, first, last; /* UTC seconds or TIME_NONE; of comments */
    size_t comments, scored, authors;
    struct busy_author busiest[SENSE_AUTHORS];
    size_t busiest_count;
    bool has_course;                /* what follows was worked out */
    struct source_request *request; /* [request_count] by time */
    size_t request_count, open_count;
    struct heat_point *point; /* [point_count] */
    size_t point_count;
    size_t turn_begin, turn_end; /* points of the stretch where it turned,
                                  * `end` behind the last; equal: it did not */
};

#define SENSE_AT_HAND 5000 /* comments: 0.1 s, as long as a page may wait */

/* most  of a discussion with more comments points and requests are left out:
 *       they cost as much as reading all of it; has_course tells
 * Returns 1, 0 when there is no such discussion, or a status (STATUS_TOO_BIG:
 * the arena is full). */
int sense_read(struct store *self, struct view discussion, size_t most,
               struct arena *arena, struct sense *out, struct error *err);

#endif
