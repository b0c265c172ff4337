/* Where a comment quotes: what stands between marks of quotation, so that
 * pasted words can be told from its author's own. */
#ifndef VIGIE_THREAD_QUOTATION_H
#define VIGIE_THREAD_QUOTATION_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>

struct quotation {
    size_t begin, end; /* bytes of the text, without the marks */
};

/* The state of one pass over a text, by value; begin with quotation_begin. */
struct quotation_scan {
    struct view text;
    size_t at;
    unsigned unclosed; /* bit k: no closing mark of kind k is left */
};

void quotation_begin(struct quotation_scan *self, struct view text);

/* The next passage in «», “”, straight double quotes on one line, (…)(…), or
 * a line that begins with '>'.  Of nested ones the outermost counts; a mark
 * that is never closed opens nothing.  False at the end of the text.
 * O(bytes) for the whole pass. */
bool quotation_next(struct quotation_scan *self, struct quotation *out);

#endif
