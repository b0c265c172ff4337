/* Sentences of a text, and places counted as clients in other languages count
 * them: in UTF-16 code units. */
#ifndef VIGIE_CONSOLE_SPAN_H
#define VIGIE_CONSOLE_SPAN_H

#include "view.h"

#include <stddef.h>

struct span {
    size_t begin, end;     /* bytes */
    size_t begin16, end16; /* UTF-16 code units */
};

#define SPANS_CEILING 200 /* what is left is one last span */

/* UTF-16 code units of valid UTF-8. */
size_t span_units(struct view text);

/* Sentences without the white space between them: ends are a run of . ! ? …
 * with what closes a quotation, then white space, and line ends.  At least
 * one where the text is not blank.  Returns how many. */
size_t span_sentences(struct view text, struct span out[SPANS_CEILING]);

#endif
