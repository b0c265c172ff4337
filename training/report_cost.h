/* What a threshold costs: how much there is to read, what is missed, how much
 * of it is wrong. */
#ifndef VIGIE_TRAINING_REPORT_COST_H
#define VIGIE_TRAINING_REPORT_COST_H

#include "measure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COST_ROWS 10 /* 0.1 to 0.9 and the model's own */

struct cost {
    uint16_t threshold; /* ten-thousandths                              */
    bool own;           /* the model's                                  */
    double daily;       /* flags a day                                  */
    double missed;      /* share of the positives; NAN without any      */
    double wrong;       /* share of the flags; NAN without any          */
};

/* Taken that a day's comments are like those of the ranking.
 * volume  comments a day, > 0 */
struct cost cost_at(const struct ranking *ranking, uint16_t threshold,
                    double volume);

/* Rows in order of the threshold; returns how many (an own threshold of 0.3 is
 * one row with 0.3). */
size_t cost_table(const struct ranking *ranking, uint16_t own, double volume,
                  struct cost out[COST_ROWS]);

#endif
