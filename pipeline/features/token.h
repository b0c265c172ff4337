/* Words, punctuation and symbols of a folded text. */
#ifndef VIGIE_FEATURES_TOKEN_H
#define VIGIE_FEATURES_TOKEN_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind {
    TOKEN_WORD,        /* letters and digits, with an eliding apostrophe */
    TOKEN_PUNCTUATION, /* a run of ASCII punctuation                     */
    TOKEN_SYMBOL,      /* one other code point: an emoji, a currency     */
};

struct token {
    enum token_kind kind;
    uint32_t begin, end; /* bytes of the folded text */
};

/* Takes the next token at or behind byte *at and moves *at behind it.
 * Returns false at the end of the text. */
bool token_next(struct view folded, size_t *at, struct token *out);

/* Letters, marks and digits of any script. */
bool token_is_wordy(uint32_t code_point);

#endif
