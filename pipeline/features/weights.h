/* The weight table: the weights of a feature side by side, a lane a tone, and
 * its squared idf in the last lane, so that memory is asked once a feature. */
#ifndef VIGIE_FEATURES_WEIGHTS_H
#define VIGIE_FEATURES_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>

#define WEIGHT_LANES 16
#define WEIGHT_IDF_LANE (WEIGHT_LANES - 1)

/* |weight| <= 2^15: so many of them stay inside an int32. */
#define SAFE_ADDITIONS 32768

/* Asks for what a feature weighs before it is needed.
 * weight  [V][WEIGHT_LANES] */
static inline void weights_fetch(const int16_t *weight, uint32_t feature)
{
    __builtin_prefetch(&weight[(size_t)feature * WEIGHT_LANES]);
}

/* The squared idf of a feature; it has the whole range of its lane. */
static inline uint16_t weights_squared(const int16_t *weight, uint32_t feature)
{
    return (uint16_t)weight[(size_t)feature * WEIGHT_LANES + WEIGHT_IDF_LANE];
}

static inline void weights_set_squared(int16_t *weight, uint32_t feature,
                                       uint16_t squared)
{
    weight[(size_t)feature * WEIGHT_LANES + WEIGHT_IDF_LANE] = (int16_t)squared;
}

/* sum[lane] += the weights of a feature; the last lane then says nothing. */
static inline void weights_add(const int16_t *weight, uint32_t feature,
                               int32_t sum[WEIGHT_LANES])
{
    const int16_t *const row = &weight[(size_t)feature * WEIGHT_LANES];

    for (size_t lane = 0; lane < WEIGHT_LANES; lane++)
        sum[lane] += row[lane];
}

#endif
