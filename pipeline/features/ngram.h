/* The n-grams of a folded text, as 64-bit hashes with their place.
 *
 * Characters: every run of char_min..char_max code points inside a chunk
 * (what stands between white space), the chunk padded with one space on both
 * sides: "nul" gives " n", "nu", ... " nul ".
 * Words: runs of letters and digits with the apostrophe that elides them
 * ("c'", "est"), runs of ASCII punctuation ("?!"), single other symbols; one
 * to word_max of them in a row. */
#ifndef VIGIE_FEATURES_NGRAM_H
#define VIGIE_FEATURES_NGRAM_H

#include "arena.h"
#include "error.h"
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
    uint32_t begin, end; /* bytes of the folded text: the chunk or the words */
};

struct ngram_list {
    size_t count;              /*  N */
    const struct ngram *ngram; /* [N] in order of appearance */
};

/* Seeds keep n-grams of one kind apart from equal ones of another. */
enum ngram_kind {
    NGRAM_CHARACTER,
    NGRAM_WORD,
    NGRAM_CUE,
    NGRAM_PARENT,
};

/* One step of the hash: mixes `value` into `hash`. */
static inline uint64_t ngram_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio */
    return hash ^ hash >> 29;
}

static inline uint64_t ngram_seed(enum ngram_kind kind)
{
    return ngram_mix(0x76696769u, (uint64_t)kind + 1);
}

/* Both: arrays live in `arena`.  Returns STATUS_OK or STATUS_TOO_BIG when
 * they do not fit; *out is then untouched.  O(bytes). */
int ngram_characters(const struct ngram_settings *settings, struct view folded,
                     struct ngram_list *out, struct arena *arena,
                     struct error *err);
int ngram_words(const struct ngram_settings *settings, enum ngram_kind kind,
                struct view folded, struct ngram_list *out,
                struct arena *arena, struct error *err);

#endif
