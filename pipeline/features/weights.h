/* The weight table: the weights of a feature side by side, a lane a tone, so
 * that a feature is asked of memory once. */
#ifndef VIGIE_FEATURES_WEIGHTS_H
#define VIGIE_FEATURES_WEIGHTS_H

#include "vocabulary.h"

#include <stddef.h>
#include <stdint.h>

#define WEIGHT_LANES 16

/* |weight| <= 2^15: so many of them stay inside an int32. */
#define SAFE_ADDITIONS 32768

/* Asks for what a feature weighs before it is needed.
 * weight  [V][WEIGHT_LANES] */
static inline void weights_fetch(const struct vocabulary *vocabulary,
                                 const int16_t *weight, uint32_t feature)
{
    __builtin_prefetch(&vocabulary->squared_idf[feature]);
    __builtin_prefetch(&weight[(size_t)feature * WEIGHT_LANES]);
}

/* sum[lane] += the weights of a feature. */
static inline void weights_add(const int16_t *weight, uint32_t feature,
                               int32_t sum[WEIGHT_LANES])
{
    const int16_t *const row = &weight[(size_t)feature * WEIGHT_LANES];

    for (size_t lane = 0; lane < WEIGHT_LANES; lane++)
        sum[lane] += row[lane];
}

#endif
