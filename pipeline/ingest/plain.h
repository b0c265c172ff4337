/* Short words as plain ASCII, for matching dates and column names. */
#ifndef VIGIE_INGEST_PLAIN_H
#define VIGIE_INGEST_PLAIN_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes `text` in lower case without accents, NUL-terminated.  Every kind of
 * space becomes ' ' (runs become one, those at the ends go), typographic
 * apostrophes become "'", dashes '-'.
 * False when a character has no plain form or `size` bytes do not hold it;
 * `text` need not be valid UTF-8. */
bool plain_fold(struct view text, char *out, size_t size);

#endif
