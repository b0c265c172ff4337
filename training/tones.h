/* The label set: the tones in use, in the model's order.
 *
 * The label set is data: tones are named in the corpus and in the model. */
#ifndef VIGIE_TRAINING_TONES_H
#define VIGIE_TRAINING_TONES_H

#include "error.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tone_names {
    size_t count; /* T, with "negative" and "positive" once settled */
    char name[MODEL_TONES_CEILING][24];
};

/* "negative" or "positive". */
bool tones_sentiment(struct view name);

/* Bit t where the name is tone t, 0 where it is not known. */
uint32_t tones_bit(const struct tone_names *tones, struct view name);

/* Adds a name unless it is there.
 * Returns STATUS_OK or STATUS_BAD_INPUT: no name, too long, too many. */
int tones_add(struct tone_names *tones, struct view name, struct error *err);

/* Adds the names of a comma separated list; one that is there already is
 * STATUS_BAD_INPUT. */
int tones_parse(struct tone_names *tones, const char *list, struct error *err);

#endif
