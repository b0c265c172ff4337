/* Labelled comments to a model folder. */
#ifndef VIGIE_TRAINING_TRAIN_H
#define VIGIE_TRAINING_TRAIN_H

#include "corpus.h"
#include "error.h"
#include "measure.h"
#include "problem.h"
#include "solve.h"

#include <stddef.h>

/* A tone with fewer positives is trained but never flagged. */
#define POSITIVES_TO_FLAG 50

struct train_settings {
    const char *name; /* of the model: "fr-comments" */
    struct problem_settings problem;
    struct solver_settings solver;
    size_t folds;   /* for calibration, by discussion, >= 2      */
    size_t memory;  /* bytes the Gram matrix may take            */
    size_t threads;
    /* Called after each of `all` steps, from any thread but one at a time;
     * may be NULL. */
    void (*progress)(void *context, size_t done, size_t all);
    void *context;
};

/* What the shipped model is trained with; chosen by cross-validation, see
 * models/README.md. */
struct train_settings train_defaults(void);

/* Out-of-fold figures, one a tone of the corpus. */
struct train_report {
    struct measures tone[MODEL_TONES_CEILING];
};

/* Trains every tone of the corpus on its train split and writes MODEL_FILE
 * into `folder`, which exists.  The same corpus and settings give the same
 * bytes, on any number of threads.
 * Statuses of problem_build, gram_build, solve and model_write. */
int train(const struct corpus *corpus, const struct train_settings *settings,
          const char *folder, struct train_report *report, struct error *err);

#endif
