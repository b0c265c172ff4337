/* All inner products of the rows of a problem, once for all tones and folds.
 *
 * libsvm's precomputed kernel (README of libsvm, "Precomputed Kernels"): row i
 * begins with its serial number, so that any choice of rows can be trained on
 * without copying: K(i, j) = row[i][serial of j]. */
#ifndef VIGIE_TRAINING_GRAM_H
#define VIGIE_TRAINING_GRAM_H

#include "error.h"
#include "problem.h"

#include <libsvm/svm.h>
#include <stddef.h>

struct gram {
    size_t count;          /*  N                                          */
    struct svm_node **row; /* [N][N + 1] node 0: serial number i + 1; node
                            * j + 1: product of rows i and j              */
};

/* Bytes a problem of `count` rows takes. */
size_t gram_bytes(size_t count);

/* Returns STATUS_OK, STATUS_TOO_BIG beyond `ceiling` bytes, STATUS_NO_MEMORY.
 * Every product is added up in the order of the features: the same bits on
 * any number of threads. */
int gram_build(struct gram *out, const struct problem *problem, size_t ceiling,
               size_t threads, struct error *err);

void gram_free(struct gram *self);

#endif
