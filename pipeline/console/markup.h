/* Text out of the HTML that a site's editor makes. */
#ifndef VIGIE_CONSOLE_MARKUP_H
#define VIGIE_CONSOLE_MARKUP_H

#include "buffer.h"
#include "error.h"
#include "view.h"

/* Adds the text: tags are left out, those that begin a line become one,
 * references become characters. */
int markup_text(struct view html, struct buffer *out, struct error *err);

#endif
