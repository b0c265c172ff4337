/* Replies that the site does not give, inferred (thread.h) and kept apart from
 * given ones.  store_put_comment() only notes that a discussion is to be
 * looked at; the functions here do it. */
#ifndef VIGIE_STORE_LINKS_H
#define VIGIE_STORE_LINKS_H

#include "error.h"
#include "store.h"

/* Links discussions that changed, until all are or a good many comments were
 * read.  Between store_begin() and store_commit().  Threads are remembered
 * (at most LINKS_BYTES), so that a comment that comes alone costs its own
 * words, not the discussion's.
 * Returns 1 when there is more to do, 0 when all is linked, or a status. */
int links_run(struct store *self, struct error *err);

/* The same to the end, in transactions of its own; none is opened where there
 * is nothing to do. */
int links_finish(struct store *self, struct error *err);

#define LINKS_BYTES ((size_t)96 << 20)

/* What links_run() remembers; store_close() frees it. */
struct linker;
void links_forget(struct linker *linker); /* accepts NULL */

#endif
