/* Scores what waits in the store and gives each comment its place. */
#ifndef VIGIE_COMMAND_SCORING_H
#define VIGIE_COMMAND_SCORING_H

#include "command.h"
#include "error.h"
#include "model.h"
#include "policy.h"
#include "store.h"

#include <stddef.h>
#include <stdint.h>

struct scoring;

/* Makes the model known to the store and the active one, binds the policy.
 * All borrowed.  `folder`: the model's, for its metrics. */
int scoring_open(struct scoring **out, struct store *store,
                 const struct model *model, const char *folder,
                 const struct policy *policy,
                 const struct surroundings *around, int64_t now,
                 size_t threads, struct error *err);
void scoring_free(struct scoring *self);

/* Scores every comment that waits, in order of arrival, a transaction a
 * batch.  What cannot be scored is complained of and goes on waiting: the
 * queue shows it as not scored. */
int scoring_run(struct scoring *self, struct error *err);

size_t scoring_count(const struct scoring *self);  /* scored so far        */
size_t scoring_failed(const struct scoring *self); /* could not be scored  */
size_t scoring_flagged(const struct scoring *self); /* with a tone flagged */

#endif
