/* How a French word sounds, roughly: "konar", "connard" and "conard" share
 * one key.  In the manner of Soundex for French (Brouard 2004), coarser. */
#ifndef VIGIE_NORMALIZE_SOUND_H
#define VIGIE_NORMALIZE_SOUND_H

#include "view.h"

#include <stddef.h>

#define SOUND_CEILING 40

/* word  bare letters, at most SOUND_CEILING
 * key   [SOUND_CEILING + 1]
 * Returns the length of the key; letters that are not a-z are left out. */
size_t sound_key(struct view word, char *key);

#endif
