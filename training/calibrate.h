/* Decision values to probabilities. */
#ifndef VIGIE_TRAINING_CALIBRATE_H
#define VIGIE_TRAINING_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>

struct platt {
    double a, b; /* probability = 1 / (1 + exp(a * value + b)) */
};

/* Platt's sigmoid by Newton's method with backtracking, targets smoothed:
 * Lin, Lin & Weng, "A note on Platt's probabilistic outputs for support
 * vector machines", Machine Learning 68 (2007), appendix 3.
 * The values must come from folds that did not train on their comment.
 * Deviation: a is kept below zero (MIN_SLOPE), so that a greater value never
 * gives a smaller probability, not even on labels that say the contrary. */
struct platt calibrate(const double *value, const bool *positive,
                       size_t count);

#endif
