/* Third stage: a folded text to a sparse vector.
 *
 * Features stand in blocks (character n-grams, word n-grams, cues, words of
 * the parent comment).  Inside a block a feature is there or not, weighted by
 * inverse document frequency; each block is scaled to its own length, so that
 * the many character n-grams do not drown the few words:
 *
 *     value of a feature = sqrt(squared_idf) * factor of its block
 *     factor             = block scale / L2 norm of the block
 *
 * The scales' squares add up to 1: a comment with every block has length 1. */
#ifndef VIGIE_FEATURES_FEATURES_H
#define VIGIE_FEATURES_FEATURES_H

#include "arena.h"
#include "error.h"
#include "ngram.h"
#include "text.h"
#include "vocabulary.h"

#include <stddef.h>
#include <stdint.h>

/* Changes whenever the same text could give other features: a model made by
 * another version is refused. */
#define FEATURES_VERSION 1

enum feature_block {
    BLOCK_CHARACTERS,
    BLOCK_WORDS,
    BLOCK_CUES,
    BLOCK_PARENT,
    BLOCKS
};

struct feature_settings {
    struct ngram_settings ngram;
    float block_scale[BLOCKS]; /* 0 leaves a block out */
};

/* What features are taken from. */
struct feature_input {
    const struct text *text;
    const struct text *parent; /* NULL: none, or not known */
};

/* All n-grams and cues of a text, known to a vocabulary or not, in blocks. */
struct feature_source {
    struct ngram_list block[BLOCKS];
    const struct cue *cue; /* [block[BLOCK_CUES].count] in its order */
};

/*  N  distinct features of the vocabulary in the text
 * Block b holds index[block_end[b - 1]] .. index[block_end[b] - 1]. */
struct feature_vector {
    size_t count;               /*  N                                       */
    const uint32_t *index;      /* [N] distinct, in order of appearance     */
    size_t block_end[BLOCKS];
    double factor[BLOCKS];      /* 0 for an empty block                     */
};

/* Arrays live in `arena`.  Returns STATUS_OK, or STATUS_TOO_BIG when they do
 * not fit; *out is then untouched.  O(bytes of text). */
int features_collect(const struct feature_settings *settings,
                     const struct feature_input *in,
                     struct feature_source *out, struct arena *arena,
                     struct error *err);

/* Looks the n-grams up; what the vocabulary does not know is dropped.  A text
 * with no known n-gram gives N = 0, which is not an error.  Returns as above.
 * Thread-safe: settings and vocabulary are only read. */
int features_run(const struct feature_settings *settings,
                 const struct vocabulary *vocabulary,
                 const struct feature_input *in, struct feature_vector *out,
                 struct arena *arena, struct error *err);

#endif
