/* A bit for each fingerprint in a table of hashes (Bloom 1970, one hash): most
 * hashes that are not in the table are told without it, from an eighth of its
 * bytes or less, which stay in the cache. */
#ifndef VIGIE_BASE_HASH_FILTER_H
#define VIGIE_BASE_HASH_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct hash_filter {
    uint64_t *bits; /* [1 << (32 - shift) >> 6]; NULL: may hold any */
    uint32_t shift;
};

/* For a table of 1 << slot_bits slots.  False when memory is out. */
static inline bool hash_filter_open(struct hash_filter *self,
                                    uint32_t slot_bits)
{
    const uint32_t bits = slot_bits < 3 ? 6 : slot_bits + 3;

    self->shift = 32 - bits;
    self->bits = calloc(((size_t)1 << bits) / 64, sizeof(*self->bits));
    return self->bits != NULL;
}

/* fingerprint  the upper half of a hash */
static inline void hash_filter_add(struct hash_filter *self,
                                   uint32_t fingerprint)
{
    const uint32_t at = fingerprint >> self->shift;

    self->bits[at / 64] |= (uint64_t)1 << at % 64;
}

/* Asks for the bit of a hash before it is looked at. */
static inline void hash_filter_fetch(const struct hash_filter *self,
                                     uint64_t hash)
{
    const uint32_t at = (uint32_t)(hash >> 32) >> self->shift;

    if (self->bits)
        __builtin_prefetch(&self->bits[at / 64]);
}

static inline bool hash_filter_may_hold(const struct hash_filter *self,
                                        uint64_t hash)
{
    const uint32_t at = (uint32_t)(hash >> 32) >> self->shift;

    return !self->bits || self->bits[at / 64] >> at % 64 & 1;
}

#endif
