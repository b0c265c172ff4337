/* A comment's text with the reasons marked in it. */
#ifndef VIGIE_CONSOLE_MARKED_H
#define VIGIE_CONSOLE_MARKED_H

#include "arena.h"
#include "html.h"
#include "models.h"
#include "verdict.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

/* Code points of a text that it has from an earlier comment, see thread.h;
 * none where both are the same. */
struct passage {
    uint32_t begin, end;
};

/* Writes the text; ranges of reasons that speak for a flagged tone stand in
 * <mark>, in the colour and pattern of the heaviest of them, with the names of
 * all.  Sentiments are not marked.  The passage is told from the rest.
 * arena  scratch: 12 bytes a code point of the text */
void marked_text(struct html *page, struct view text, struct passage quoted,
                 const struct reason *reason, size_t count,
                 const struct verdict *verdict,
                 const struct model_record *model, struct arena *arena);

/* The first code points alone, on one line, with an ellipsis where it was
 * cut. */
void marked_excerpt(struct html *page, struct view text, size_t most);

/* The same with the passage told from the rest. */
void marked_quoting(struct html *page, struct view text, size_t most,
                    struct passage quoted);

#endif
