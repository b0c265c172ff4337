/* A training under way: for train.c and train_judge.c alone. */
#ifndef VIGIE_TRAINING_TRAIN_STATE_H
#define VIGIE_TRAINING_TRAIN_STATE_H

#include "corpus.h"
#include "error.h"
#include "folds.h"
#include "machines.h"
#include "model.h"
#include "problem.h"
#include "train.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* T tones, N rows, V features.  Opened and closed by train.c, which owns all
 * but corpus and settings. */
struct training {
    const struct corpus *corpus;
    const struct train_settings *settings;
    struct problem problem;
    bool all_contrast; /* no row is from anything else */
    struct folds folds;
    struct workshop shop;
    enum solver solver;
    double *value;   /* [T][N] out-of-fold decision values, shared   */
    double *plane;   /* [T][V + 1] weights and bias, shared          */
    int16_t *weight; /* [V][WEIGHT_LANES]                            */
    struct model_tone tone[MODEL_TONES_CEILING];
};

/* Contrasts are trained on but judge nothing, unless there is nothing else. */
bool train_judges(const struct training *t, size_t row);

/* From decision values out of fold, all of them filled, to the sigmoids of all
 * tones; the values become those of the model, in which one tone may stand in
 * for another.  Returns STATUS_OK or STATUS_NO_MEMORY. */
int train_calibrate(struct training *t, struct error *err);

/* Then the threshold of one tone (into t->tone) and its figures.  Returns
 * STATUS_OK, STATUS_NO_MEMORY or that of measure(). */
int train_judge(struct training *t, size_t tone, struct tone_report *out,
                struct error *err);

#endif
