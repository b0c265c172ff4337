/* All that an evaluation found, as a page, as JSON and as lines. */
#ifndef VIGIE_TRAINING_REPORT_H
#define VIGIE_TRAINING_REPORT_H

#include "bias.h"
#include "error.h"
#include "evaluate.h"
#include "evaluate_curve.h"
#include "model.h"
#include "report_text.h"
#include "slices.h"
#include "suite.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Everything is borrowed; what was not measured is NULL. */
struct results {
    const struct model *model;
    const struct evaluation *evaluation;
    enum evaluate_split split;
    const struct slices *slices;
    const struct bias *bias;
    const struct curve *curve;
    const struct suite *suite;
    bool failures;       /* tell the texts of failed cases    */
    double volume;       /* comments a day for the thresholds */
    const char *version; /* of vigie                          */
};

/* "train", "test", "all"; static. */
const char *report_split(enum evaluate_split split);

/* A slice's name for people; borrowed from the slice or static. */
const char *report_slice(enum report_language language,
                         const struct slice *slice);

/* Writes one self-contained HTML page to `path`, whole or not at all:
 * gnuplot's drawings stand in it, nothing is fetched, no comment's text is in
 * it but those of failed suite cases when asked.  The same results give the
 * same bytes.  Needs `evaluation`.
 * Returns STATUS_OK, statuses of plot_draw() and file_write(). */
int report_write(const char *path, const struct results *results,
                 enum report_language language, struct error *err);

/* One object with everything; NULL without memory. */
json_t *report_json(const struct results *results, struct error *err);

/* For a terminal: slices and bias as tables; the learning curve; the suite as a
 * line a capability and, when asked, the failed cases. */
void report_print_slices(FILE *to, const struct results *results);
void report_print_curve(FILE *to, const struct results *results);
void report_print_suite(FILE *to, const struct results *results);

#endif
