/* Recognizes what the folded text replaces by a class: links, names, numbers,
 * smileys and the residue of smiley images. */
#ifndef VIGIE_NORMALIZE_MARK_H
#define VIGIE_NORMALIZE_MARK_H

#include "text.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

/* The capital letter that stands for the class; '\0' for marks that leave
 * the text as it is. */
char mark_letter(enum mark_kind kind);

/* False when no class begins with byte `c`: most need no mark_match. */
static inline bool mark_may_begin(char c)
{
    switch (c) {
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
    case '"':
    case '-':
    case ':':
    case ';':
    case '<':
    case '=':
    case '@':
    case 'H':
    case 'O':
    case 'W':
    case 'X':
    case '^':
    case 'h':
    case 'o':
    case 'w':
    case 'x':
        return true;
    default:
        return false;
    }
}

/* False when no link stands anywhere in the text. */
bool mark_may_link(struct view text);

/* Bytes of the class that begins at byte `at` of the original text, 0 for
 * none.  O(bytes of the match). */
size_t mark_match(struct view text, size_t at, enum mark_kind *kind);

#endif
