/* Models: which there are, how well they do, what another would change;
 * training, making another one active and going back, in the background. */
#ifndef VIGIE_CONSOLE_MODELS_PAGE_H
#define VIGIE_CONSOLE_MODELS_PAGE_H

#include "exchange.h"
#include "html.h"
#include "jobs.h"

void models_show(struct exchange *self);     /* GET /models           */
void models_train(struct exchange *self);    /* POST /models/train    */
void models_diff(struct exchange *self);     /* POST /models/diff     */
void models_promote(struct exchange *self);  /* POST /models/promote  */
void models_rollback(struct exchange *self); /* POST /models/rollback */
void job_show(struct exchange *self);        /* GET /job/{}           */

/* "Entraîner", "Train" ... */
struct html_value job_kind(struct view kind);

/* "en cours", "fait", "échoué". */
struct html_value job_state(const struct job *job);

#endif
