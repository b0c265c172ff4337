/* What a model would change: the comments of the store that two models flag
 * otherwise. */
#ifndef VIGIE_COMMAND_MODEL_DIFF_H
#define VIGIE_COMMAND_MODEL_DIFF_H

#include "command.h"
#include "error.h"
#include "policy.h"
#include "registry.h"
#include "render.h"
#include "store.h"

#include <stddef.h>

#define DIFF_LIMIT_CEILING 10000

struct diff_options {
    const char *tone; /* NULL = all */
    size_t limit;     /* changes listed, at most DIFF_LIMIT_CEILING */
    size_t threads;
    enum render_format as;
};

/* Scores every comment of the store with both models, a page at a time, and
 * prints how many change side, tone by tone (text and json), then the changes,
 * those of the greatest difference in probability first.  Flags are those of
 * the policy and its sections, else each model's own; a tone that only one
 * model has is never flagged by the other.  Memory does not grow with the
 * store.  Writes nothing to it. */
int model_diff_run(struct store *store, const struct policy *policy,
                   const struct found_model *a, const struct found_model *b,
                   const struct diff_options *options,
                   const struct surroundings *around, struct error *err);

#endif
