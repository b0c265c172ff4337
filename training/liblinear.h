/* One binary linear SVM by LIBLINEAR: the same L1-loss problem as solve.h
 * without a Gram matrix, for corpora whose matrix would not fit and for the
 * search of parameters.
 *
 * LIBLINEAR regularizes the bias as one more weight (Fan et al., JMLR 9,
 * 2008): its feature is given a value so large that the bias is as good as
 * free, as it is in libsvm. */
#ifndef VIGIE_TRAINING_LIBLINEAR_H
#define VIGIE_TRAINING_LIBLINEAR_H

#include "error.h"
#include "solver.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*  N  rows, V features; row i holds index[begin[i]] .. index[begin[i + 1] - 1],
 *  strictly increasing, and the values beside. */
struct sparse_rows {
    size_t count, features;
    const size_t *begin;   /* [N + 1] */
    const uint32_t *index; /* < V     */
    const float *value;
};

struct liblinear; /* the rows in LIBLINEAR's form, 16 bytes a value */

/* Copies the rows.  Returns STATUS_OK or STATUS_NO_MEMORY; *out is yours to
 * liblinear_free. */
int liblinear_open(struct liblinear **out, const struct sparse_rows *rows,
                   struct error *err);
void liblinear_free(struct liblinear *self);

/* Trains on `count` rows.
 * row       [count] in the caller's order
 * positive  [count]; one class only: weights 0, bias 1 or -1
 * weight    [V + 1] out: the plane, its bias behind it
 * LIBLINEAR draws from the C library's rand(), which is seeded here anew: the
 * same call gives the same plane, but one call at a time in a process.
 * Returns STATUS_OK, STATUS_BAD_INPUT (parameters), STATUS_NO_MEMORY. */
int liblinear_solve(const struct liblinear *self, const size_t *row,
                    const bool *positive, size_t count,
                    const struct solver_settings *settings, double *weight,
                    struct error *err);

#endif
