/* What is found out about a token, once: what voices, cues, phrases and
 * n-grams ask of its bytes alone.
 *
 * A memo keeps it for the texts to come, and with it the sums of the weights
 * of the token's character n-grams: most tokens of a text were met before.
 * Whole numbers are kept, so that a text scores the same with a memo or
 * without, and whatever came before it. */
#ifndef VIGIE_FEATURES_MEMO_H
#define VIGIE_FEATURES_MEMO_H

#include "arena.h"
#include "error.h"
#include "lexicon.h"
#include "ngram.h"
#include "token.h"
#include "vocabulary.h"
#include "weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEMO_OWNER_SIZE 48
#define MEMO_TOKEN_BYTES 24 /* longer tokens are never kept */
#define MEMO_TOKEN_NGRAMS ((MEMO_TOKEN_BYTES + 1) * NGRAM_LENGTHS)

enum token_signs {
    SIGN_MATCHED = 1,     /* phrases of the lexicon are matched over it     */
    SIGN_STOP = 2,        /* punctuation that ends a sentence               */
    SIGN_ASKS = 4,        /* holds a question mark                          */
    SIGN_CLAUSE = 8,      /* punctuation that ends a clause                 */
    SIGN_QUOTE = 16,      /* punctuation that holds a quotation mark        */
    SIGN_CUT = 32,        /* "(...)": a passage that is left out            */
    SIGN_LINE_QUOTE = 64, /* begins with '>'                               */
    SIGN_WORD = 128,      /* letters or digits, or a class: one word        */
    SIGN_CUE = 256,       /* holds a character that is a surface cue        */
    SIGN_PHRASE = 512     /* a phrase of the lexicon by itself, or with any
                           * word behind it                                 */
};

struct token_facts {
    uint64_t word;    /* hash as a word n-gram, see ngram_words()          */
    uint64_t phrase;  /* lexicon_word()                                    */
    uint32_t feature; /* of the word; NGRAM_UNSEEN without a vocabulary    */
    uint32_t root;   /* node it leads to from the lexicon's root, 0: none  */
    uint16_t signs;  /* enum token_signs                                   */
    uint8_t near;    /* voice flag that it spreads, 0: none                */
    uint8_t pronoun; /* cue_kind + 1 of a pronoun, 0: none                 */
    uint8_t english; /* small words of English in it                       */
    uint8_t len;     /* of one that is kept: bytes of its token            */
    bool again;      /* and whether it was met more than once              */
};

/* Over the character n-grams of a token that the vocabulary knows. */
struct token_sum {
    uint32_t squares; /* squared idf                           */
    int32_t weight[WEIGHT_LANES];
};

/* Where facts come from; all borrowed. */
struct facts_of {
    const struct lexicon *lexicon;
    const struct ngram_settings *ngram;
    const struct vocabulary *vocabulary;
    const int16_t *weight; /* [V][WEIGHT_LANES] */
};

/* Of one thread. */
struct memo {
    struct facts_of of;
    char owner[MEMO_OWNER_SIZE]; /* whose facts are kept                   */
    struct memo_entry *entry;    /* [count]                                */
    uint32_t *slot;              /* entry + 1, 0: empty                    */
    size_t count;
    uint32_t text; /* number of the text that is read        */
};

/* Returns STATUS_OK or STATUS_NO_MEMORY.  memo_free takes one of zeroes. */
int memo_open(struct memo *self, struct error *err);
void memo_free(struct memo *self);

/* Before each text.  Facts of another owner are forgotten; `of` must not
 * change as long as its owner has one name. */
void memo_begin(struct memo *self, const struct facts_of *of,
                const char *owner);

/* The facts of each token, out[tokens->count], valid until the next
 * memo_begin; those that are not kept, because the token is too long or the
 * memo full, live in `arena`.  self NULL: none are kept, and lexicon is all
 * that `of` needs.  Returns STATUS_OK or STATUS_TOO_BIG. */
int memo_find(struct memo *self, const struct facts_of *of, struct view folded,
              const struct token_list *tokens, const struct token_facts **out,
              struct arena *arena, struct error *err);

/* Of n-grams so few that 32 bits hold the sums: those of one token of
 * MEMO_TOKEN_BYTES. */
void memo_add_up(struct token_sum *sum, const struct vocabulary *vocabulary,
                 const int16_t *weight, const struct ngram *ngram,
                 size_t count);

/* What a token adds; NULL for facts that are not kept.  *first: asked for the
 * first time in this text. */
const struct token_sum *memo_meet(struct memo *self,
                                  const struct token_facts *facts, bool *first);

#endif
