#include "implied.h"

static bool implies(const struct corpus *corpus, size_t a, size_t b)
{
    size_t with = 0, both = 0;

    for (size_t i = 0; i < corpus->count; i++) {
        const struct labelled *k = &corpus->comment[i];
        if (k->test || !(k->known >> a & k->known >> b & 1) ||
            !(k->tones >> a & 1))
            continue;
        with++;
        both += k->tones >> b & 1;
    }
    return with >= IMPLIED_POSITIVES &&
           (double)both >= IMPLIED_SHARE * (double)with;
}

void imply_find(const struct corpus *corpus, struct model_tone *tone)
{
    for (size_t b = 0; b < corpus->tones.count; b++) {
        tone[b].implied_by = 0;
        for (size_t a = 0; a < corpus->tones.count; a++)
            if (a != b && implies(corpus, a, b))
                tone[b].implied_by |= (uint16_t)(1u << a);
    }
}
