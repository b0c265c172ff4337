/* The store: one SQLite file that holds all vigie knows.
 *
 * Its views (schema.sql) are the interface for people and other programs;
 * this header and its neighbours are the interface for our code: models.h,
 * scores.h, links.h (inferred
 * replies), journal.h (decisions, labels), places.h (queue rows), review.h
 * (what monitoring counts), extract.h (views, row by row).
 *
 * Every function that writes must stand between store_begin() and
 * store_commit().  When SQLite fails, the transaction is rolled back before
 * the function returns; a refusal (STATUS_BAD_RECORD) writes nothing and
 * leaves the transaction open.  A store belongs to one thread. */
#ifndef VIGIE_STORE_STORE_H
#define VIGIE_STORE_STORE_H

#include "arena.h"
#include "buffer.h"
#include "comment.h"
#include "error.h"
#include "thread.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORE_BUSY_MS 5000       /* default patience with other writers */
#define STORE_BUSY_BULK_MS 20000 /* the same for bulk, which others hold up */

struct store;

struct store_options {
    bool create;    /* make the store where none is                      */
    bool read_only; /* never write, but to migrate an older store        */
    bool frozen;    /* read it as it lies: nobody else has it open       */
    bool bulk;      /* many comments: keys unchecked, STORE_BUSY_BULK_MS */
    int busy_ms;    /* wait for other writers this long; 0 = the default */
    int64_t now;    /* UTC seconds; the time of creation                 */
    uint64_t seed;  /* of the control sample; kept only when creating    */
};

/* Opens, creates or migrates the store at `path`.  *out is yours to close.
 * Returns STATUS_OK or
 *   STATUS_NO_INPUT       no such file, and not to be created
 *   STATUS_CANNOT_CREATE  the file cannot be made
 *   STATUS_DAMAGED        not a vigie store, or a damaged one
 *   STATUS_TOO_NEW        its schema is newer than this program
 *   STATUS_READ_ONLY, STATUS_BUSY, STATUS_FULL, STATUS_IO,
 *   STATUS_NO_MEMORY.
 * The same statuses but the first two come from every function below.  A file
 * that may only be read opens; writing to it then fails. */
int store_open(struct store **out, const char *path,
               const struct store_options *options, struct error *err);

/* Accepts NULL.  What was not committed is rolled back. */
void store_close(struct store *self);

/* STATUS_BUSY when another program writes for longer than busy_ms. */
int store_begin(struct store *self, struct error *err);

/* On failure everything since store_begin() is rolled back. */
int store_commit(struct store *self, struct error *err);

/* Harmless where no transaction is open. */
void store_rollback(struct store *self);

enum comment_state {
    COMMENT_EMPTY,   /* nothing but white space: never scored or queued */
    COMMENT_WAITING, /* not scored: in the queue as such                */
    COMMENT_SCORED,
    COMMENT_DECIDED,
    COMMENT_STATES
};

/* "empty", "waiting", "scored", "decided". */
const char *comment_state_name(enum comment_state state);

/* Where a comment stands: what scoring and placing must know of it. */
struct standing {
    int64_t key;        /* in the store, from 1, in order of arrival       */
    int64_t revision;   /* of the text, from 1                             */
    int64_t discussion; /* key of the discussion; 0 = none                 */
    int64_t received;   /* when this revision came, UTC seconds            */
    int64_t model;      /* key of the model whose score counts; 0 = none   */
    struct view id;     /* borrowed as the comment's own                   */
    enum comment_state state;
};

enum put_kind { PUT_NEW, PUT_CHANGED, PUT_KNOWN };

struct put_result {
    enum put_kind kind;
    struct standing at; /* as it is now; at.id is comment->id */
};

/* Stores a comment, or finds that it is there.  Same id and text: known,
 * nothing is written unless metadata unknown before (title, author, time,
 * reply_to ...) comes with it.  A comment of no discussion keeps its article's
 * title, section and time of publication for itself.  Same id, other text: the
 * old text is kept as a revision, the comment waits for scoring and returns to
 * the queue. now  UTC seconds Returns STATUS_OK or STATUS_BAD_RECORD when the
 * id belongs to another discussion (the message names both). */
int store_put_comment(struct store *self, const struct comment *comment,
                      int64_t now, struct put_result *result,
                      struct error *err);

/* What a comment without reply_to was found to answer, see thread.h. */
struct inferred_reply {
    struct view parent; /* id; absent = nothing was found   */
    enum link_ground ground;
    uint32_t begin, end; /* code points of the text: the words it quotes;
                          * 0 where it calls a name        */
};

/* A comment as stored.  All views live in the arena it was read into. */
struct stored_comment {
    struct comment comment; /* with title, section, published; parent_text
                             * is the given parent's, else the inferred one's */
    struct inferred_reply inferred;
    struct standing at;   /* at.id is comment.id                         */
    struct view language; /* "fr"; absent until scored                   */
};

/* Both return 1 when found, 0 when not, or a status (STATUS_TOO_BIG: the
 * arena is full). */
int store_find(struct store *self, struct view id, struct arena *arena,
               struct stored_comment *out, struct error *err);
int store_get(struct store *self, int64_t key, struct arena *arena,
              struct stored_comment *out, struct error *err);

struct comment_list {
    struct stored_comment *item; /* [count], in the arena */
    size_t count;
};

/* At most `limit` comments in state waiting (store_texts: of all that have a
 * text) with a key above `after`, in order of key: pass the last key again to
 * go on.  Stops early, but not before the first, where the arena is full. */
int store_waiting(struct store *self, int64_t after, size_t limit,
                  struct arena *arena, struct comment_list *out,
                  struct error *err);
int store_texts(struct store *self, int64_t after, size_t limit,
                struct arena *arena, struct comment_list *out,
                struct error *err);

/* The section of the comment's article, "" where unknown; replaces *out. */
int store_section(struct store *self, int64_t comment, struct buffer *out,
                  struct error *err);

/* The comment's thread in order of arrival: at most `before` comments ahead
 * of it and `after` behind it, itself left out. */
int store_neighbours(struct store *self, const struct standing *at,
                     size_t before, size_t after, struct arena *arena,
                     struct comment_list *out, struct error *err);

struct counts {
    uint64_t state[COMMENT_STATES]; /* comments in each state */
    uint64_t lane[3];               /* places in each lane, see places.h */
};

/* From running totals: the cost does not grow with the store. */
int store_counts(struct store *self, struct counts *out, struct error *err);

#endif
