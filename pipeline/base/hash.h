/* One step of the hash that names n-grams, words and phrases. */
#ifndef VIGIE_BASE_HASH_H
#define VIGIE_BASE_HASH_H

#include "view.h"

#include <stddef.h>
#include <stdint.h>

/* Mixes `value` into `hash`.  Symmetric: hash_mix(a, b) is hash_mix(b, a). */
static inline uint64_t hash_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio */
    return hash ^ hash >> 29;
}

/* Of the bytes of `text`, begun with `seed`. */
static inline uint64_t hash_view(uint64_t seed, struct view text)
{
    for (size_t i = 0; i < text.len; i++)
        seed = hash_mix(seed, (unsigned char)text.ptr[i]);
    return seed;
}

#endif
