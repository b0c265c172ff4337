#include "vocabulary.h"

#include <math.h>

void vocabulary_enter(struct vocabulary_bucket *bucket, uint32_t bucket_bits,
                      uint64_t hash, uint32_t feature)
{
    const uint32_t mask = (1u << bucket_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);

    for (uint32_t at = (uint32_t)hash & mask;; at = (at + 1) & mask)
        for (size_t i = 0; i < VOCABULARY_BUCKET; i++) {
            struct vocabulary_bucket *b = &bucket[at];
            if (b->feature[i] && b->fingerprint[i] != fingerprint)
                continue;
            if (!b->feature[i])
                b->feature[i] = feature + 1;
            b->fingerprint[i] = fingerprint;
            return;
        }
}

uint16_t vocabulary_squared_idf(uint64_t documents, uint64_t frequency)
{
    const double idf =
        log((1.0 + (double)documents) / (1.0 + (double)frequency)) + 1.0;
    const double squared = idf * idf * SQUARED_IDF_ONE;

    /* 65535 stands for an idf of 16: 3 million documents, frequency 1 */
    return squared > UINT16_MAX ? UINT16_MAX : (uint16_t)lround(squared);
}
