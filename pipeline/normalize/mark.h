/* Recognizes what the folded text replaces by a class: links, names, numbers,
 * smileys and the residue of smiley images. */
#ifndef VIGIE_NORMALIZE_MARK_H
#define VIGIE_NORMALIZE_MARK_H

#include "text.h"
#include "view.h"

#include <stddef.h>

/* The capital letter that stands for the class; '\0' for marks that leave
 * the text as it is. */
char mark_letter(enum mark_kind kind);

/* Bytes of the class that begins at byte `at` of the original text, 0 for
 * none.  O(bytes of the match). */
size_t mark_match(struct view text, size_t at, enum mark_kind *kind);

#endif
