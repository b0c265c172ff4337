/* How alike two texts are, whatever their case, spacing and
 * punctuation: a MinHash signature of runs of letters (Broder 1997). */
#ifndef VIGIE_FEATURES_LIKENESS_H
#define VIGIE_FEATURES_LIKENESS_H

#include "view.h"

#include <stdint.h>

#define LIKENESS_HASHES 32
#define LIKENESS_RUN 5 /* letters and digits in a row, white space left out */

/* Two texts that share this much are near-duplicates. */
#define LIKENESS_NEAR 0.75

struct likeness {
    uint32_t least[LIKENESS_HASHES]; /* all ones for a text without letters */
};

/* folded  as normalize_run leaves it.  O(bytes x LIKENESS_HASHES). */
void likeness_sign(struct view folded, struct likeness *out);

/* Estimate of the Jaccard index of the two sets of runs, 0 to 1.  Texts
 * without letters are like nothing. */
double likeness_between(const struct likeness *a, const struct likeness *b);

#endif
