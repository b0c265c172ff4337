/* Chooses the parameters of a model by cross-validation: the scales of the
 * blocks for all tones, cost and weight of positives for each.
 *
 * Judged by average precision on held-out discussions of the train split,
 * with LIBLINEAR; on large corpora with a part of the discussions. */
#ifndef VIGIE_TRAINING_SEARCH_H
#define VIGIE_TRAINING_SEARCH_H

#include "error.h"
#include "machines.h"
#include "verdict.h"

#include <stddef.h>
#include <stdio.h>

/* Rows the search looks at, at most: whole discussions, drawn by their name.
 * Beyond, the best parameters no longer moved. */
#define SEARCH_ROWS 15000

struct parameters {
    float block_scale[BLOCKS];
    double c[MODEL_TONES_CEILING];
    double positive_weight[MODEL_TONES_CEILING];
};


/* Improves *parameters, which hold the start; tells `report`, where there is
 * one, a line for people after each step.  The problem is left with the
 * scales that were chosen.  Statuses of machines_train(). */
int search_run(const struct workshop *shop, struct problem *problem,
               struct parameters *parameters,
               void (*report)(void *context, const char *line), void *context,
               struct error *err);

#endif
