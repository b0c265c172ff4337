/* What clients of the hosted toxicity API call a score, from our tones.
 *
 * Six names are theirs.  Each is the largest probability of its tones, p,
 * moved from the share of positives in our training data, s, to the even mix
 * of classes that their thresholds were made for (Saerens, Latinne &
 * Decaestecker 2002):
 *
 *     value = p (1 - s) / (p (1 - s) + (1 - p) s)
 *
 * so that 0.5 says as much for as against.  The value grows with p: an order
 * of comments stays the same.  Every tone of the model is an attribute as well,
 * its name in upper case, its value the probability as it is; where both have
 * the name (INSULT, THREAT, PROFANITY) it is theirs. */
#ifndef VIGIE_CONSOLE_ATTRIBUTES_H
#define VIGIE_CONSOLE_ATTRIBUTES_H

#include "model.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

#define ATTRIBUTE_NAME_CEILING 64 /* bytes */

struct attribute {
    size_t tone_count;
    size_t tone[MODEL_TONES_CEILING]; /* [tone_count] of the model's order */
    double share;                     /* s; 0.5 leaves p as it is          */
};

/* The attribute of that name, be it "TOXICITY@2" or "INSULT_EXPERIMENTAL".
 * False when the model has no such thing. */
bool attribute_find(const struct model_parts *model, struct view name,
                    struct attribute *out);

/* Its value, 0 to 1. */
double attribute_value(const struct attribute *self,
                       const struct verdict *verdict);

#endif
