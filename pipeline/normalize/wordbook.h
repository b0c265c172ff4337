/* Words that are known, how often, and what some of them stand for.
 *
 * An open-addressing table and a pool of strings that are read where they
 * lie, be it in a model file read whole or in memory during training.
 * Words are bare (letter.h): small letters, without diacritics. */
#ifndef VIGIE_NORMALIZE_WORDBOOK_H
#define VIGIE_NORMALIZE_WORDBOOK_H

#include "eight.h"
#include "hash.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORDBOOK_WORD_CEILING 40  /* letters a known word has at most    */
#define WORDBOOK_CEILING 1600000u /* entries; a model has 2^22 slots     */
#define WORDBOOK_POOL_CEILING (1u << 26) /* bytes                           */

enum word_flags {
    WORD_ABUSIVE = 1, /* in the lexicon of insults, slurs or profanity     */
    WORD_RESPELT = 2, /* `text` is the standard form, one word or several  */
    WORD_SOUND = 4,   /* the key is a sound (sound.h), `text` the word     */
};

struct word_entry {
    uint32_t fingerprint; /* upper half of the hash                        */
    uint16_t frequency;   /* comments it stands in, cut off at 65535       */
    uint16_t flags;       /* enum word_flags                               */
    uint32_t text;        /* byte of the pool, where a flag says so        */
};

/*  S  slots, a power of two, one at least empty: frequency and flags 0
 *  A  abusive words */
struct wordbook {
    const struct word_entry *slot; /* [S]; NULL: no word is known           */
    uint32_t slot_bits;
    const char *pool;        /* NUL-terminated strings                */
    uint32_t pool_size;      /* bytes, the last one NUL               */
    const uint32_t *abusive; /* [A] bytes of the pool, in strcmp order */
    uint32_t abusive_count;
};

enum word_key { WORD_KEY_SPELLING, WORD_KEY_SOUND };

static inline uint64_t wordbook_hash_open(enum word_key kind)
{
    return 0x776F7264u + (uint64_t)kind;
}

/* With the last letters, eight at most, 0 behind them. */
static inline uint64_t wordbook_hash_end(uint64_t hash, uint64_t eight)
{
    return hash_mix(hash_mix(hash, eight), 1);
}

static inline uint64_t wordbook_hash(enum word_key kind, struct view word)
{
    uint64_t hash = wordbook_hash_open(kind);

    for (; word.len > 8; word.ptr += 8, word.len -= 8)
        hash = hash_mix(hash, eight_load(word.ptr));
    return wordbook_hash_end(hash, word.len == 8
                                       ? eight_load(word.ptr)
                                       : eight_load_part(word.ptr, word.len));
}

/* The same of a spelling, where eight bytes may be read from any letter on. */
static inline uint64_t wordbook_hash_letters(const char *letters, size_t len)
{
    uint64_t hash = wordbook_hash_open(WORD_KEY_SPELLING);

    for (; len > 8; letters += 8, len -= 8)
        hash = hash_mix(hash, eight_load(letters));
    return wordbook_hash_end(hash, eight_first(eight_load(letters), len));
}

/* NULL when the key is not known. */
const struct word_entry *wordbook_find(const struct wordbook *self,
                                       enum word_key kind, struct view word);

static inline const struct word_entry *
wordbook_find_hash(const struct wordbook *self, uint64_t hash)
{
    const uint32_t mask = (1u << self->slot_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & mask;

    if (!self->slot)
        return NULL;
    for (;; at = (at + 1) & mask) {
        const struct word_entry *e = &self->slot[at];
        const bool empty = !e->frequency && !e->flags;
        if (empty || e->fingerprint == fingerprint)
            return empty ? NULL : e;
    }
}

/* Place for a hash among slots of which one at least is empty: its own, or
 * an empty one. */
struct word_entry *wordbook_place(struct word_entry *slot, uint32_t slot_bits,
                                  uint64_t hash);

#define FILTER_BITS 18 /* 32 KiB stay in the cache where the table does not */

/* A bit for each hash of a known word (Bloom 1970, one hash): most words that
 * are not known are told without the table. */
struct word_filter {
    uint64_t known[(1u << FILTER_BITS) / 64];
};

void word_filter_open(struct word_filter *self, const struct wordbook *words);

static inline bool word_filter_may_hold(const struct word_filter *self,
                                        uint64_t hash)
{
    const uint64_t at = hash >> (64 - FILTER_BITS);

    return self->known[at / 64] >> at % 64 & 1;
}

#define EDGE_LETTERS 4 /* of a beginning or end: four bytes at most, or two */
#define EDGE_BITS 16

/* How the abusive words begin and end, so that most others are ruled out
 * without a look-up: a bit for each hash of two to four letters. */
struct word_edges {
    uint64_t begin[(1u << EDGE_BITS) / 64], end[(1u << EDGE_BITS) / 64];
};

void word_edges_open(struct word_edges *self, const struct wordbook *words);

static inline uint32_t word_edge_hash(const char *letters, size_t count)
{
    uint32_t number = 0;

    for (size_t i = 0; i < count; i++)
        number = number << 8 | (unsigned char)letters[i];
    return number * 0x9E3779B1u >> (32 - EDGE_BITS);
}

/* False when no abusive word begins (ends) with these letters, of which the
 * first (last) EDGE_LETTERS are looked at. */
static inline bool word_edges_begin(const struct word_edges *self,
                                    const char *letters, size_t count)
{
    const uint32_t at = count < EDGE_LETTERS
                            ? word_edge_hash(letters, count)
                            : word_edge_hash(letters, EDGE_LETTERS);

    return count < 2 || self->begin[at / 64] >> at % 64 & 1;
}

static inline bool word_edges_end(const struct word_edges *self,
                                  const char *letters, size_t count)
{
    const size_t taken = count < EDGE_LETTERS ? count : EDGE_LETTERS;
    const uint32_t at = word_edge_hash(letters + count - taken, taken);

    return count < 2 || self->end[at / 64] >> at % 64 & 1;
}

/* Asks for the place of a hash before it is looked up. */
static inline void wordbook_prefetch(const struct wordbook *self, uint64_t hash)
{
    if (self->slot)
        __builtin_prefetch(
            &self->slot[(uint32_t)hash & ((1u << self->slot_bits) - 1)]);
}

/* A word of which some letters are in doubt: choice[i] holds the letters that
 * may stand at place i. */
struct word_pattern {
    size_t len;
    const char *choice[WORDBOOK_WORD_CEILING];
};

/* How many words wordbook_match tries, in units of one look-up. */
size_t wordbook_trials(const struct wordbook *self,
                       const struct word_pattern *pattern);

/* The known word that fits: an abusive one before others, then the most
 * frequent, then the first in order of the choices.  False when none does.
 * At most about a thousand words are tried; where the choices allow more, the
 * abusive words alone, equal ones in strcmp order. */
bool wordbook_match(const struct wordbook *self,
                    const struct word_pattern *pattern,
                    char word[WORDBOOK_WORD_CEILING + 1]);

#endif
