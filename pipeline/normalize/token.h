/* Words, punctuation and symbols of a folded text. */
#ifndef VIGIE_NORMALIZE_TOKEN_H
#define VIGIE_NORMALIZE_TOKEN_H

#include "arena.h"
#include "error.h"
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

/*  T  tokens, in order */
struct token_list {
    size_t count;
    const struct token *token; /* [T] */
};

/* All tokens; the array lives in `arena`.  Returns STATUS_OK, or
 * STATUS_TOO_BIG when it does not fit; *out is then untouched. */
int token_find(struct view folded, struct token_list *out, struct arena *arena,
               struct error *err);

static inline struct view token_view(struct view folded, const struct token *t)
{
    return (struct view){folded.ptr + t->begin, t->end - t->begin};
}

/* Takes the next token at or behind byte *at and moves *at behind it.
 * Returns false at the end of the text. */
bool token_next(struct view folded, size_t *at, struct token *out);

/* Letters, marks and digits of any script. */
bool token_is_wordy_beyond(uint32_t code_point); /* of those above U+007F */

static inline bool token_is_wordy(uint32_t c)
{
    if (c >= 0x80)
        return token_is_wordy_beyond(c);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c >= 'A' && c <= 'Z');
}

#endif
