/* How heated a thread is: a memory of the last flags of many discussions, so
 * that a comment that follows costs no look-up.  Private to queue/. */
#ifndef VIGIE_QUEUE_HEAT_H
#define VIGIE_QUEUE_HEAT_H

#include "error.h"
#include "store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heat;

/* window  comments looked back at, at most 64; 0 = heat is always 0 */
int heat_open(struct heat **out, struct store *store, size_t window,
              struct error *err);

void heat_free(struct heat *self); /* accepts NULL */

/* The share of comments, among the last of the discussion before this one
 * that have a score, that `model` flagged with a tone of `mask`: 0..1. */
int heat_before(struct heat *self, const struct standing *at, int64_t model,
                uint32_t mask, double *share, struct error *err);

/* The comment of the last heat_before() has its score now. */
void heat_after(struct heat *self, const struct standing *at, bool flagged);

/* Everything remembered is void.
 * replanning  from now on every scored comment comes once, in order of key:
 *             scores behind it are those of an older plan */
void heat_forget(struct heat *self, bool replanning);

#endif
