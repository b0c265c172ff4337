/* How well probabilities agree with labels, one tone at a time. */
#ifndef VIGIE_TRAINING_MEASURE_H
#define VIGIE_TRAINING_MEASURE_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bins of the calibration error.  Guo et al., "On calibration of modern
 * neural networks", ICML 2017, take 15 of equal width; ours hold equally many
 * comments (Nguyen & O'Connor, "Posterior calibration and exploratory analysis
 * for natural language processing models", EMNLP 2015), since most comments
 * stand near 0, where bins of equal width see one lump. */
#define CALIBRATION_BINS 15

/* The figures of a tone; each is a member of struct measures. */
#define MEASURE_LIST(X)                                                        \
    X(PRECISION, precision)                                                    \
    X(RECALL, recall)                                                          \
    X(F1, f1)                                                                  \
    X(AVERAGE_PRECISION, average_precision)                                    \
    X(ROC_AUC, roc_auc)                                                        \
    X(BRIER, brier)                                                            \
    X(CALIBRATION_ERROR, calibration_error)

enum measure_kind {
#define X(name, member) MEASURE_##name,
    MEASURE_LIST(X)
#undef X
        MEASURE_KINDS
};

struct measures {
    size_t count, positives, flagged, right; /* right: flagged and positive */
    double precision, recall, f1;            /* at the threshold; 0 where
                                              * nothing can be divided      */
    double average_precision; /* sum over thresholds of precision times the
                               * step in recall, not interpolated (scikit-
                               * learn's definition); 0 without positives   */
    double roc_auc; /* chance that a positive ranks above a negative, a tie
                     * counts half (Mann & Whitney 1947; Hanley & McNeil
                     * 1982); NAN where one class is missing               */
    double brier;   /* mean squared error of the probability               */
    double calibration_error; /* mean over CALIBRATION_BINS of |probability -
                               * share of positives|, weighted by comments  */
};

/* "average_precision": the name in JSON; static. */
const char *measure_key(enum measure_kind kind);
double measure_value(const struct measures *measures, enum measure_kind kind);

/* One comment as a tone sees it. */
struct ranked {
    double value;         /* greater is more likely             */
    uint32_t discussion;  /* what is drawn together             */
    uint16_t probability; /* ten-thousandths, rises with value  */
    bool positive, flagged;
};

/* Comments sorted once, the most likely first; measured many times. */
struct ranking {
    size_t count;        /*  N  */
    struct ranked *item; /* [N] */
};

/* A bin of the reliability diagram; a comment on a border counts in both by
 * its parts, so that the order of equal values does not matter. */
struct calibration_bin {
    double count;       /* comments                 */
    double probability; /* their sum of probability */
    double positives;
};

/* Room for `count` comments: fill item[0..count - 1], then ranking_sort.
 * Returns STATUS_OK or STATUS_NO_MEMORY; yours to ranking_free. */
int ranking_open(struct ranking *out, size_t count, struct error *err);
void ranking_sort(struct ranking *self);
void ranking_free(struct ranking *self); /* accepts zeroes */

/* weight  how often each discussion counts, or NULL: once
 * O(N); thread-safe. */
void ranking_measure(const struct ranking *self, const uint32_t *weight,
                     struct measures *out);

/* The least probable comments stand in bin[0]. */
void ranking_bins(const struct ranking *self,
                  struct calibration_bin bin[CALIBRATION_BINS]);

/* Average precision alone; 0 without positives.  Equal values are one
 * threshold.  Returns STATUS_OK or STATUS_NO_MEMORY. */
int measure_average_precision(const double *value, const bool *positive,
                              size_t count, double *out, struct error *err);

/* value        [count] ranks the comments: greater is more likely
 * probability  [count] in ten-thousandths, never less for a greater value
 * flagged      [count]
 * Returns STATUS_OK or STATUS_NO_MEMORY. */
int measure(const double *value, const uint16_t *probability,
            const bool *flagged, const bool *positive, size_t count,
            struct measures *out, struct error *err);

#endif
