/* A comment's text with the reasons marked in it. */
#ifndef VIGIE_CONSOLE_MARKED_H
#define VIGIE_CONSOLE_MARKED_H

#include "arena.h"
#include "html.h"
#include "models.h"
#include "verdict.h"
#include "view.h"

#include <stddef.h>

/* Writes the text; ranges of reasons that speak for a flagged tone stand in
 * <mark>, in the colour and pattern of the heaviest of them, with the names of
 * all.  Sentiments are not marked.
 * arena  scratch: 12 bytes a code point of the text */
void marked_text(struct html *page, struct view text,
                 const struct reason *reason, size_t count,
                 const struct verdict *verdict,
                 const struct model_record *model, struct arena *arena);

/* The first code points alone, on one line, with an ellipsis where it was
 * cut. */
void marked_excerpt(struct html *page, struct view text, size_t most);

#endif
