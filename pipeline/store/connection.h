/* Inside of the store: the connection, its prepared statements, and the one
 * place where SQLite's result codes become statuses.  Private to store/. */
#ifndef VIGIE_STORE_CONNECTION_H
#define VIGIE_STORE_CONNECTION_H

#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "error.h"
#include "statements.h"
#include "store.h"
#include "view.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Running totals, written once a transaction: states, then lanes. */
#define TALLY_LANE COMMENT_STATES
#define TALLIES (COMMENT_STATES + 3)

struct linker; /* links.h */

struct store {
    sqlite3 *db;
    char *path;
    int busy_ms;
    bool writing; /* between store_begin() and its end */
    sqlite3_stmt *statement[STATEMENTS];
    int64_t tally[TALLIES];      /* changes since store_begin() */
    int64_t data_version;        /* changes when another program has written */
    uint64_t generation;         /* see store_generation() */
    struct buffer json;          /* scratch of store_put_score() */
    struct buffer discussion_id; /* the last one seen, so that a thread  */
    int64_t discussion_key;      /* costs one look-up; 0 = none          */
    unsigned discussion_known;   /* what is known of it, see intake.c     */
    int64_t unlinked_discussion; /* key of the last one noted as unlinked */
    int unlinked_level;          /* as which: discussion.unlinked         */
    struct linker *linker;       /* of links_run(), NULL until it is used */
};

/* A value for a parameter of a statement. */
struct bound {
    enum { BOUND_NULL, BOUND_WHOLE, BOUND_REAL, BOUND_TEXT } kind;
    int64_t whole;
    double real;
    struct view text;
};

static inline struct bound whole(int64_t value)
{
    return (struct bound){.kind = BOUND_WHOLE, .whole = value};
}

static inline struct bound real(double value)
{
    return (struct bound){.kind = BOUND_REAL, .real = value};
}

static inline struct bound text(struct view value)
{
    return (struct bound){.kind = value.ptr ? BOUND_TEXT : BOUND_NULL,
                          .text = value};
}

/* NULL where the name is empty, the key 0 or the time unknown. */
static inline struct bound name(struct view value)
{
    return (struct bound){.kind = value.len ? BOUND_TEXT : BOUND_NULL,
                          .text = value};
}

static inline struct bound key(int64_t value)
{
    return (struct bound){.kind = value ? BOUND_WHOLE : BOUND_NULL,
                          .whole = value};
}

static inline struct bound moment(int64_t value)
{
    return (struct bound){.kind = value != TIME_NONE ? BOUND_WHOLE : BOUND_NULL,
                          .whole = value};
}

/* BIND(whole(3), name(id)) fills the arguments `values, count`, in the order
 * of the statement's ?1, ?2 ... */
#define BIND(...)                                                              \
    (const struct bound[]){__VA_ARGS__},                                       \
        sizeof((const struct bound[]){__VA_ARGS__}) / sizeof(struct bound)

/* Turns a result code into a status and ends the open transaction. */
int connection_fail(struct store *self, int code, struct error *err);

#ifdef VIGIE_LINT /* see error.h */
#define connection_fail(self, code, err)                                       \
    (connection_fail(self, code, err), (int)STATUS_INTERNAL)
#endif

/* Prepares (once) and binds.  *out is lent: end it with statement_end(), or
 * read it to the end.  Views must live until then.
 * After a failure *out is NULL. */
int statement_start(struct store *self, enum statement which,
                    const struct bound *value, size_t count, sqlite3_stmt **out,
                    struct error *err);

/* 1 a row, 0 no more (the statement is ended), or a status (ended too). */
int statement_next(struct store *self, sqlite3_stmt *statement,
                   struct error *err);

/* NULL and statements ended before are let be. */
void statement_end(sqlite3_stmt *statement);

/* Start and next: for statements that give one row at most. */
int statement_first(struct store *self, enum statement which,
                    const struct bound *value, size_t count, sqlite3_stmt **out,
                    struct error *err);

/* For statements that give no row.  *changes may be NULL. */
int statement_run(struct store *self, enum statement which,
                  const struct bound *value, size_t count, int *changes,
                  struct error *err);

/* Columns of the present row.  Views live until the next step. */
struct view column_view(sqlite3_stmt *statement, int column);
int64_t column_moment(sqlite3_stmt *statement, int column); /* or TIME_NONE */

/* A copy in the arena; a NULL column is an absent view. */
int column_copy(sqlite3_stmt *statement, int column, struct arena *arena,
                struct view *out, struct error *err);

#endif
