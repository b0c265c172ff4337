/* What the parts of the repair share; private to repair.c, repair_*.c. */
#ifndef VIGIE_NORMALIZE_REPAIR_STATE_H
#define VIGIE_NORMALIZE_REPAIR_STATE_H

#include "text.h"
#include "token.h"
#include "wordbook.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KNOWN 2 /* comments a word must stand in to count as known */

/* Words a text may try, and more for each of its bytes: enough for twenty of
 * the worst in any text, and at most a second for the longest comment. */
#define TRIALS 200000
#define TRIALS_A_BYTE 64

/*  B  bytes of the folded text, T its tokens */
struct repair {
    const struct wordbook *words;
    const struct text *text;   /* as it came                              */
    const struct token *token; /* [T]                                     */
    size_t tokens;
    bool latin;                /* most letters of the text are Latin      */
    char *folded;              /* the repaired text while it grows        */
    uint32_t *begin, *end;
    size_t len, room;
    struct mark *merged;       /* [M + B + 1] the text's marks and these    */
    struct mark *mark;         /* [B + 1] of the repair                    */
    size_t marks, marks_room;
    uint32_t *from;            /* [B + 1] where a byte went to; inside a  */
    uint32_t *to;              /* replaced range its new begin, its end   */
    size_t done;               /* bytes of the folded text dealt with     */
    size_t trials;             /* left of those above                     */
    size_t stretched;          /* marks of the text that end before the
                                * token looked at                         */
};

/* Takes `trials` from those that are left; false when there are fewer: the
 * word then stays as it is. */
bool repair_afford(struct repair *r, size_t trials);

/* Bytes of token i. */
struct view repair_view(const struct repair *r, size_t i);

/* True when no byte stands between tokens i and i + 1. */
bool repair_touches(const struct repair *r, size_t i);

/* Bare letters of a token with look-alikes made Latin.  Returns how many, 0
 * when the token holds anything else or is too long.
 * letters   [WORDBOOK_WORD_CEILING + 1], NUL-terminated
 * disguised set when a letter was a look-alike or carried loose marks */
size_t repair_letters(const struct repair *r, size_t i, char *letters,
                      bool *disguised);

/* The entry of a word that counts as known; NULL otherwise. */
const struct word_entry *repair_known(const struct repair *r,
                                      struct view word);

/* Copies what stands before token i, then puts `word` in the place of tokens
 * i to last.  Returns last - i + 1. */
size_t repair_put(struct repair *r, size_t i, size_t last, struct view word,
                  enum mark_kind kind);

/* The same for the bytes begin..end of the folded text. */
void repair_put_range(struct repair *r, uint32_t begin, uint32_t end,
                      struct view word, enum mark_kind kind);

/* Each looks at the text from token i on.  They return how many tokens they
 * replaced; 0 leaves everything as it is. */
size_t repair_spread(struct repair *r, size_t i);    /* c.r.e.t.i.n        */
size_t repair_masked(struct repair *r, size_t i);    /* cr3tin, cr*tin     */
size_t repair_inclusive(struct repair *r, size_t i); /* lecteur·rice·s     */
size_t repair_parted(struct repair *r, size_t i);    /* cré-tin, cré tin   */
size_t repair_single(struct repair *r, size_t i);    /* crétiiin, crtéin   */

#endif
