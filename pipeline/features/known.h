/* A text as its features read it: tokens, and what is known of each. */
#ifndef VIGIE_FEATURES_KNOWN_H
#define VIGIE_FEATURES_KNOWN_H

#include "arena.h"
#include "error.h"
#include "memo.h"
#include "text.h"
#include "token.h"

#include <stdbool.h>

/*  T  tokens */
struct known {
    const struct text *text; /* borrowed */
    struct token_list tokens;
    const struct token_facts **fact; /* [T] */
    unsigned signs;                  /* enum token_signs of any token */
    bool english;                    /* some token is English         */
};

/* memo  NULL: none.  Arrays live in `arena`; facts as memo_find says.
 * Returns STATUS_OK or STATUS_TOO_BIG.  O(bytes). */
int known_open(struct known *out, const struct text *text,
               const struct facts_of *of, struct memo *memo,
               struct arena *arena, struct error *err);

#endif
