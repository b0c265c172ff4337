/* How far a figure could have come out otherwise: percentile intervals from
 * discussions drawn again.
 *
 * Efron & Tibshirani, "An introduction to the bootstrap" (1993), chapter 13;
 * comments of one discussion are not independent, so discussions are drawn,
 * with all their comments (Davison & Hinkley, "Bootstrap methods and their
 * application" (1997), section 3.8; Field & Welsh, JRSS B 69, 2007).
 * The calibration error is never negative, so drawing again raises it a
 * little: its interval may lie above the figure. */
#ifndef VIGIE_TRAINING_BOOTSTRAP_H
#define VIGIE_TRAINING_BOOTSTRAP_H

#include "error.h"
#include "measure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DRAWS_CEILING 100000

/* 95 %: 2.5th and 97.5th percentile.  NAN where the figure was not defined in
 * at least half of the draws. */
struct interval {
    double low, high;
};

struct intervals {
    struct interval of[MEASURE_KINDS];
};

struct bootstrap {
    size_t draws; /* 1 to DRAWS_CEILING */
    uint64_t seed;
    size_t threads;
    size_t discussions; /* D; ranked.discussion < D */
    /* [T] tones that are left out of the first mean (the sentiment pair) */
    const bool *apart;
};

/* Draws D of D discussions with putting back, `draws` times, the same ones
 * for every tone.
 * ranking   [T] one a tone
 * out       [T]
 * mean      mean average precision: of the tones that are not apart, of all
 * The same seed gives the same bits, on any number of threads (each draw has
 * its own splitmix64 sequence: Steele, Lea & Flood, OOPSLA 2014).
 * Returns STATUS_OK or STATUS_NO_MEMORY.  O(draws * T * comments). */
int bootstrap_run(const struct bootstrap *self, const struct ranking *ranking,
                  size_t tones, struct intervals *out, struct interval mean[2],
                  struct error *err);

#endif
