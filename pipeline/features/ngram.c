#include "ngram.h"

#include "clones.h"

#include "memo.h"
#include "utf8.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define CHAR_MAX_CEILING 8
#define WORD_MAX_CEILING 3

static bool takes(const struct ngram_tokens *in, size_t i)
{
    return !in->flags || (in->flags[i] & in->mask) == in->wanted;
}

/* ---- characters --------------------------------------------------------- */

/* The n-grams that begin at one code point, all lengths: each is the one
 * before it, one step further.
 * count  code points that stand there */
static inline struct ngram *add_from(const struct ngram_settings *s,
                                     const uint32_t *code_point, size_t count,
                                     const struct token *t, struct ngram *out)
{
    const size_t longest = count < s->char_max ? count : s->char_max;
    uint64_t hash = ngram_seed(NGRAM_CHARACTER);
    size_t n = 0;

    for (; n + 1 < s->char_min; n++)
        hash = hash_mix(hash, code_point[n]);
    for (; n < longest; n++) {
        hash = hash_mix(hash, code_point[n]);
        *out++ = (struct ngram){hash, t->begin, t->end};
    }
    return out;
}

#define AHEAD 64 /* code points read at a time */
_Static_assert(AHEAD >= 2 * CHAR_MAX_CEILING, "more than one n-gram");

/* n-grams that begin at each code point of a token, with a space on both
 * sides. */
size_t ngram_of_token(const struct ngram_settings *settings,
                      struct view folded, const struct token *t,
                      struct ngram *list)
{
    uint32_t ahead[AHEAD];
    struct ngram *end = list;
    size_t count = 0, at = t->begin;
    bool more = true;

    assert(settings->char_min >= 2 && settings->char_max <= CHAR_MAX_CEILING);
    ahead[count++] = ' ';
    while (more) {
        size_t begin = 0;
        while (at < t->end && count < AHEAD)
            ahead[count++] = utf8_decode(folded.ptr, at, &at);
        if (count < AHEAD) {
            ahead[count++] = ' ';
            more = false;
        }
        /* those that are cut off begin the next round */
        for (; count - begin >= (more ? settings->char_max
                                      : settings->char_min); begin++)
            end = add_from(settings, ahead + begin, count - begin, t, end);
        count -= begin;
        memmove(ahead, ahead + begin, count * sizeof(*ahead));
    }
    return (size_t)(end - list);
}

/* Tokens met so far: an open-addressing set in the arena. */
struct token_set {
    uint64_t *slot; /* hash, 0 is empty */
    size_t mask;
};

static bool open_set(struct token_set *self, size_t count, struct arena *arena)
{
    size_t size = 16;

    while (size < count * 2)
        size *= 2;
    self->slot = arena_alloc(arena, size, sizeof(*self->slot));
    self->mask = size - 1;
    if (self->slot)
        memset(self->slot, 0, size * sizeof(*self->slot));
    return self->slot != NULL;
}

/* True when the token was not there before. */
static bool enter(struct token_set *self, struct view token)
{
    const uint64_t hash = hash_view(1, token) | 1;
    size_t at = hash >> 32 & self->mask;

    while (self->slot[at]) {
        if (self->slot[at] == hash)
            return false;
        at = (at + 1) & self->mask;
    }
    self->slot[at] = hash;
    return true;
}

int ngram_characters(const struct ngram_settings *settings,
                     const struct ngram_tokens *in, struct ngram_list *out,
                     struct arena *arena, struct error *err)
{
    const size_t per_start = settings->char_max - settings->char_min + 1;
    /* char_min >= 2: a token of n code points, padded, has n + 1 starts, and
     * a text of n bytes has at most n tokens */
    const size_t room = (in->folded.len + in->list->count) * per_start;
    struct ngram *list = arena_alloc(arena, room, sizeof(*list));
    struct ngram *end = list;
    struct token_set met;

    if (!list || !open_set(&met, in->list->count, arena))
        return error_set(err, STATUS_TOO_BIG, "too many n-grams");
    for (size_t i = 0; i < in->list->count; i++) {
        const struct token *t = &in->list->token[i];
        if (!takes(in, i) || !enter(&met, token_view(in->folded, t)))
            continue;
        end += ngram_of_token(settings, in->folded, t, end);
    }
    *out = (struct ngram_list){(size_t)(end - list), list, NULL};
    arena_shrink(arena, list, out->count * sizeof(*list));
    return STATUS_OK;
}

/* ---- words -------------------------------------------------------------- */

/* Words as such and in their places: seeds beside the number of words. */
enum word_place { WORD_BEGINS = 101, WORD_ENDS, WORDS_BEGIN };

/* Word n-grams while they are collected. */
struct word_list {
    const struct ngram_tokens *in;
    enum ngram_kind kind;
    size_t count;
    struct ngram *ngram;
    uint32_t *feature; /* NULL: none is known */
};

/* A word as it is part of others: its hash alone, and where it begins. */
struct word {
    uint64_t hash;
    uint32_t begin;
};

static inline struct word word_at(const struct word_list *w, bool told,
                                  size_t k)
{
    const struct token *t = &w->in->list->token[k];

    return (struct word){
        told ? w->in->fact[k]->word
             : hash_view(ngram_seed(w->kind), token_view(w->in->folded, t)),
        t->begin};
}

/* One whose feature is still to be looked up. */
static inline void add_unseen(struct word_list *w, bool told, uint64_t hash,
                              uint32_t begin, uint32_t end)
{
    if (told) {
        w->feature[w->count] = NGRAM_UNSEEN;
        vocabulary_fetch(w->in->vocabulary, hash);
    }
    w->ngram[w->count++] = (struct ngram){hash, begin, end};
}

/* Token k, if it begins a sentence or ends the text. */
static inline void add_place(struct word_list *w, bool told, size_t k,
                             struct word word)
{
    const struct ngram_tokens *in = w->in;
    const struct token *t = &in->list->token[k];

    if (k == 0 || in->sentence[k] != in->sentence[k - 1]) {
        add_unseen(w, told, hash_mix(word.hash, WORD_BEGINS), t->begin, t->end);
        if (k + 1 < in->list->count && takes(in, k + 1))
            add_unseen(w, told,
                       hash_mix(hash_mix(word.hash, WORDS_BEGIN),
                                word_at(w, told, k + 1).hash),
                       t->begin, t[1].end);
    }
    if (k + 1 == in->list->count)
        add_unseen(w, told, hash_mix(word.hash, WORD_ENDS), t->begin, t->end);
}

/* told  the facts say what each word is */
static inline void add_rows(const struct ngram_settings *settings,
                            struct word_list *w, bool told)
{
    const struct ngram_tokens *in = w->in;
    struct word before[WORD_MAX_CEILING - 1] = {{0}}; /* the latest first */
    size_t words = 0;

    for (size_t k = 0; k < in->list->count; k++) {
        const uint32_t end = in->list->token[k].end;
        if (!takes(in, k)) {
            words = 0;
            continue;
        }
        const struct word word = word_at(w, told, k);
        if (told)
            w->feature[w->count] = in->fact[k]->feature;
        w->ngram[w->count++] = (struct ngram){word.hash, word.begin, end};
        words++;
        uint64_t hash = word.hash;
        for (size_t n = 1; n < settings->word_max && n < words; n++) {
            /* hash_mix(a, b) is hash_mix(b, a): a step between them keeps
             * "un deux" apart from "deux un" */
            hash = hash_mix(hash_mix(hash, n), before[n - 1].hash);
            add_unseen(w, told, hash, before[n - 1].begin, end);
        }
        for (size_t i = WORD_MAX_CEILING - 2; i > 0; i--)
            before[i] = before[i - 1];
        before[0] = word;
        if (in->sentence)
            add_place(w, told, k, word);
    }
}

CLONES int ngram_words(const struct ngram_settings *settings,
                       enum ngram_kind kind, const struct ngram_tokens *in,
                       struct ngram_list *out, struct arena *arena,
                       struct error *err)
{
    /* at most two more for each token that begins a sentence, one at the end */
    const size_t room =
        in->list->count * (settings->word_max + (in->sentence ? 2 : 0)) + 1;
    const bool told = in->fact && in->vocabulary && kind == NGRAM_WORD;
    struct word_list w = {.in = in, .kind = kind};

    if (told && !(w.feature = arena_alloc(arena, room, sizeof(*w.feature))))
        return error_set(err, STATUS_TOO_BIG, "too many words");
    w.ngram = arena_alloc(arena, room, sizeof(*w.ngram));
    if (!w.ngram)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    if (told)
        add_rows(settings, &w, true);
    else
        add_rows(settings, &w, false);
    *out = (struct ngram_list){w.count, w.ngram, w.feature};
    arena_shrink(arena, w.ngram, w.count * sizeof(*w.ngram));
    return STATUS_OK;
}
