/* The second stage whole: folding, then repair with the model's wordbook. */
#ifndef VIGIE_NORMALIZE_NORMALIZER_H
#define VIGIE_NORMALIZE_NORMALIZER_H

#include "normalize.h"
#include "repair.h"

struct normalizer {
    struct folder folder;
    struct repairer repairer;
};

/* words  NULL when no word is known */
static inline void normalizer_open(struct normalizer *self,
                                   const struct wordbook *words)
{
    fold_open(&self->folder);
    repairer_open(&self->repairer, words);
}

/* normalize_run, then repair_run. */
static inline int normalizer_run(const struct normalizer *self,
                                 struct view original, struct text *out,
                                 struct arena *arena, struct error *err)
{
    const int status = normalize_run(&self->folder, original, out, arena, err);

    return status < 0 ? status : repair_run(&self->repairer, out, arena, err);
}

#endif
