/* Scores what waits in the store, and again what another model than the
 * active one has scored, and gives each comment its place. */
#ifndef VIGIE_DESK_SCORING_H
#define VIGIE_DESK_SCORING_H

#include "error.h"
#include "policy.h"
#include "registry.h"
#include "store.h"
#include "surroundings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scoring;

/* Binds a model and a policy to the store.  In a store that has no active
 * model yet the model becomes the active one.
 * model  taken over, whatever is returned; NULL inside: the active one, else
 *        the shipped one
 * Others are borrowed.
 * Returns STATUS_OK, STATUS_USAGE when another model is active (it says how to
 * promote), or a status of registry.h, queue.h or the store. */
int scoring_open(struct scoring **out, struct store *store,
                 struct found_model *model, const struct policy *policy,
                 const struct surroundings *around, int64_t now, size_t threads,
                 struct error *err);
void scoring_free(struct scoring *self);

/* First every undecided comment with a score of another model, in order of
 * model and arrival; a score that the active model gave the text before is
 * taken as it is.  Then every comment that waits, in order of arrival.  A
 * transaction for some batches: a run that was killed is finished by the next.
 * Where another program has promoted a model meanwhile, goes on with that one.
 * What cannot be scored is complained of and stays as it is: the queue shows
 * it as not scored, or by its old score. */
int scoring_run(struct scoring *self, struct error *err);

size_t scoring_count(const struct scoring *self);   /* scored so far       */
size_t scoring_reused(const struct scoring *self);  /* by an old score     */
size_t scoring_failed(const struct scoring *self);  /* could not be scored */
size_t scoring_flagged(const struct scoring *self); /* with a tone flagged */

#endif
