/* Letters as they sound and as they look. */
#ifndef VIGIE_NORMALIZE_LETTER_H
#define VIGIE_NORMALIZE_LETTER_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LETTER_BARE_CEILING 2

/* A folded code point without its diacritics: é is e, œ is oe, a combining
 * mark nothing.  Writes to `out`, returns how many; what is not a Latin letter
 * stays as it is. */
size_t letter_bare(uint32_t code_point, uint32_t out[LETTER_BARE_CEILING]);

/* Bare letters of U+00C0 to U+00FF by their second byte's last six bits; 0
 * where there is none, or it is two letters, or the letter is a capital. */
extern const char letter_bare_latin[64];

/* The small Latin letter that a folded letter of another alphabet, or a
 * letter in a box or a circle, looks like; 0 for none. */
uint32_t letter_latin(uint32_t code_point);

/* Letters a digit or sign stands for among letters ("m3rde", "s@lope"), the
 * likeliest first; NULL for none. */
const char *letter_leet(uint32_t code_point);

/* True for names that differ in capitals alone: "Santé", "santé".  Both are
 * valid UTF-8. */
bool letter_same_name(struct view a, struct view b);

static inline bool letter_is_small(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

#endif
