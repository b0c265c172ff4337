/* Which language a folded text is in, on the evidence of its small words.
 *
 * libexttextcat, the design's first choice, was measured at 437
 * microseconds a comment and calls short slang foreign ("c abusé": Irish);
 * words that only one language has cost about two and never turn French away
 * on weak evidence. */
#ifndef VIGIE_NORMALIZE_LANGUAGE_H
#define VIGIE_NORMALIZE_LANGUAGE_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LANGUAGE_SLOTS 2048   /* a power of two, several times the words */
#define LANGUAGE_WORD_ROOM 16 /* bytes that are read from a word's first on */

enum language {
    LANGUAGE_UNKNOWN, /* too short, or nothing speaks for any */
    LANGUAGE_FRENCH,
    LANGUAGE_ENGLISH,
    LANGUAGE_OTHER, /* another script, or small words of a neighbour */
};

/* "unknown", "fr", "en", "other"; static. */
const char *language_code(enum language language);

/* Where the small words stand; constant after language_open. */
struct language_index {
    uint16_t slot[LANGUAGE_SLOTS]; /* number of the word, 0: empty */
};

void language_open(struct language_index *self);

/* What speaks for a language, while a text is read. */
struct language_evidence {
    size_t word[5];        /* by kind of small word, the first for none */
    size_t latin, foreign; /* letters by script                         */
};

/* Whether a folded code point is a letter here: words are what lies between
 * others.  Counts it if so. */
static inline bool language_weigh_letter(struct language_evidence *e,
                                         uint32_t c)
{
    if (c >= 'a' && c <= 'z') {
        e->latin++;
        return true;
    }
    if (c < 0xC0 || (c >= 0x2000 && c < 0x2C00) || (c >= 0xFE00 && c < 0x20000))
        return false;
    /* Latin letters run to U+024F; what follows up to the symbols at U+2000,
     * and the scripts above U+2C00 up to the emojis, are other scripts' */
    if (c < 0x250)
        e->latin++;
    else if ((c >= 0x370 && c < 0x2000) || (c >= 0x2C00 && c < 0xE000) ||
             (c >= 0xF900 && c < 0xFE00) || (c >= 0x20000 && c < 0xE0000))
        e->foreign++;
    return true;
}

/* Counts a word of `len` bytes, len > 0.  LANGUAGE_WORD_ROOM bytes from
 * `word` on can be read, whatever they are. */
void language_weigh_word(const struct language_index *self, const char *word,
                         size_t len, struct language_evidence *e);

enum language language_conclude(const struct language_evidence *e);

#define LANGUAGE_EVIDENCE 2 /* small words that a foreign text has at least */

/* Small words of English in a folded text.  O(bytes). */
size_t language_english(struct view folded);

/* Of a whole text or a passage, folded as normalize_run leaves it, without an
 * index.  O(bytes). */
enum language language_guess(struct view folded);

#endif
