#include "likeness.h"

#include "ngram.h"
#include "token.h"
#include "utf8.h"

#include <stddef.h>

/* Odd, from the digits of pi, one multiplier a hash. */
static uint32_t permute(uint64_t hash, size_t which)
{
    const uint64_t odd = 0x243F6A8885A308D3u + 0x13198A2E03707344u * which;

    return (uint32_t)((hash ^ hash >> 31) * (odd | 1) >> 32);
}

static void add_run(struct likeness *out, uint64_t hash)
{
    for (size_t k = 0; k < LIKENESS_HASHES; k++) {
        const uint32_t value = permute(hash, k);
        if (value < out->least[k])
            out->least[k] = value;
    }
}

void likeness_sign(struct view folded, struct likeness *out)
{
    uint32_t run[LIKENESS_RUN]; /* the latest letters, a ring */
    size_t letters = 0, at = 0;
    uint64_t whole = 0; /* of a text shorter than a run */

    for (size_t k = 0; k < LIKENESS_HASHES; k++)
        out->least[k] = UINT32_MAX;
    while (at < folded.len) {
        const uint32_t c = utf8_decode(folded.ptr, at, &at);
        if (!token_is_wordy(c))
            continue;
        run[letters++ % LIKENESS_RUN] = c;
        whole = hash_mix(whole, c);
        if (letters < LIKENESS_RUN)
            continue;
        uint64_t hash = 0;
        for (size_t i = 0; i < LIKENESS_RUN; i++)
            hash = hash_mix(hash, run[(letters + i) % LIKENESS_RUN]);
        add_run(out, hash);
    }
    if (letters && letters < LIKENESS_RUN)
        add_run(out, whole);
}

double likeness_between(const struct likeness *a, const struct likeness *b)
{
    size_t same = 0;

    for (size_t k = 0; k < LIKENESS_HASHES; k++)
        same += a->least[k] == b->least[k] && a->least[k] != UINT32_MAX;
    return (double)same / LIKENESS_HASHES;
}
