/* Labelled comments to a model folder. */
#ifndef VIGIE_TRAINING_TRAIN_H
#define VIGIE_TRAINING_TRAIN_H

#include "aim.h"
#include "corpus.h"
#include "error.h"
#include "machines.h"
#include "measure.h"
#include "problem.h"
#include "search.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A tone with fewer positives is trained but never flagged, nor is one that no
 * comment is said to be without. */
#define POSITIVES_TO_FLAG 50

/* With more rows LIBLINEAR stops at a looser tolerance. */
#define TRAIN_LARGE 50000

struct train_settings {
    const char *name; /* of the model: "fr-comments" */
    struct problem_settings problem;
    double c;       /* the start of the search, or what is used without one */
    bool search;    /* choose parameters by cross-validation                */
    struct aim aim; /* of the thresholds                                    */
    enum solver solver;
    size_t folds;  /* by discussion, 2 to FOLDS_CEILING                     */
    size_t memory; /* bytes the Gram matrix may take                        */
    size_t threads;
    /* Lines for people and steps done, from one thread at a time; or NULL. */
    void (*say)(void *context, const char *line);
    void (*progress)(void *context, size_t done, size_t all);
    void *context;
};

/* What the shipped model starts from. */
struct train_settings train_defaults(void);

/* How one tone came out. */
struct tone_report {
    struct measures measures; /* out of fold, at the threshold  */
    uint16_t threshold;       /* ten-thousandths                */
    bool aim_reached;
    bool observation_only;
};

struct train_report {
    enum solver solver; /* that was used */
    size_t rows, features;
    size_t judged; /* M rows, without contrasts: figures and thresholds     */
    size_t alike; /* comments with a near-duplicate */
    struct parameters parameters;
    struct tone_report tone[MODEL_TONES_CEILING];
    /* [T][M] out-of-fold values of these rows, for further figures: yours to
     * free */
    uint16_t *probability;
    size_t *comment; /* [M] index in the corpus; yours to free */
};

/* Trains every tone of the corpus on its train split and writes MODEL_FILE
 * into `folder`, made at the end where it is missing.  The same corpus and
 * settings give the same bytes, on any number of threads.
 * Returns STATUS_OK; STATUS_BAD_INPUT (no comment, fewer than two
 * discussions, no tone with both classes); statuses of the parts. */
int train_model(const struct corpus *corpus,
                const struct train_settings *settings, const char *folder,
                struct train_report *report, struct error *err);

void train_report_free(struct train_report *report);

#endif
