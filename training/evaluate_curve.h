/* The learning curve: what more labelled discussions would bring. */
#ifndef VIGIE_TRAINING_EVALUATE_CURVE_H
#define VIGIE_TRAINING_EVALUATE_CURVE_H

#include "corpus.h"
#include "error.h"
#include "evaluate.h"
#include "measure.h"
#include "model.h"

#include <stddef.h>

#define CURVE_POINTS 4

struct curve_point {
    size_t percent;     /* of the train discussions: 10, 25, 50, 100 */
    size_t discussions; /* that is                                   */
    size_t comments;
    struct measures tone[MODEL_TONES_CEILING]; /* [T] on the test split */
};

struct curve {
    size_t count; /* points; 0: not measured */
    struct curve_point point[CURVE_POINTS];
};

/* Trains on growing parts of the train split (LIBLINEAR, the model's feature
 * settings, cost 1, no search) and measures each on the test split.  Which
 * discussions are in is drawn by their names; the smaller parts stand in the
 * larger ones.  A part too small to train on gives no point.
 * say    a line for people before each training; or NULL
 * Takes minutes.  A temporary folder is made and removed.
 * Returns STATUS_OK, STATUS_BAD_INPUT (nothing to train or to measure on),
 * STATUS_CANNOT_CREATE, statuses of train_model(). */
int curve_measure(struct curve *out, const struct model *model,
                  const struct corpus *corpus, size_t threads,
                  void (*say)(void *context, const char *line), void *context,
                  struct error *err);

#endif
