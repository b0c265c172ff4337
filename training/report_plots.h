/* The drawings of a report, each a <figure> of its own. */
#ifndef VIGIE_TRAINING_REPORT_PLOTS_H
#define VIGIE_TRAINING_REPORT_PLOTS_H

#include "evaluate_curve.h"
#include "measure.h"
#include "report_sheet.h"

#include <stdint.h>

/* Precision against recall, reliability and histogram of one tone, side by
 * side.
 * name       of the tone, for people
 * threshold  the model's, ten-thousandths */
void plots_tone(struct sheet *sheet, const char *name,
                const struct ranking *ranking, const struct measures *measures,
                uint16_t threshold);

/* Mean average precision against comments trained on.
 * mean  [curve->count] */
void plots_curve(struct sheet *sheet, const struct curve *curve,
                 const double *mean);

#endif
