/* Tones as people read them: a name, a colour with a pattern, whether its
 * words can hurt. */
#ifndef VIGIE_CONSOLE_PALETTE_H
#define VIGIE_CONSOLE_PALETTE_H

#include "html.h"
#include "models.h"
#include "view.h"

#include <stdbool.h>

/* "Demande de source", "Source request"; a tone unknown to us by its own name.
 */
struct html_value palette_name(struct view tone);

/* "tone-insult" for class attributes; "tone-other" where unknown. */
const char *palette_class(struct view tone);

/* Words that made this tone are veiled for who wants it. */
bool palette_harsh(struct view tone);

/* Negative and positive: a sentiment, no flag. */
bool palette_sentiment(struct view tone);

#endif
