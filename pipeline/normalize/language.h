/* Which language a folded text is in, on the evidence of its small words.
 *
 * libexttextcat, the design's first choice, was measured at 437
 * microseconds a comment and calls short slang foreign ("c abusé": Irish);
 * words that only one language has cost about two and never turn French away
 * on weak evidence. */
#ifndef VIGIE_NORMALIZE_LANGUAGE_H
#define VIGIE_NORMALIZE_LANGUAGE_H

#include "view.h"

enum language {
    LANGUAGE_UNKNOWN, /* too short, or nothing speaks for any */
    LANGUAGE_FRENCH,
    LANGUAGE_ENGLISH,
    LANGUAGE_OTHER, /* another script, or small words of a neighbour */
};

/* "unknown", "fr", "en", "other"; static. */
const char *language_code(enum language language);

#define LANGUAGE_EVIDENCE 2 /* small words that a foreign text has at least */

/* Small words of English in the text.  O(bytes). */
size_t language_english(struct view folded);

/* folded  as normalize_run leaves it.  O(bytes). */
enum language language_guess(struct view folded);

#endif
