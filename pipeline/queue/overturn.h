/* Flags that moderators undo, week by week, and what to do when they become
 * more.  Private to queue/. */
#ifndef VIGIE_QUEUE_OVERTURN_H
#define VIGIE_QUEUE_OVERTURN_H

#include "error.h"
#include "monitor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct overturns; /* flags by tone, week and probability */

int overturn_open(struct overturns **out, struct error *err);
void overturn_free(struct overturns *self); /* accepts NULL */

/* One decided flag.
 * week    < MONITOR_WEEKS_CEILING
 * active  its score is the active model's */
int overturn_add(struct overturns *self, size_t tone, size_t week,
                 uint16_t probability, bool undone, bool active,
                 struct error *err);

/* Sets week, before, recent and the proposal of *out.  A rise: a larger share
 * than before, at least OVERTURN_LEAST flags on both sides, one-sided test of
 * two proportions at 5 %.  The threshold proposed is the lowest one at which
 * the recent flags of the active model would have been right as often as those
 * before; at least half of the right ones must remain, else: retrain. */
#define OVERTURN_LEAST 10
void overturn_judge(const struct overturns *self, size_t tone, size_t weeks,
                    struct monitor_tone *out);

#endif
