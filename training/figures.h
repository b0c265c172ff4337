/* Figures of a model as a table for people and as JSON for programs. */
#ifndef VIGIE_TRAINING_FIGURES_H
#define VIGIE_TRAINING_FIGURES_H

#include "bootstrap.h"
#include "corpus.h"
#include "error.h"
#include "evaluate.h"
#include "measure.h"
#include "section_thresholds.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* Everything that is known of the tones, on one basis. */
struct figures {
    const char *basis; /* "train split, out of fold": what they were measured
                        * on                                               */
    const struct tone_names *tones;
    const struct measures *measures;   /* [T]                              */
    uint32_t observed;                 /* bit t: scored, never flagged     */
    const struct intervals *intervals; /* [T], or NULL: none               */
    const struct interval *mean;       /* [2] beside them, or NULL         */
    size_t draws;
    uint64_t seed;
    const struct section_thresholds *sections; /* or NULL: not chosen      */
};

/* All of an evaluation, borrowed. */
struct figures figures_of(const struct evaluation *evaluation,
                          const char *basis);

/* Mean average precision of the tones, with and without the sentiment pair. */
struct figures_mean {
    double tones, all;
};

struct figures_mean figures_mean(const struct tone_names *tones,
                                 const struct measures *measures);

/* Prints a line a tone, "observation only" at its end where it is, below it the
 * 95 % intervals where there are any, and last the mean average precision of
 * the tones, with and without the sentiment pair. */
void figures_show(FILE *to, const struct figures *self);

/* {"basis","mean_average_precision","mean_with_sentiment","tones":{...}}, with
 * sections "sections":[{"section","tone","threshold",...}],
 * numbers rounded to four decimals, null where not defined; NULL without
 * memory. */
json_t *figures_json(const struct figures *self);

/* A number as all our JSON has it: four decimals, null for NAN. */
json_t *figures_number(double value);

/* Writes figures_json() to `path`, whole or not at all: the same model gives
 * the same bytes. */
int figures_save(const char *path, const struct figures *self,
                 struct error *err);

#endif
