/* Trains many machines of one problem: a tone, a fold, a cost each.
 *
 * Two solvers for one problem.  libsvm on the Gram matrix, on threads, while
 * the matrix fits; LIBLINEAR on the rows, in processes, beyond and for the
 * search of parameters. */
#ifndef VIGIE_TRAINING_MACHINES_H
#define VIGIE_TRAINING_MACHINES_H

#include "corpus.h"
#include "error.h"
#include "folds.h"
#include "problem.h"
#include "solver.h"

#include <stdbool.h>
#include <stddef.h>

enum solver { SOLVER_AUTO, SOLVER_LIBSVM, SOLVER_LIBLINEAR };

/* "auto", "libsvm", "liblinear"; static. */
const char *solver_name(enum solver solver);

struct machine {
    size_t tone;
    size_t fold; /* held out; folds->count: none */
    struct solver_settings settings;
    double *value; /* [N] decision values of the held-out rows are written
                    * there; NULL where none is held out                   */
    double *plane; /* [V + 1] weights and, behind them, the bias; or NULL  */
};

struct workshop {
    const struct corpus *corpus;
    const struct problem *problem;
    const struct folds *folds;
    const bool *row; /* [N] rows that take part at all; NULL: all */
    size_t threads;
    size_t memory; /* bytes the Gram matrix may take */
    void (*progress)(void *context, size_t done); /* or NULL */
    void *context;
};

/* SOLVER_LIBSVM while the matrix fits `memory`, else SOLVER_LIBLINEAR. */
enum solver machines_solver(const struct workshop *shop);

/* Trains them all.  value and plane must come from shared_alloc().  The same
 * problem gives the same bits, on any number of threads.
 * Returns STATUS_OK, STATUS_TOO_BIG (libsvm beyond the memory), a solver's
 * status, STATUS_NO_MEMORY. */
int machines_train(const struct workshop *shop, enum solver solver,
                   const struct machine *machine, size_t count,
                   struct error *err);

#endif
