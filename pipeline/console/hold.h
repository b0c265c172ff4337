/* Which comments a moderator has at hand.  A comment is claimed when it is
 * handed out and stays theirs for the policy's claim_minutes: no two are given
 * the same. */
#ifndef VIGIE_CONSOLE_HOLD_H
#define VIGIE_CONSOLE_HOLD_H

#include "exchange.h"
#include "overview.h"
#include "queue.h"

#include <stdint.h>

#define HOLD_CEILING 50 /* at hand at once */

/* Claims one more by the filter, whose moderator is who asks and whose limit
 * is not read; one transaction.  *key is 0 where nothing is left.
 * Returns STATUS_OK; STATUS_BAD_INPUT: HOLD_CEILING are at hand already. */
int hold_next(struct exchange *self, const struct queue_filter *filter,
              int64_t *key, struct error *err);

/* Claims that comment where nobody else has it; 1, 0 where somebody has. */
int hold_one(struct exchange *self, int64_t key, struct error *err);

/* Gives all back but `keep` (0: all). */
int hold_release(struct exchange *self, int64_t keep, struct error *err);

#endif
