/* A model against labelled comments it has not seen. */
#ifndef VIGIE_TRAINING_EVALUATE_H
#define VIGIE_TRAINING_EVALUATE_H

#include "corpus.h"
#include "error.h"
#include "measure.h"
#include "model.h"

#include <stdbool.h>
#include <stddef.h>

/* Which comments count. */
enum evaluate_split { EVALUATE_TRAIN, EVALUATE_TEST, EVALUATE_ALL };

struct evaluation {
    size_t count; /* comments that counted */
    struct measures tone[MODEL_TONES_CEILING]; /* in the model's order */
};

/* Scores the comments as `vigie score` would, the comment each answers known,
 * and compares with the labels.  The corpus must have been read with the
 * model's tones, in their order.
 * Returns STATUS_OK, STATUS_BAD_INPUT (no comment counts), STATUS_TOO_BIG,
 * STATUS_NO_MEMORY. */
int evaluate(const struct model *model, const struct corpus *corpus,
             enum evaluate_split split, size_t threads,
             struct evaluation *out, struct error *err);

#endif
