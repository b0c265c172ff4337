/* A comment as the later stages read it: folded, with the way back. */
#ifndef VIGIE_NORMALIZE_TEXT_H
#define VIGIE_NORMALIZE_TEXT_H

#include "language.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

/* Found on the way and replaced by one capital letter in the folded text
 * (folded text has no capitals otherwise), or only marked. */
#define MARK_LIST(X)                                                           \
    X(URL, 'U')         /* https://..., www....                             */ \
    X(MENTION, 'A')     /* @name                                            */ \
    X(NUMBER, 'N')      /* 42, 3,5, 10 000 is two                           */ \
    X(YEAR, 'Y')        /* 1900 to 2099, alone                              */ \
    X(HAPPY, 'H')       /* :) :-D ^^ xD                                     */ \
    X(WINK, 'W')        /* ;) :p                                            */ \
    X(SAD, 'S')         /* :( :'(                                           */ \
    X(DOUBT, 'D')       /* :/ -_- o_O                                       */ \
    X(RESIDUE, 'R')     /* '" />', what an export leaves of a smiley image  */ \
    X(STRETCHED, '\0')  /* three equal letters or more, cut to two          */ \
    X(CAPITALS, '\0')   /* a word of three letters or more, all capitals    */ \
    X(INVISIBLE, '\0')  /* zero-width or other ignorable code points        */ \
    X(MASKED, '\0')     /* letters replaced by digits, signs, look-alikes   */ \
    X(SPREAD, '\0')     /* letters or parts of a word set apart             */ \
    X(RESPELT, '\0')    /* chat spelling, letters swapped, by ear           */ \
    X(INCLUSIVE, '\0')  /* both genders in one word                         */

enum mark_kind {
#define X(name, letter) MARK_##name,
    MARK_LIST(X)
#undef X
        MARK_KINDS
};

struct mark {
    enum mark_kind kind;
    uint32_t begin, end; /* bytes of the folded text; equal when the mark
                          * left nothing there                          */
};

/*  B  bytes of the folded text
 *  M  marks */
struct text {
    struct view original; /* as received                                   */
    struct view folded;   /* [B] UTF-8: NFKC, case folded, white space runs
                           * as one ' ' or '\n', none at the ends; after
                           * repair_run without diacritics (one that stood
                           * alone leaves the space beside it), tricks
                           * undone                                        */
    const uint32_t *begin; /* [B] byte of the original where it starts     */
    const uint32_t *end;   /* [B] byte of the original behind it           */
    const struct mark *mark; /* [M] in order of end                        */
    size_t mark_count;
    enum language language; /* guessed before any repair                   */
    size_t letters;  /* code points of the original that are letters */
    size_t capitals; /* of these, upper case                         */
};

#endif
