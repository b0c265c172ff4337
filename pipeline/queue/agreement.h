/* Agreement between moderators, tone by tone.  Private to queue/. */
#ifndef VIGIE_QUEUE_AGREEMENT_H
#define VIGIE_QUEUE_AGREEMENT_H

#include "error.h"
#include "monitor.h"
#include "store.h"

/* Sets the agreement of out's tones, whose names are set. */
int agreement_run(struct store *store, struct monitor *out, struct error *err);

/* Sets defined and kappa from the four counts. */
void agreement_kappa(struct agreement *self);

#endif
