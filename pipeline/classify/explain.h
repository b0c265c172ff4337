/* Why a tone got its decision value: places of the original text and what
 * each added.  Exact, not an approximation: bias + all weights = the value. */
#ifndef VIGIE_CLASSIFY_EXPLAIN_H
#define VIGIE_CLASSIFY_EXPLAIN_H

#include "arena.h"
#include "classify.h"
#include "error.h"
#include "features.h"
#include "model.h"
#include "verdict.h"

#include <stddef.h>

struct explanation; /* lives in the arena it was opened in */

/* Finds what weighs in a text, for all tones at once.  Character n-grams
 * count for the word they stand in, of equal words for the first; another
 * feature that occurs more than once for each place in equal parts; phrases
 * of the lexicon for their place, under the name of their class; words of the
 * parent comment for no place.
 * Returns STATUS_OK or STATUS_TOO_BIG. */
int explain_open(struct explanation **out, const struct model *model,
                 const struct feature_input *in, struct arena *arena,
                 struct error *err);

/* The same of a text that is scored already; it must not have changed. */
int explain_scored(struct explanation **out, const struct model *model,
                   const struct feature_input *in, const struct scored *scored,
                   struct arena *arena, struct error *err);

/* The heaviest reasons that speak for a tone, at most `most`, into best[].
 * `arena` is scratch. */
int explain_best(const struct explanation *self, size_t tone,
                 struct reason *best, size_t most, size_t *count,
                 struct arena *arena, struct error *err);

/* All reasons of one tone, the heaviest (by absolute weight) first, equal ones
 * in order of the text.  Reasons of weight 0 are left out. */
int explain_tone(const struct explanation *self, size_t tone,
                 const struct reason **out, size_t *count, struct arena *arena,
                 struct error *err);

/* What is left of the decision value without its reasons. */
double explain_bias(const struct explanation *self, size_t tone);

#endif
