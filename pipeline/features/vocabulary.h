/* n-gram hash -> feature, with its inverse document frequency.
 *
 * A hash table of buckets that is searched where it lies, be it in a model
 * file read whole or in memory during training.  A bucket is a cache
 * line: all it holds is compared at once, without a branch on what is chance.
 *
 *   V  features
 *   B  buckets, a power of two; V < B x VOCABULARY_BUCKET */
#ifndef VIGIE_FEATURES_VOCABULARY_H
#define VIGIE_FEATURES_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define VOCABULARY_NONE UINT32_MAX
#define VOCABULARY_CEILING (1u << 24) /* features */
#define VOCABULARY_BUCKET 8

/* Inverse document frequency squared in units of 1/256: the square is what
 * the norm of a vector adds up, as a whole number whatever the order. */
#define SQUARED_IDF_ONE 256

/* Filled from the front; one that is full goes on in the next. */
struct vocabulary_bucket {
    uint32_t fingerprint[VOCABULARY_BUCKET]; /* upper half of the hash       */
    uint32_t feature[VOCABULARY_BUCKET];     /* 1 + it, 0 where there is none */
};

struct vocabulary {
    const struct vocabulary_bucket *bucket; /* [B], in cache lines           */
    const uint16_t *squared_idf;            /* [V] every idf_step            */
    uint32_t idf_step;
    uint32_t bucket_bits; /* B = 1 << bucket_bits */
    uint32_t count;       /* V */
};

static inline uint16_t vocabulary_squared(const struct vocabulary *self,
                                          uint32_t feature)
{
    return self->squared_idf[(size_t)feature * self->idf_step];
}

/* What a bucket holds under a fingerprint, 0 for nothing. */
static inline uint32_t vocabulary_in_bucket(const struct vocabulary_bucket *b,
                                            uint32_t fingerprint)
{
    typedef uint32_t lanes __attribute__((vector_size(sizeof(b->feature))));
    typedef uint64_t pairs __attribute__((vector_size(sizeof(b->feature))));
    lanes all, feature;

    memcpy(&all, b->fingerprint, sizeof(all));
    memcpy(&feature, b->feature, sizeof(feature));
    const pairs found = (pairs)((lanes)(all == fingerprint) & feature);
    const uint64_t both = found[0] | found[1] | found[2] | found[3];
    return (uint32_t)(both | both >> 32);
}

/* The feature of an n-gram hash, VOCABULARY_NONE when it is not known.  Less
 * than V, whatever the table holds. */
static inline uint32_t vocabulary_find(const struct vocabulary *self,
                                       uint64_t hash)
{
    const uint32_t mask = (1u << self->bucket_bits) - 1;
    uint32_t at = (uint32_t)hash & mask;

    for (;; at = (at + 1) & mask) {
        const struct vocabulary_bucket *b = &self->bucket[at];
        const uint32_t found = vocabulary_in_bucket(b, (uint32_t)(hash >> 32));
        /* one test: the next bucket is rarely asked */
        if (!(!found & !!b->feature[VOCABULARY_BUCKET - 1]))
            return found <= self->count ? found - 1 : VOCABULARY_NONE;
    }
}

/* Asks for the place of an n-gram that will be looked up soon. */
static inline void vocabulary_fetch(const struct vocabulary *self,
                                    uint64_t hash)
{
    __builtin_prefetch(
        &self->bucket[(uint32_t)hash & ((1u << self->bucket_bits) - 1)]);
}

/* Enters `feature` into a table of zeroes that has room left.  A hash whose
 * fingerprint and place equal another's shares its feature; with 64 bits that
 * happens to one pair of n-grams in 2^45 or so. */
void vocabulary_enter(struct vocabulary_bucket *bucket, uint32_t bucket_bits,
                      uint64_t hash, uint32_t feature);

/* log((1 + documents) / (1 + frequency)) + 1, squared, in SQUARED_IDF_ONE
 * (smooth idf as in Salton & Buckley 1988, formula of scikit-learn).
 * 0 < frequency <= documents. */
uint16_t vocabulary_squared_idf(uint64_t documents, uint64_t frequency);

#endif
