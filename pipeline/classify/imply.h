/* Tones that other tones imply: an insult is hostility, too.
 *
 * A tone is at least as probable as each that implies it.  Where another is
 * the more probable, it stands in: its decision value moved to this tone's
 * scale, so that both sigmoids agree,
 *
 *     value' = (a_other * value_other + b_other - b) / a
 *
 * which is linear in the features again: bias and reasons of the one that
 * stands in, on the same scale, add up to it. */
#ifndef VIGIE_CLASSIFY_IMPLY_H
#define VIGIE_CLASSIFY_IMPLY_H

#include "model.h"

#include <stddef.h>

struct tone_origin {
    size_t tone;          /* whose features speak: mostly the tone's own    */
    double scale, offset; /* value' = scale * value of `tone` + offset      */
};

/* value   [tones] decision values of the machines
 * out     [tones]  O(tones^2) */
void imply_origins(const struct model_tone *tone, size_t tones,
                   const double *value, struct tone_origin *out);

static inline double imply_value(const struct tone_origin *origin,
                                 const double *value)
{
    return origin->scale * value[origin->tone] + origin->offset;
}

#endif
