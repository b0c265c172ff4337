/* Who answers whom in one discussion, where the site does not say: a comment
 * answers the earlier one that words were pasted from, else the one whose
 * author it calls.
 *
 * Words were pasted when a run of them stands in both comments and
 *   - is at least PASTED_WORDS long with PASTED_LETTERS letters and digits, or
 *     QUOTED_WORDS with QUOTED_LETTERS where it fills at least four fifths of
 *     a passage between marks of quotation;
 *   - is not, for more than half, a quotation in the earlier comment as well,
 *     nor part of the article's title: then both quote a third;
 *   - is not, without such marks, nine tenths of both comments (the same
 *     comment sent twice);
 *   - the two authors are not known to be one.
 * Of several the run with most letters counts, then the earliest comment.
 * Case, accents' encoding, punctuation and links do not matter.
 *
 * A name that is called (calls.h) means the latest earlier comment of that
 * author.  Earlier is by time, then place on the page, then arrival.
 *
 * The links are those of the set of comments, in whatever order they came,
 * but for one bound: of a run of RUN_WORDS words only the first RUN_COMMENTS
 * to arrive are looked at.  tests/cli/035-threads.sh counts true and false
 * links where the true parent is known: of those by quotation 2 % are false. */
#ifndef VIGIE_THREAD_THREAD_H
#define VIGIE_THREAD_THREAD_H

#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PASTED_WORDS 5
#define PASTED_LETTERS 20
#define QUOTED_WORDS 3
#define QUOTED_LETTERS 12
#define RUN_WORDS 3
#define RUN_COMMENTS 16

/* What one thread holds at most; about 32 bytes a word. */
#define THREAD_COMMENTS ((size_t)1 << 17)
#define THREAD_WORDS ((size_t)1 << 21)

struct thread_comment {
    int64_t key;     /* the caller's name for it; arrival, where all else is
                      * equal                                              */
    int64_t time;    /* UTC seconds or TIME_NONE                           */
    size_t position; /* on the page, from 1; 0 = unknown                   */
    bool given;      /* the site says what it answers: never inferred      */
    struct view author, text;
};

enum link_ground { LINK_NONE, LINK_QUOTE, LINK_NAME };

/* What a comment was found to answer.  Ranges are code points of the original
 * texts, of the quotation; 0 where the ground is a name. */
struct link {
    enum link_ground ground;
    int64_t parent; /* key */
    uint32_t begin, end;
    uint32_t parent_begin, parent_end;
};

struct thread;

/* title  of the article, "" where unknown.  STATUS_NO_MEMORY. */
int thread_open(struct thread **out, struct view title, struct error *err);
void thread_free(struct thread *self); /* accepts NULL */

/* Copies what it needs of the comment.
 * Returns STATUS_OK, STATUS_TOO_BIG when the thread is full, or
 * STATUS_NO_MEMORY; after a failure the thread is only good to be freed. */
int thread_add(struct thread *self, const struct thread_comment *comment,
               struct error *err);

/* Calls `visit` for every comment added since the last time, and for those
 * from before whose link may have changed by them; LINK_NONE where there is
 * none.  Never for a comment with `given`.  Stops at the first negative
 * answer and returns it.
 * O(words added), whatever the size of the thread, but for what arrives out
 * of its time. */
int thread_settle(struct thread *self,
                  int (*visit)(void *context, int64_t key,
                               const struct link *link, struct error *err),
                  void *context, struct error *err);

size_t thread_bytes(const struct thread *self); /* of memory, about */

#endif
