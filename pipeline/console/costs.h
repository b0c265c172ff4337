/* What a threshold costs, measured on this store. */
#ifndef VIGIE_CONSOLE_COSTS_H
#define VIGIE_CONSOLE_COSTS_H

#include "error.h"
#include "models.h"
#include "overview.h"
#include "policy.h"
#include "store.h"

#include <stddef.h>
#include <stdint.h>

/* Of one tone at thresholds 0.00, 0.01 ... 1.00. */
struct tone_costs {
    double flagged[OVERVIEW_BINS]; /* comments a day */
    /* among those decided in a way that says something of the tone (as
     * monitor.h has it): flagged rightly, wrongly, and missed */
    uint64_t right[OVERVIEW_BINS], wrong[OVERVIEW_BINS], missed[OVERVIEW_BINS];
};

struct costs {
    double days; /* that the volume was counted over; at least 1 */
    struct tone_costs tone[MODEL_TONES_CEILING];
};

/* Of the active model's scores. */
int costs_measure(struct store *store, const struct policy *policy,
                  int64_t model, const struct model_record *record,
                  struct costs *out, struct error *err);

#endif
