#include "vocabulary.h"

#include <math.h>

void vocabulary_enter(struct vocabulary_slot *slot, uint32_t slot_bits,
                      uint64_t hash, uint32_t feature)
{
    const uint32_t mask = (1u << slot_bits) - 1;
    uint32_t at = (uint32_t)hash & mask;

    while (slot[at].feature != VOCABULARY_NONE)
        at = (at + 1) & mask;
    slot[at].fingerprint = (uint32_t)(hash >> 32);
    slot[at].feature = feature;
}

uint16_t vocabulary_squared_idf(uint64_t documents, uint64_t frequency)
{
    const double idf =
        log((1.0 + (double)documents) / (1.0 + (double)frequency)) + 1.0;
    const double squared = idf * idf * SQUARED_IDF_ONE;

    /* 65535 stands for an idf of 16: 3 million documents, frequency 1 */
    return squared > UINT16_MAX ? UINT16_MAX : (uint16_t)lround(squared);
}
