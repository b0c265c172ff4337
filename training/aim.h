/* What a threshold is chosen for. */
#ifndef VIGIE_TRAINING_AIM_H
#define VIGIE_TRAINING_AIM_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum aim_kind {
    AIM_F1,        /* the best F1                                           */
    AIM_PRECISION, /* as many flags as leave `value` of them right          */
    AIM_RECALL,    /* as few flags as find `value` of the positives         */
    AIM_BUDGET,    /* at most `value` flags a day and tone                  */
};

struct aim {
    enum aim_kind kind;
    double value;
    double volume; /* comments a day, for AIM_BUDGET; 0 = not known */
};

/* "f1", "precision=0.9", "recall=0.8", "budget=200/day".
 * Returns STATUS_OK or STATUS_USAGE; *out untouched on failure. */
int aim_parse(const char *text, struct aim *out, struct error *err);

/* The least probability, in ten-thousandths, that is flagged so that the aim
 * is reached (among equal ones the highest).  Where no threshold reaches it,
 * *reached is false and: for precision nothing is flagged (PROBABILITY_ONE
 * and no comment has it, or the comments that have it are too often wrong),
 * for recall everything from probability 1 ten-thousandth on.
 * A precision is believed from AIM_FLAGS flags on. */
#define AIM_FLAGS 10
uint16_t aim_threshold(const struct aim *aim, const uint16_t *probability,
                       const bool *positive, size_t count, bool *reached);

#endif
