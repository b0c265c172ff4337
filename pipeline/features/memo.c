#include "memo.h"

#include "clones.h"

#include "cue.h"
#include "eight.h"
#include "language.h"
#include "voice.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES (1u << 15)
#define SLOTS (ENTRIES * 2)
#define ENTRIES_AT_BEGIN (ENTRIES / 4 * 3) /* more: a text finds no room   */
#define ENTRIES_KEPT (ENTRIES / 2)         /* of those met more than once  */

#define CACHE_LINE 64

/* The bytes of a token of MEMO_TOKEN_BYTES at most: with its length, they say
 * all. */
struct key {
    uint64_t part[3];
    uint32_t len;
};

/* Two cache lines: what finding a token needs, and the weights. */
struct memo_entry {
    uint64_t part[3]; /* its key, with facts.len */
    struct token_facts facts;
    uint32_t text; /* that met it last */
    struct token_sum sum;
};
_Static_assert(sizeof(struct memo_entry) == 2 * CACHE_LINE, "two lines");
_Static_assert(offsetof(struct memo_entry, sum.weight) == CACHE_LINE,
               "weights by themselves");

int memo_open(struct memo *self, struct error *err)
{
    *self = (struct memo){
        .entry = aligned_alloc(CACHE_LINE, ENTRIES * sizeof(*self->entry)),
        .slot = calloc(SLOTS, sizeof(*self->slot)),
    };
    if (self->entry && self->slot)
        return STATUS_OK;
    memo_free(self);
    return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

void memo_free(struct memo *self)
{
    free(self->entry);
    free(self->slot);
    *self = (struct memo){.count = 0};
}

/* From reads that overlap: fixed sizes are fast.  len is not 0. */
static struct key key_of(const char *p, uint32_t len)
{
    const char *const end = p + len;
    struct key key = {.len = len};

    if (len > 16) {
        key.part[0] = eight_load(p);
        key.part[1] = eight_load(p + 8);
        key.part[2] = eight_load(end - 8);
    } else if (len > 8) {
        key.part[0] = eight_load(p);
        key.part[1] = eight_load(end - 8);
    } else if (len >= 4) {
        key.part[0] = eight_load_four(p) << 32 | eight_load_four(end - 4);
    } else {
        key.part[0] = (uint64_t)(unsigned char)p[0] << 16 |
                      (uint64_t)(unsigned char)p[len / 2] << 8 |
                      (unsigned char)end[-1];
    }
    return key;
}

static bool has_key(const struct memo_entry *a, const struct key *b)
{
    return ((a->part[0] ^ b->part[0]) | (a->part[1] ^ b->part[1]) |
            (a->part[2] ^ b->part[2]) | (a->facts.len ^ b->len)) == 0;
}

static uint32_t slot_of(const struct key *key)
{
    const uint64_t hash =
        hash_mix(hash_mix(key->part[0], key->part[1] + key->len), key->part[2]);

    return (uint32_t)(hash >> 32) & (SLOTS - 1);
}

/* ---- texts that come --------------------------------------------------- */

static void forget_all(struct memo *self)
{
    memset(self->slot, 0, SLOTS * sizeof(*self->slot));
    self->count = 0;
}

/* Keeps the tokens that came more than once: most words never do. */
static void tidy(struct memo *self)
{
    const size_t count = self->count;

    forget_all(self);
    for (size_t i = 0; i < count && self->count < ENTRIES_KEPT; i++) {
        struct memo_entry *entry = &self->entry[i];
        if (!entry->facts.again)
            continue;
        entry->facts.again = false;
        const struct key key = {
            {entry->part[0], entry->part[1], entry->part[2]},
            entry->facts.len
        };
        uint32_t at = slot_of(&key);
        while (self->slot[at])
            at = (at + 1) & (SLOTS - 1);
        self->entry[self->count++] = *entry;
        self->slot[at] = (uint32_t)self->count;
    }
}

void memo_begin(struct memo *self, const struct facts_of *of, const char *owner)
{
    self->text++;
    self->of = *of;
    if (strcmp(self->owner, owner) != 0 || !self->text) {
        forget_all(self);
        self->text = 1;
        strncpy(self->owner, owner, sizeof(self->owner) - 1);
    } else if (self->count > ENTRIES_AT_BEGIN) {
        tidy(self);
    }
}

/* ---- finding out -------------------------------------------------------- */

static bool holds(struct view word, const char *set)
{
    for (size_t i = 0; i < word.len; i++)
        if (strchr(set, word.ptr[i]))
            return true;
    return false;
}

static uint16_t signs_of(struct view folded, const struct token *t)
{
    const struct view word = token_view(folded, t);
    unsigned signs = lexicon_takes(folded, t) ? SIGN_MATCHED : 0;

    signs |= word.ptr[0] == '>' ? SIGN_LINE_QUOTE : 0;
    signs |= t->kind == TOKEN_WORD ? SIGN_WORD : 0;
    signs |= cue_character(word) ? SIGN_CUE : 0;
    if (t->kind != TOKEN_PUNCTUATION)
        return (uint16_t)signs;
    signs |= holds(word, ".?!") ? SIGN_STOP : 0;
    signs |= holds(word, "?") ? SIGN_ASKS : 0;
    signs |= holds(word, ",;:.?!()") ? SIGN_CLAUSE : 0;
    signs |= holds(word, "\"") ? SIGN_QUOTE : 0;
    if (word.len >= 4 && holds(word, "([") && holds(word, ")]") &&
        holds(word, "."))
        signs |= SIGN_CUT;
    return (uint16_t)signs;
}

static void find_out(struct token_facts *f, const struct facts_of *of,
                     struct view folded, const struct token *t)
{
    const struct view word = token_view(folded, t);
    const size_t english = language_english(word);

    *f = (struct token_facts){
        .word = hash_view(ngram_seed(NGRAM_WORD), word),
        .phrase = lexicon_word(word),
        .feature = NGRAM_UNSEEN,
        .signs = signs_of(folded, t),
        .english = (uint8_t)(english < UINT8_MAX ? english : UINT8_MAX),
    };
    f->root = lexicon_follow(of->lexicon, LEXICON_ROOT, f->phrase);
    if (f->root && lexicon_node_speaks(of->lexicon, f->root))
        f->signs |= SIGN_PHRASE;
    if (t->kind != TOKEN_WORD)
        return;
    f->near = voice_near(word);
    f->pronoun = cue_pronoun(word);
}

/* What memory is asked for is asked for all n-grams together, before the first
 * of them has to wait for it. */
CLONES void memo_add_up(struct token_sum *sum,
                        const struct vocabulary *vocabulary,
                        const int16_t *weight, const struct ngram *ngram,
                        size_t count)
{
    uint32_t known[MEMO_TOKEN_NGRAMS + 1];
    size_t features = 0;

    assert(count <= MEMO_TOKEN_NGRAMS);
    for (size_t i = 0; i < count; i++)
        vocabulary_fetch(vocabulary, ngram[i].hash);
    for (size_t i = 0; i < count; i++) {
        known[features] = vocabulary_find(vocabulary, ngram[i].hash);
        features += known[features] != VOCABULARY_NONE;
    }
    for (size_t i = 0; i < features; i++)
        weights_fetch(weight, known[i]);
    *sum = (struct token_sum){.squares = 0};
    for (size_t i = 0; i < features; i++) {
        sum->squares += weights_squared(weight, known[i]);
        weights_add(weight, known[i], sum->weight);
    }
}

static const struct token_facts *in_arena(const struct facts_of *of,
                                          struct view folded,
                                          const struct token *t,
                                          struct arena *arena)
{
    struct token_facts *facts = arena_alloc(arena, 1, sizeof(*facts));

    if (facts)
        find_out(facts, of, folded, t);
    return facts;
}

static const struct token_facts *
learn(struct memo *self, const struct facts_of *of, struct view folded,
      const struct token *t, const struct key *key, uint32_t at)
{
    struct ngram list[MEMO_TOKEN_NGRAMS];
    struct memo_entry *entry = &self->entry[self->count++];

    self->slot[at] = (uint32_t)self->count;
    memcpy(entry->part, key->part, sizeof(entry->part));
    entry->text = 0;
    find_out(&entry->facts, of, folded, t);
    entry->facts.len = (uint8_t)key->len;
    entry->facts.feature = vocabulary_find(of->vocabulary, entry->facts.word);
    const size_t grams = ngram_of_token(of->ngram, folded, t, list);
    memo_add_up(&entry->sum, of->vocabulary, of->weight, list, grams);
    return &entry->facts;
}

static const struct token_facts *
find_key(struct memo *self, const struct facts_of *of, struct view folded,
         const struct token *t, const struct key *key, uint32_t at,
         struct arena *arena)
{
    for (; self->slot[at]; at = (at + 1) & (SLOTS - 1)) {
        struct memo_entry *entry = &self->entry[self->slot[at] - 1];
        if (has_key(entry, key)) {
            __builtin_prefetch(&entry->sum.weight);
            entry->facts.again = true;
            return &entry->facts;
        }
    }
    return self->count == ENTRIES ? in_arena(of, folded, t, arena)
                                  : learn(self, of, folded, t, key, at);
}

/* Of a few tokens at a time: the memory that all of them need is asked for
 * before the first of them has to wait for it. */
#define TOGETHER 16

static bool find_some(struct memo *self, const struct facts_of *of,
                      struct view folded, const struct token *t, size_t count,
                      const struct token_facts **out, struct arena *arena)
{
    struct key key[TOGETHER];
    uint32_t at[TOGETHER];

    for (size_t i = 0; i < count; i++) {
        const uint32_t len = t[i].end - t[i].begin;
        key[i].len = 0;
        if (len > MEMO_TOKEN_BYTES)
            continue;
        key[i] = key_of(folded.ptr + t[i].begin, len);
        at[i] = slot_of(&key[i]);
        __builtin_prefetch(&self->slot[at[i]]);
    }
    for (size_t i = 0; i < count; i++)
        if (key[i].len && self->slot[at[i]])
            __builtin_prefetch(&self->entry[self->slot[at[i]] - 1]);
    for (size_t i = 0; i < count; i++) {
        out[i] = key[i].len ? find_key(self, of, folded, &t[i], &key[i], at[i],
                                       arena)
                            : in_arena(of, folded, &t[i], arena);
        if (!out[i])
            return false;
    }
    return true;
}

CLONES int memo_find(struct memo *self, const struct facts_of *of,
                     struct view folded, const struct token_list *tokens,
                     const struct token_facts **out, struct arena *arena,
                     struct error *err)
{
    const size_t count = tokens->count;
    bool fits = true;

    for (size_t i = 0; i < count && fits && !self; i++) {
        out[i] = in_arena(of, folded, &tokens->token[i], arena);
        fits = out[i] != NULL;
    }
    for (size_t i = 0; i < count && fits && self; i += TOGETHER)
        fits = find_some(self, of, folded, tokens->token + i,
                         count - i < TOGETHER ? count - i : TOGETHER, out + i,
                         arena);
    return fits ? STATUS_OK
                : error_set(err, STATUS_TOO_BIG, "too many words");
}

const struct token_sum *memo_meet(struct memo *self,
                                  const struct token_facts *facts, bool *first)
{
    const uintptr_t at = (uintptr_t)facts, begin = (uintptr_t)self->entry;

    if (at < begin || at >= (uintptr_t)(self->entry + self->count))
        return NULL;
    struct memo_entry *entry =
        &self->entry[(at - begin) / sizeof(*self->entry)];
    *first = entry->text != self->text;
    entry->text = self->text;
    return &entry->sum;
}
