/* Who trains when whom is held out: folds by discussion, near-duplicates on
 * one side. */
#ifndef VIGIE_TRAINING_FOLDS_H
#define VIGIE_TRAINING_FOLDS_H

#include "corpus.h"
#include "error.h"
#include "problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOLDS_CEILING 32

struct folds {
    size_t count;    /*  K                                                 */
    size_t *fold;    /* [N] the fold each row of the problem is held out in:
                      * its discussion's, drawn by the name alone; copies of
                      * a discussion are in its fold                       */
    uint32_t *apart; /* [N] bit k: a near-duplicate of the row is held out
                      * in fold k, so the row does not train there         */
    size_t alike;    /* rows that have a near-duplicate                    */
};

/* Returns STATUS_OK or STATUS_NO_MEMORY.  2 <= count <= FOLDS_CEILING. */
int folds_make(struct folds *out, const struct corpus *corpus,
               const struct problem *problem, size_t count, struct error *err);
void folds_free(struct folds *self);

/* True when row i trains while fold k is held out; k == count holds nothing
 * out. */
static inline bool folds_trains(const struct folds *self, size_t i, size_t k)
{
    return k == self->count || !(self->apart[i] >> k & 1);
}

#endif
