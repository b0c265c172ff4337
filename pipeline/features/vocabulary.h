/* n-gram hash -> feature, with its inverse document frequency.
 *
 * An open-addressing table that is searched where it lies, be it in a model
 * file mapped read-only or in memory during training.
 *
 *   V  features
 *   S  slots, a power of two > V */
#ifndef VIGIE_FEATURES_VOCABULARY_H
#define VIGIE_FEATURES_VOCABULARY_H

#include <stdint.h>

#define VOCABULARY_NONE UINT32_MAX
#define VOCABULARY_CEILING (1u << 24) /* features */

/* Inverse document frequency squared in units of 1/256: the square is what
 * the norm of a vector adds up, as a whole number whatever the order. */
#define SQUARED_IDF_ONE 256

struct vocabulary_slot {
    uint32_t fingerprint; /* upper half of the hash */
    uint32_t feature;     /* < V, or VOCABULARY_NONE in an empty slot */
};

struct vocabulary {
    const struct vocabulary_slot *slot; /* [S] */
    const uint16_t *squared_idf;        /* [V] */
    uint32_t slot_bits;                 /* S = 1 << slot_bits */
    uint32_t count;                     /* V */
};

/* The feature of an n-gram hash, VOCABULARY_NONE when it is not known. */
static inline uint32_t vocabulary_find(const struct vocabulary *self,
                                       uint64_t hash)
{
    const uint32_t mask = (1u << self->slot_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & mask;

    while (self->slot[at].feature != VOCABULARY_NONE) {
        if (self->slot[at].fingerprint == fingerprint)
            return self->slot[at].feature;
        at = (at + 1) & mask;
    }
    return VOCABULARY_NONE;
}

/* Asks for the place of an n-gram that will be looked up soon. */
static inline void vocabulary_fetch(const struct vocabulary *self,
                                    uint64_t hash)
{
    __builtin_prefetch(
        &self->slot[(uint32_t)hash & ((1u << self->slot_bits) - 1)]);
}

/* Enters `feature` into a table of empty slots that has room left.  A hash
 * whose fingerprint and place equal another's shares its feature; with 64
 * bits that happens to one pair of n-grams in 2^45 or so. */
void vocabulary_enter(struct vocabulary_slot *slot, uint32_t slot_bits,
                      uint64_t hash, uint32_t feature);

/* log((1 + documents) / (1 + frequency)) + 1, squared, in SQUARED_IDF_ONE
 * (smooth idf as in Salton & Buckley 1988, formula of scikit-learn).
 * 0 < frequency <= documents. */
uint16_t vocabulary_squared_idf(uint64_t documents, uint64_t frequency);

#endif
