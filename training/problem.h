/* The training problem: a vocabulary and one sparse row a comment.
 *
 * Rows come from the same normalize and features stages as in scoring. */
#ifndef VIGIE_TRAINING_PROBLEM_H
#define VIGIE_TRAINING_PROBLEM_H

#include "corpus.h"
#include "error.h"
#include "features.h"
#include "lexicon_build.h"
#include "normalizer.h"

#include <stddef.h>
#include <stdint.h>

#define LINE_ARENA ((size_t)64 << 20) /* bytes one comment may need */

/*  N  rows, the corpus's train comments in its order
 *  V  features
 * Row i holds index[row[i]] .. index[row[i + 1] - 1] and the values beside. */
struct problem {
    struct feature_settings settings;
    struct vocabulary vocabulary; /* arrays owned */
    struct lexicon_build lexicon; /* of it the settings borrow */
    struct wordbook words;        /* arrays owned */
    size_t count;                 /*  N                                 */
    size_t *comment;              /* [N] index in the corpus            */
    size_t *row;                  /* [N + 1]                            */
    uint32_t *index;              /* strictly increasing inside a row   */
    float *unit;                  /* as features.h says, block scale 1  */
    float *value;                 /* unit * scale of the block          */
    uint8_t *block;               /* [V] enum feature_block             */
};

struct problem_settings {
    struct feature_settings features;
    uint32_t min_frequency; /* comments an n-gram must stand in, >= 1 */
    const char *lexicon;    /* folder of its files; NULL: none        */
};

/* Features that occur in at least min_frequency train comments, numbered in
 * order of their hash; then the rows.  One pass each over the texts.
 * Returns STATUS_OK, STATUS_BAD_INPUT (no train comment), STATUS_TOO_BIG,
 * STATUS_NO_MEMORY. */
int problem_build(struct problem *out, const struct corpus *corpus,
                  const struct problem_settings *settings, struct error *err);

/* Sets the scales of the blocks and computes `value` from them. */
void problem_scale(struct problem *self, const float scale[BLOCKS]);

void problem_free(struct problem *self);

/* Normalizes comment i of the corpus and the one it answers.  *in points
 * into text[2], which must live as long; arrays live in the arena. */
int problem_input(const struct corpus *corpus, size_t i,
                  const struct normalizer *normalizer, struct text text[2],
                  struct feature_input *in, struct arena *arena,
                  struct error *err);

#endif
