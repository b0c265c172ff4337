/* Fourth stage: a feature vector to a verdict on every tone. */
#ifndef VIGIE_CLASSIFY_CLASSIFY_H
#define VIGIE_CLASSIFY_CLASSIFY_H

#include "features.h"
#include "model.h"
#include "verdict.h"

#include <stdint.h>

struct classifier {
    const struct model *model; /* borrowed */
    /* least probability that is flagged, in ten-thousandths; the model's
     * own unless a policy says otherwise */
    uint16_t threshold[MODEL_TONES_CEILING];
};

/* With the model's own thresholds. */
struct classifier classifier_of(const struct model *model);

/* What scoring a text leaves for its explanation. */
struct scored {
    struct feature_source source; /* in the arena */
    struct feature_sums sums;
};

/* All tones of a text; its memo is begun for it.  `arena` is scratch, unless
 * `scored`, which may be NULL, is to be kept.
 * Returns STATUS_OK or STATUS_TOO_BIG.  Thread-safe as far as the memo is
 * one thread's own.  O(bytes). */
int classify_text(const struct classifier *self,
                  const struct feature_input *in, struct verdict *out,
                  struct scored *scored, struct arena *arena,
                  struct error *err);

/* value  [tones] decision values of the machines, before imply.h */
void classify_values(const struct model *model,
                     const struct feature_sums *in, double *value);

/* All tones at once; cannot fail.  Thread-safe. */
void classify_sums(const struct classifier *self,
                   const struct feature_sums *in, struct verdict *out);

/* 1 / (1 + exp(a * value + b)) without overflow, in ten-thousandths (Platt
 * 1999; form of Lin, Lin & Weng 2007, section 3). */
uint16_t classify_probability(double value, double platt_a, double platt_b);

/* "negative", "positive" or "neutral": of the two sentiment tones the flagged
 * one, of two flagged ones the more probable.  Static. */
const char *classify_sentiment(const struct model *model,
                               const struct verdict *verdict);

#endif
