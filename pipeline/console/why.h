/* Why a comment was flagged: the heaviest reasons of each flagged tone, the
 * text's words and the names of cues in the page's language. */
#ifndef VIGIE_CONSOLE_WHY_H
#define VIGIE_CONSOLE_WHY_H

#include "html.h"
#include "models.h"
#include "verdict.h"
#include "view.h"

#include <stddef.h>

/* <section> with a list a tone; nothing where no tone but a sentiment is
 * flagged.
 * reason  [count] as scored, the heaviest of a tone first */
void why_put(struct html *page, struct view text, const struct reason *reason,
             size_t count, const struct verdict *verdict,
             const struct model_record *model);

#endif
