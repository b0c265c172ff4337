/* Thresholds of their own for sections of the site, where data allow.
 *
 * A tone gets one in a section that has SECTION_POSITIVES comments with it,
 * SECTION_NEGATIVES without and SECTION_DISCUSSIONS discussions, if that serves
 * the aim better than the model's threshold does, by more than chance.  This
 * is judged out of fold twice over: each discussion is flagged at a threshold
 * chosen on the section's other discussions, from probabilities of machines
 * that did not train on it; the gain must stay above 0 in 99 % of
 * SECTION_DRAWS drawings of whole discussions.
 *
 * What serves the aim: a greater F1; a precision or recall nearer to the one
 * that was asked for.  A budget is one for the whole site: no section has a
 * threshold of its own. */
#ifndef VIGIE_TRAINING_SECTION_THRESHOLDS_H
#define VIGIE_TRAINING_SECTION_THRESHOLDS_H

#include "aim.h"
#include "error.h"
#include "evaluate.h"
#include "train.h"

#include <stddef.h>
#include <stdint.h>

#define SECTION_POSITIVES 50
#define SECTION_NEGATIVES 50
#define SECTION_DISCUSSIONS 10
#define SECTION_DRAWS 1000

/* Bytes of "tone NAME in SECTION", which the policy file can hold. */
#define SECTION_RULE_SIZE 49

struct section_threshold {
    size_t tone;                     /* index in the corpus               */
    char section[SECTION_RULE_SIZE]; /* as the comments spell it          */
    size_t count, positives;         /* comments of the section           */
    uint16_t threshold;              /* ten-thousandths                   */
    double before, after; /* F1, precision or recall in the section, at the
                           * model's threshold and at its own, out of fold */
};

struct section_thresholds {
    size_t count;
    struct section_threshold *item; /* by section in byte order, then tone */
    size_t tried;                   /* pairs of tone and section that had
                                     * enough comments                     */
};

/* Looks at every tone that can be flagged, the sentiment pair left out.  A
 * section whose name the policy file cannot hold has none.
 * evaluation  as evaluate_out_of_fold() left it, of the same report
 * Returns STATUS_OK or STATUS_NO_MEMORY; *out is yours to
 * section_thresholds_free, after a failure too. */
int section_thresholds_choose(struct section_thresholds *out,
                              const struct evaluation *evaluation,
                              const struct train_report *report,
                              const struct aim *aim, struct error *err);
void section_thresholds_free(struct section_thresholds *self);

#endif
