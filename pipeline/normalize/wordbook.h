/* Words that are known, how often, and what some of them stand for.
 *
 * An open-addressing table and a pool of strings that are read where they
 * lie, be it in a model file mapped read-only or in memory during training.
 * Words are bare (letter.h): small letters, without diacritics. */
#ifndef VIGIE_NORMALIZE_WORDBOOK_H
#define VIGIE_NORMALIZE_WORDBOOK_H

#include "hash.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORDBOOK_WORD_CEILING 40     /* letters a known word has at most    */
#define WORDBOOK_CEILING 1600000u    /* entries; a model has 2^22 slots     */
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
    const char *pool;              /* NUL-terminated strings                */
    uint32_t pool_size;            /* bytes, the last one NUL               */
    const uint32_t *abusive;       /* [A] bytes of the pool, in strcmp order */
    uint32_t abusive_count;
};

enum word_key { WORD_KEY_SPELLING, WORD_KEY_SOUND };

static inline uint64_t wordbook_hash(enum word_key kind, struct view word)
{
    return hash_view(0x776F7264u + (uint64_t)kind, word);
}

/* NULL when the key is not known. */
const struct word_entry *wordbook_find(const struct wordbook *self,
                                       enum word_key kind, struct view word);

/* Place for a hash among slots of which one at least is empty: its own, or
 * an empty one. */
struct word_entry *wordbook_place(struct word_entry *slot, uint32_t slot_bits,
                                  uint64_t hash);

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
