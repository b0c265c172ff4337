/* One binary linear SVM by libsvm's C-SVC on a precomputed Gram matrix. */
#ifndef VIGIE_TRAINING_SOLVE_H
#define VIGIE_TRAINING_SOLVE_H

#include "error.h"
#include "gram.h"
#include "solver.h"

#include <stdbool.h>
#include <stddef.h>

/* w = sum of coefficient[i] * row[support[i]], value = w.x + bias. */
struct solution {
    size_t count;        /*  S support vectors       */
    size_t *support;     /* [S] rows of the problem  */
    double *coefficient; /* [S]                      */
    double bias;
};

/* libsvm prints its progress unless told not to; once, before any thread. */
void solve_quietly(void);

/* Trains on `count` rows of the Gram matrix.
 * row       [count] indices, in the caller's order
 * positive  [count]
 * A problem of one class has no plane: S = 0 and the bias is 1 or -1.
 * Returns STATUS_OK, STATUS_BAD_INPUT (libsvm refuses the parameters),
 * STATUS_NO_MEMORY.  *out is yours to solution_free. */
int solve(const struct gram *gram, const size_t *row, const bool *positive,
          size_t count, const struct solver_settings *settings,
          struct solution *out, struct error *err);

/* Decision value of any row of the matrix. */
double solution_value(const struct solution *self, const struct gram *gram,
                      size_t row);

void solution_free(struct solution *self);

#endif
