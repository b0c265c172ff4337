/* Files of [sections] and key = value lines (inih), with the line of what is
 * wrong, which inih does not tell its handler. */
#ifndef VIGIE_BASE_INI_TEXT_H
#define VIGIE_BASE_INI_TEXT_H

#include "error.h"
#include "view.h"

#include <stddef.h>

struct ini_pair {
    size_t line;                        /* in the file, from 1 */
    const char *section, *name, *value; /* "" before the first section */
};

/* Hands over each pair in order until one is refused.  `file` is for messages,
 * `text` its bytes.
 * Returns STATUS_OK, what `take` returned, or STATUS_CONFIG: not UTF-8, a line
 * too long or with a zero byte, one that is none of the three kinds, an
 * indented key (inih takes it for more of the value above).  The error tells
 * the line. */
int ini_text_read(const char *file, struct view text,
                  int (*take)(void *context, const struct ini_pair *pair,
                              struct error *err),
                  void *context, struct error *err);

#endif
