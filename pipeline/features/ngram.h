/* The n-grams of a text, as 64-bit hashes with their place.
 *
 * Characters: every run of char_min..char_max code points inside a token,
 * padded with one space on both sides: "nul" gives " n", "nu", ... " nul ".
 * Words: one to word_max tokens in a row; the word that begins a sentence, that
 * word with the next, and the last word of the text once more as such. */
#ifndef VIGIE_FEATURES_NGRAM_H
#define VIGIE_FEATURES_NGRAM_H

#include "arena.h"
#include "error.h"
#include "hash.h"
#include "token.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

/* Which n-grams are taken; part of the model, so that training and scoring
 * cannot drift apart. */
struct ngram_settings {
    uint32_t char_min, char_max; /* code points with padding; 2 <= min <= max <= 8 */
    uint32_t word_max;           /* words, 1..3                             */
};

struct ngram {
    uint64_t hash;
    uint32_t begin, end; /* bytes of the folded text: the token or tokens */
};

struct ngram_list {
    size_t count;              /*  N */
    const struct ngram *ngram; /* [N] in order of appearance */
    uint32_t *feature;         /* [N] of a vocabulary, or NGRAM_UNSEEN where it
                                * was not looked up; NULL: none was         */
};

#define NGRAM_UNSEEN (UINT32_MAX - 1) /* no vocabulary is that large */

/* Seeds keep n-grams of one kind apart from equal ones of another. */
enum ngram_kind {
    NGRAM_CHARACTER,
    NGRAM_WORD,
    NGRAM_CUE,
    NGRAM_PARENT,
    NGRAM_QUOTED,
    NGRAM_LEXICON,
    NGRAM_TITLE,
};

static inline uint64_t ngram_seed(enum ngram_kind kind)
{
    return hash_mix(0x76696769u, (uint64_t)kind + 1);
}

struct token_facts; /* memo.h */

/* Which tokens of a text are taken; a row of words ends where one is not. */
struct ngram_tokens {
    struct view folded;
    const struct token_list *list;
    const uint8_t *flags; /* [T] NULL: all are taken                      */
    uint8_t mask, wanted; /* taken when (flags & mask) == wanted          */
    const uint16_t *sentence; /* [T] number; NULL: none are told apart     */
    const struct token_facts *const *fact; /* [T] NULL: none are known */
    const struct vocabulary *vocabulary; /* NULL; asked for the places of words
                                          * that are looked up later         */
};

#define NGRAM_LENGTHS 7 /* 2..8 code points */

/* Character n-grams of one token into list[], which has room for
 * NGRAM_LENGTHS a byte and NGRAM_LENGTHS more; returns how many. */
size_t ngram_of_token(const struct ngram_settings *settings,
                      struct view folded, const struct token *t,
                      struct ngram *list);

/* Characters of each distinct token; words of every one.
 * Arrays live in `arena`.  Return STATUS_OK or STATUS_TOO_BIG when they do
 * not fit; *out is then untouched.  O(bytes). */
int ngram_characters(const struct ngram_settings *settings,
                     const struct ngram_tokens *in, struct ngram_list *out,
                     struct arena *arena, struct error *err);
int ngram_words(const struct ngram_settings *settings, enum ngram_kind kind,
                const struct ngram_tokens *in, struct ngram_list *out,
                struct arena *arena, struct error *err);

#endif
