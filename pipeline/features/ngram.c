#include "ngram.h"

#include "token.h"
#include "utf8.h"

#include <stdbool.h>

#define CHAR_MAX_CEILING 8
#define WORD_MAX_CEILING 3

/* The n-grams that begin at one code point, all lengths: each is the one
 * before it, one step further. */
static struct ngram *add_from(const struct ngram_settings *s,
                              const uint32_t *code_point, size_t count,
                              struct ngram range, struct ngram *out)
{
    uint64_t hash = ngram_seed(NGRAM_CHARACTER);

    for (size_t n = 1; n <= count && n <= s->char_max; n++) {
        hash = ngram_mix(hash, code_point[n - 1]);
        if (n >= s->char_min)
            *out++ = (struct ngram){hash, range.begin, range.end};
    }
    return out;
}

/* Code points of the chunk at byte *at with a space on both sides. */
static size_t take_chunk(struct view folded, size_t *at, uint32_t *padded)
{
    size_t count = 0;

    padded[count++] = ' ';
    while (*at < folded.len && !is_ascii_space(folded.ptr[*at]))
        padded[count++] = utf8_decode(folded.ptr, *at, at);
    padded[count++] = ' ';
    return count;
}

int ngram_characters(const struct ngram_settings *settings, struct view folded,
                     struct ngram_list *out, struct arena *arena,
                     struct error *err)
{
    const size_t per_start = settings->char_max - settings->char_min + 1;
    /* char_min >= 2: a chunk of n code points, padded, has at most n + 1
     * starts, and it has at least n bytes and white space behind all but
     * the last */
    uint32_t *padded = arena_alloc(arena, folded.len + 2, sizeof(*padded));
    struct ngram *list = arena_alloc(
        arena, (folded.len + 1) * per_start, sizeof(*list));
    struct ngram *end = list;
    size_t at = 0;

    if (!padded || !list)
        return error_set(err, STATUS_TOO_BIG, "too many n-grams");
    while (at < folded.len) {
        if (is_ascii_space(folded.ptr[at])) {
            at++;
            continue;
        }
        struct ngram range = {0, (uint32_t)at, 0};
        const size_t count = take_chunk(folded, &at, padded);
        range.end = (uint32_t)at;
        for (size_t i = 0; i < count; i++)
            end = add_from(settings, padded + i, count - i, range, end);
    }
    *out = (struct ngram_list){(size_t)(end - list), list};
    arena_shrink(arena, list, out->count * sizeof(*list));
    return STATUS_OK;
}

static uint64_t word_hash(enum ngram_kind kind, struct view folded,
                          const struct token *t)
{
    uint64_t hash = ngram_seed(kind);

    for (uint32_t i = t->begin; i < t->end; i++)
        hash = ngram_mix(hash, (unsigned char)folded.ptr[i]);
    return hash;
}

int ngram_words(const struct ngram_settings *settings, enum ngram_kind kind,
                struct view folded, struct ngram_list *out,
                struct arena *arena, struct error *err)
{
    struct ngram *list = arena_alloc(
        arena, folded.len * settings->word_max, sizeof(*list));
    struct ngram before[WORD_MAX_CEILING]; /* 1-grams, the latest first */
    size_t count = 0, words = 0, at = 0;
    struct token token;

    if (!list)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    while (token_next(folded, &at, &token)) {
        struct ngram gram = {word_hash(kind, folded, &token), token.begin,
                             token.end};
        for (size_t i = WORD_MAX_CEILING - 1; i > 0; i--)
            before[i] = before[i - 1];
        before[0] = gram;
        list[count++] = gram;
        words++;
        for (size_t n = 1; n < settings->word_max && n < words; n++) {
            /* ngram_mix(a, b) is ngram_mix(b, a): a step between them keeps
             * "un deux" apart from "deux un" */
            gram.hash = ngram_mix(ngram_mix(gram.hash, n), before[n].hash);
            gram.begin = before[n].begin;
            list[count++] = gram;
        }
    }
    *out = (struct ngram_list){count, list};
    arena_shrink(arena, list, count * sizeof(*list));
    return STATUS_OK;
}
