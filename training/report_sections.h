/* The sections of the page; private to report*.c. */
#ifndef VIGIE_TRAINING_REPORT_SECTIONS_H
#define VIGIE_TRAINING_REPORT_SECTIONS_H

#include "report.h"
#include "report_sheet.h"

void section_tones(struct sheet *sheet, const struct results *r);
void section_costs(struct sheet *sheet, const struct results *r);
void section_curves(struct sheet *sheet, const struct results *r);
void section_learning(struct sheet *sheet, const struct results *r);
void section_slices(struct sheet *sheet, const struct results *r);
void section_bias(struct sheet *sheet, const struct results *r);
void section_suite(struct sheet *sheet, const struct results *r);

/* Name of tone t for people. */
const char *section_tone(const struct sheet *sheet, const struct results *r,
                         size_t tone);

/* The tone never flags: too few examples. */
bool section_observes(const struct results *r, size_t tone);

#endif
