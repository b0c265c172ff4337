/* Third stage: a text to a sparse vector.
 *
 * Features stand in blocks, each with a length of its own, so that the many
 * character n-grams do not drown the few words:
 *
 *   characters  n-grams inside each distinct token of the author's voice
 *   words       words and word pairs of the author's voice, those that begin
 *               a sentence or end the text once more as such
 *   cues        what the comment looks like
 *   lexicon     phrases of the lexicon by class, by whose voice and by what
 *               other class stands in the same sentence
 *   quoted      words in quotations
 *   parent      words and lexicon classes of the comment it answers
 *
 *     value of a feature = count * sqrt(squared_idf) * factor of its block
 *     factor             = block scale / (pivot^1/4 * norm^3/4)
 *
 * norm being the L2 norm of the block, so that a long comment is not thinned
 * out as much as unit length would (pivoted length normalization, Singhal,
 * Buckley & Mitra 1996).  count is 1 but for character n-grams, which count
 * once for every place in the distinct tokens: what a token adds does not
 * depend on the tokens around it. */
#ifndef VIGIE_FEATURES_FEATURES_H
#define VIGIE_FEATURES_FEATURES_H

#include "arena.h"
#include "error.h"
#include "lexicon.h"
#include "memo.h"
#include "ngram.h"
#include "text.h"
#include "vocabulary.h"

#include <stddef.h>
#include <stdint.h>

/* Changes whenever the same text could give other features: a model made by
 * another version is refused. */
#define FEATURES_VERSION 3

enum feature_block {
    BLOCK_CHARACTERS,
    BLOCK_WORDS,
    BLOCK_CUES,
    BLOCK_LEXICON,
    BLOCK_QUOTED,
    BLOCK_PARENT,
    BLOCKS
};

struct feature_settings {
    struct ngram_settings ngram;
    float block_scale[BLOCKS]; /* 0 leaves a block out */
    struct lexicon lexicon;    /* arrays borrowed      */
};

/* What features are taken from. */
struct feature_input {
    const struct text *text;
    const struct text *parent; /* NULL: none, or not known */
    struct memo *memo; /* NULL: none; else memo_begin was called for the text */
};

struct kept_token {
    const struct token_sum *sum;
    uint32_t begin, end; /* bytes of the folded text */
};

/* What a feature of the lexicon block says. */
struct lexicon_feature {
    uint16_t class; /* of the lexicon                                       */
    uint16_t other; /* class in the same sentence, LEXICON_ALONE            */
    uint8_t voice;  /* one of enum voice_flags, 0: whoever speaks           */
};

#define LEXICON_ALONE UINT16_MAX

/* All features of a text, known to a vocabulary or not, in blocks.
 *  K  distinct tokens of the author's voice that the memo keeps: their
 *     character n-grams are in its sums, the block holds those of others */
struct feature_source {
    struct ngram_list block[BLOCKS];
    size_t kept_count;                    /*  K                             */
    const struct kept_token *kept;        /* [K] in order of the text       */
    const struct cue *cue;                /* of block CUES, in its order    */
    const struct lexicon_feature *phrase; /* of block LEXICON, in its order */
};

/*  N  features of the vocabulary in the text, a repeated one each time
 * Block b holds index[block_end[b - 1]] .. index[block_end[b] - 1]. */
struct feature_vector {
    size_t count;               /*  N                                       */
    const uint32_t *index;      /* [N] in order of appearance               */
    size_t block_end[BLOCKS];
    double factor[BLOCKS];      /* 0 for an empty block                     */
};

/* Arrays live in `arena`.  Returns STATUS_OK, or STATUS_TOO_BIG when they do
 * not fit; *out is then untouched.  O(bytes of text). */
int features_collect(const struct feature_settings *settings,
                     const struct feature_input *in,
                     struct feature_source *out, struct arena *arena,
                     struct error *err);

/* What scoring needs of a text: for each block the sum of the weights of its
 * features, exact, and the factor. */
struct feature_sums {
    int64_t weight[BLOCKS][WEIGHT_LANES];
    double factor[BLOCKS]; /* 0 for an empty block */
};

/* Adds up what features_collect found, and looks up in source->block what was
 * not: those arrays live in `arena`.
 * weight  [V][WEIGHT_LANES]
 * Returns as above.  Thread-safe as far as the memo is
 * one thread's own. */
int features_add_up(const struct feature_settings *settings,
                    const struct vocabulary *vocabulary, const int16_t *weight,
                    struct feature_source *source, struct feature_sums *out,
                    struct arena *arena, struct error *err);

/* Looks the n-grams up, of a text without a memo; what the vocabulary does not
 * know is dropped.  A text with no known n-gram gives N = 0, which is not an
 * error.  Returns as above.
 * Thread-safe: settings and vocabulary are only read. */
int features_run(const struct feature_settings *settings,
                 const struct vocabulary *vocabulary,
                 const struct feature_input *in, struct feature_vector *out,
                 struct arena *arena, struct error *err);

#endif
