/* Random numbers that are the same on every machine: splitmix64 (Steele, Lea &
 * Flood, OOPSLA 2014). */
#ifndef VIGIE_TRAINING_SPLITMIX_H
#define VIGIE_TRAINING_SPLITMIX_H

#include <stddef.h>
#include <stdint.h>

/* *state is the seed at first. */
static inline uint64_t splitmix_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* A number below `count` < 2^32.  The upper half of a random number times
 * `count`: none is favoured by more than count / 2^32. */
static inline size_t splitmix_below(uint64_t *state, size_t count)
{
    return (size_t)((splitmix_next(state) >> 32) * count >> 32);
}

#endif
