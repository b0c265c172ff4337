/* How well probabilities agree with labels, one tone at a time. */
#ifndef VIGIE_TRAINING_MEASURE_H
#define VIGIE_TRAINING_MEASURE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct measures {
    size_t count, positives, flagged, right; /* right: flagged and positive */
    double precision, recall, f1;            /* at the threshold; 0 where
                                              * nothing can be divided      */
    double average_precision; /* sum over thresholds of precision times the
                               * step in recall, not interpolated (scikit-
                               * learn's definition); 0 without positives   */
    double brier;             /* mean squared error of the probability      */
};

/* value        [count] ranks the comments: greater is more likely
 * probability  [count] in ten-thousandths
 * flagged      [count]
 * Returns STATUS_OK or STATUS_NO_MEMORY. */
int measure(const double *value, const uint16_t *probability,
            const bool *flagged, const bool *positive, size_t count,
            struct measures *out, struct error *err);

#endif
