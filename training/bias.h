/* Whether naming a group of people moves a tone's ranking.
 *
 * Borkan, Dixon, Sorensen, Thain & Vasserman, "Nuanced metrics for measuring
 * unintended bias with real data for text classification", WWW 2019: three
 * AUCs a group,
 *   subgroup  positives and negatives that name the group
 *   BPSN      positives that do not (background), negatives that do: low when
 *             harmless comments that name the group rank too high
 *   BNSP      negatives that do not, positives that do: low when hostile
 *             comments that name the group rank too low */
#ifndef VIGIE_TRAINING_BIAS_H
#define VIGIE_TRAINING_BIAS_H

#include "bias_terms.h"
#include "error.h"
#include "evaluate.h"

#include <stddef.h>

/* Fewer comments in one of the two cells: the AUC is NAN, "too few". */
#define BIAS_CELL 10

/* "hostility" and "hate", as far as the corpus has them. */
#define BIAS_TONES 2

struct bias_figures {
    size_t positives, negatives;                       /* name the group */
    size_t background_positives, background_negatives; /* do not         */
    double subgroup_auc, bpsn_auc, bnsp_auc;
};

struct bias_group {
    char name[48];
    size_t count; /* comments that name it */
    struct bias_figures tone[BIAS_TONES];
};

struct bias {
    size_t tones;
    size_t tone[BIAS_TONES]; /* index in the corpus */
    double auc[BIAS_TONES];  /* over all comments   */
    size_t groups;
    struct bias_group group[BIAS_GROUPS]; /* in the file's order */
};

/* Returns STATUS_OK, STATUS_TOO_BIG, STATUS_NO_MEMORY. */
int bias_measure(struct bias *out, const struct evaluation *evaluation,
                 const struct bias_terms *terms, struct error *err);

#endif
