/* The texts of the latest comments of a stream, to find the one that is
 * answered.  Bounded: at most RECENT_COMMENTS and RECENT_BYTES, the oldest go
 * first; a parent that has gone is as if it had never been there. */
#ifndef VIGIE_INGEST_RECENT_H
#define VIGIE_INGEST_RECENT_H

#include "comment.h"
#include "error.h"
#include "view.h"

#include <stddef.h>

#define RECENT_COMMENTS 4096
#define RECENT_BYTES ((size_t)4 << 20) /* ids and texts together */

struct recent;

int recent_open(struct recent **out, struct error *err);
void recent_free(struct recent *self);

/* Keeps a copy of the comment's text.  One longer than RECENT_BYTES / 16 is
 * not kept. */
void recent_add(struct recent *self, const struct comment *comment);

/* The text of the comment `id` of `discussion`; absent (ptr NULL) when it is
 * not there.  Borrowed until the next recent_add. */
struct view recent_find(const struct recent *self, struct view discussion,
                        struct view id);

#endif
