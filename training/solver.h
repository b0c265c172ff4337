/* What both solvers are told: the L1-loss C-SVC with a linear kernel.
 *
 *   min  1/2 |w|^2 + C * sum of cost_i * max(0, 1 - y_i (w.x_i + b)) */
#ifndef VIGIE_TRAINING_SOLVER_H
#define VIGIE_TRAINING_SOLVER_H

struct solver_settings {
    double c;               /* cost of a margin violation                   */
    double positive_weight; /* cost_i of a positive; 1 of a negative        */
    double tolerance;       /* stopping criterion, the solver's own eps     */
};

#endif
