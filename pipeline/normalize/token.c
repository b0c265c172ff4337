#include "token.h"

#include "eight.h"
#include "utf8.h"

#include <utf8proc.h>

bool token_is_wordy_beyond(uint32_t c)
{
    if (c >= 0xC0 && c < 0x250)
        return c != 0xD7 && c != 0xF7; /* multiplication, division sign */
    /* categories L*, M* and N* stand in a row */
    const utf8proc_category_t category = utf8proc_category((int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static bool is_small_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Skips small letters: what most words are made of. */
static inline size_t skip_letters(struct view folded, size_t at)
{
    size_t count = 8;

    while (count == 8 && folded.len - at >= 8) {
        count = eight_before(eight_no_letters(eight_load(folded.ptr + at)));
        at += count;
    }
    while (count == 8 && at < folded.len && is_small_letter(folded.ptr[at]))
        at++;
    return at;
}

/* A word goes on over digits and letters of other alphabets. */
static size_t end_any_word(struct view folded, size_t at)
{
    for (size_t next; at < folded.len; at = skip_letters(folded, next))
        if (!token_is_wordy(utf8_decode(folded.ptr, at, &next)))
            break;
    return at;
}

static inline size_t word_end(struct view folded, size_t at)
{
    at = skip_letters(folded, at);
    if (at < folded.len && folded.ptr[at] != ' ')
        at = end_any_word(folded, at);
    return at + (at < folded.len && folded.ptr[at] == '\'');
}

static bool is_punctuation(char c)
{
    return c > ' ' && (unsigned char)c < 0x7F &&
           !token_is_wordy((unsigned char)c);
}

bool token_next(struct view folded, size_t *at, struct token *out)
{
    size_t next;

    while (*at < folded.len && is_ascii_space(folded.ptr[*at]))
        ++*at;
    if (*at >= folded.len)
        return false;
    const size_t begin = *at;
    if (token_is_wordy(utf8_decode(folded.ptr, begin, &next))) {
        out->kind = TOKEN_WORD;
        next = word_end(folded, begin);
    } else if (is_punctuation(folded.ptr[begin])) {
        out->kind = TOKEN_PUNCTUATION;
        while (next < folded.len && is_punctuation(folded.ptr[next]))
            next++;
    } else {
        out->kind = TOKEN_SYMBOL;
    }
    out->begin = (uint32_t)begin;
    out->end = (uint32_t)next;
    *at = next;
    return true;
}

int token_find(struct view folded, struct token_list *out, struct arena *arena,
               struct error *err)
{
    struct token *token = arena_alloc(arena, folded.len + 1, sizeof(*token));
    size_t count = 0, at = 0;

    if (!token)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    for (;; count++) {
        while (at < folded.len && folded.ptr[at] == ' ')
            at++;
        if (at < folded.len && is_small_letter(folded.ptr[at])) { /* most */
            const size_t end = word_end(folded, at);
            token[count] =
                (struct token){TOKEN_WORD, (uint32_t)at, (uint32_t)end};
            at = end;
        } else if (!token_next(folded, &at, &token[count])) {
            break;
        }
    }
    arena_shrink(arena, token, count * sizeof(*token));
    *out = (struct token_list){count, token};
    return STATUS_OK;
}
