#include "token.h"

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

static size_t word_end(struct view folded, size_t at)
{
    while (at < folded.len) {
        size_t next;
        if (folded.ptr[at] >= 'a' && folded.ptr[at] <= 'z') {
            at++; /* most */
            continue;
        }
        if (!token_is_wordy(utf8_decode(folded.ptr, at, &next)))
            break;
        at = next;
    }
    if (at < folded.len && folded.ptr[at] == '\'')
        at++;
    return at;
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
    while (token_next(folded, &at, &token[count]))
        count++;
    arena_shrink(arena, token, count * sizeof(*token));
    *out = (struct token_list){count, token};
    return STATUS_OK;
}
