/* What the classifier says of one comment, and why. */
#ifndef VIGIE_CLASSIFY_VERDICT_H
#define VIGIE_CLASSIFY_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tones of one model, the sentiment pair included. */
#define MODEL_TONES_CEILING 15

/* Probabilities are whole ten-thousandths: what is shown, compared with a
 * threshold and stored is one and the same number. */
#define PROBABILITY_ONE 10000

/* One tone of one comment. */
struct tone_verdict {
    double decision_value; /* signed distance from the hyperplane           */
    uint16_t probability;  /* Platt-calibrated, 0..PROBABILITY_ONE          */
    bool flagged;          /* probability >= threshold, never for a tone
                            * that is observation only                     */
};

struct verdict {
    size_t tone_count; /* T, in the model's order */
    struct tone_verdict tone[MODEL_TONES_CEILING]; /* [T] */
};

/* A range of the original text and what it added to one tone's decision
 * value.  All reasons of a tone and its bias add up to the decision value. */
struct reason {
    uint32_t tone;   /* index in the model's order                     */
    uint32_t begin;  /* code points from the start of the original text */
    uint32_t end;    /* code point behind the range; begin == end == 0 for
                      * a reason that has no place in the text          */
    double weight;   /* signed                                          */
    const char *cue; /* name of a surface cue, static; NULL for words    */
};

#endif
