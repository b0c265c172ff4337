/* A model small enough to break every bit of it. */
#ifndef VIGIE_TESTS_SMALL_MODEL_H
#define VIGIE_TESTS_SMALL_MODEL_H

#include "arena.h"
#include "buffer.h"
#include "fold.h"
#include "model.h"
#include "text.h"

#include <stdint.h>

#define SMALL_FEATURES 60
#define SMALL_TONES 3
#define SMALL_BUCKET_BITS 4
#define SMALL_BITS 3 /* of edges and words */
#define SMALL_NODES 3
#define SMALL_CLASSES 2
#define SMALL_ABUSIVE 2
#define SMALL_POOL 18 /* bytes */

struct small_model {
    struct vocabulary_bucket bucket[1 << SMALL_BUCKET_BITS];
    uint16_t squared_idf[SMALL_FEATURES];
    int16_t weight[SMALL_FEATURES * WEIGHT_LANES];
    struct model_tone tone[SMALL_TONES];
    struct model_parts parts;
    char folder[64];
    struct buffer file; /* what model_write made of the parts */
    struct folder folding;
    struct lexicon_edge edge[1 << SMALL_BITS];
    struct lexicon_node node[SMALL_NODES];
    struct lexicon_class class[SMALL_CLASSES];
    struct word_entry word[1 << SMALL_BITS];
    uint32_t abusive[SMALL_ABUSIVE];
    struct arena arena;
    struct text text; /* one whose n-grams the vocabulary knows */
};

/* Setup and teardown of a group of tests; *state is the model. */
int small_model_open(void **state);
int small_model_close(void **state);

/* Normalizes, scores and explains with any model: nothing may break. */
void small_model_score(const struct small_model *self,
                       const struct model *model);

#endif
