/* Figures of a model as a table for people and as JSON for programs. */
#ifndef VIGIE_TRAINING_FIGURES_H
#define VIGIE_TRAINING_FIGURES_H

#include "corpus.h"
#include "error.h"
#include "measure.h"

#include <stddef.h>
#include <stdio.h>

/* Prints a line a tone and the mean average precision of the tones, with and
 * without the sentiment pair. */
void figures_print(FILE *to, const struct tone_names *tones,
                   const struct measures *measures);

/* Writes them to `path` as JSON, whole or not at all: numbers rounded to four
 * decimals, so that the same model gives the same bytes.
 * `basis` says what they were measured on. */
int figures_write(const char *path, const char *basis,
                  const struct tone_names *tones,
                  const struct measures *measures, struct error *err);

#endif
