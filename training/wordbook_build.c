#include "wordbook_build.h"

#include "constant.h"
#include "letter.h"
#include "normalizer.h"
#include "sound.h"

#include <stdlib.h>
#include <string.h>

#define WORD_ARENA ((size_t)64 << 20) /* bytes one comment may need */
#define LEAST_LETTERS 2  /* of a known word                           */
#define ABUSIVE_LETTERS 3
#define SOUND_LETTERS 5  /* of an abusive word that is heard by ear   */

/* A word while words are counted. */
struct word {
    char letters[WORDBOOK_WORD_CEILING + 1];
    uint32_t frequency;
    uint32_t last; /* comment + 1 that counted it last */
    uint16_t flags;
    const char *text; /* standard form, NULL for none  */
};

struct words {
    struct word *word; /* [count] in order of appearance, then sorted */
    size_t count, room;
    uint32_t *slot;    /* [slots] word + 1 */
    size_t slots;
};

static int widen(struct words *w, struct error *err)
{
    if (w->count * 2 < w->slots)
        return STATUS_OK;
    w->slots = w->slots ? w->slots * 2 : 1u << 16;
    w->room = w->slots / 2 + 1;
    free(w->slot);
    w->slot = calloc(w->slots, sizeof(*w->slot));
    struct word *more = realloc(w->word, w->room * sizeof(*more));
    if (more)
        w->word = more;
    if (!w->slot || !more)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < w->count; i++) {
        size_t at = hash_view(1, view_of(w->word[i].letters)) >> 20 &
                    (w->slots - 1);
        while (w->slot[at])
            at = (at + 1) & (w->slots - 1);
        w->slot[at] = (uint32_t)i + 1;
    }
    return STATUS_OK;
}

static int find(struct words *w, struct view letters, struct word **out,
                struct error *err)
{
    const int status = widen(w, err);

    if (status < 0)
        return status;
    size_t at = hash_view(1, letters) >> 20 & (w->slots - 1);
    while (w->slot[at]) {
        *out = &w->word[w->slot[at] - 1];
        if (view_is(letters, (*out)->letters))
            return STATUS_OK;
        at = (at + 1) & (w->slots - 1);
    }
    *out = &w->word[w->count++];
    **out = (struct word){.frequency = 0};
    memcpy((*out)->letters, letters.ptr, letters.len);
    w->slot[at] = (uint32_t)w->count;
    return STATUS_OK;
}

static bool is_plain(struct view word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!letter_is_small((uint32_t)(unsigned char)word.ptr[i]))
            return false;
    return word.len <= WORDBOOK_WORD_CEILING;
}

static int count_words(struct words *w, struct view folded, uint32_t comment,
                       struct error *err)
{
    struct token token;
    size_t at = 0;

    while (token_next(folded, &at, &token)) {
        const struct view word = token_view(folded, &token);
        struct word *found;
        int status;
        if (!is_plain(word))
            continue;
        if ((status = find(w, word, &found, err)) < 0)
            return status;
        if (found->last != comment + 1)
            found->frequency++;
        found->last = comment + 1;
    }
    return STATUS_OK;
}

static int count_comments(struct words *w, const struct corpus *corpus,
                          const size_t *comment, size_t count,
                          struct error *err)
{
    struct normalizer normalizer;
    struct arena arena = {NULL, 0, 0};
    int status = arena_open(&arena, WORD_ARENA, err);

    normalizer_open(&normalizer, NULL);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct text text;
        arena_reset(&arena);
        if ((status = normalizer_run(&normalizer,
                                     corpus->comment[comment[i]].text, &text,
                                     &arena, err)) == STATUS_OK)
            status = count_words(w, text.folded, (uint32_t)i, err);
    }
    arena_free(&arena);
    return status;
}

static int add_lexicon(struct words *w, const struct lexicon_build *lexicon,
                       struct error *err)
{
    for (size_t i = 0; i < lexicon->words; i++) {
        const struct lexicon_word *from = &lexicon->word[i];
        const struct view letters = view_of(from->word);
        struct word *word;
        int status;
        if (!is_plain(letters) || letters.len < LEAST_LETTERS)
            continue;
        if ((status = find(w, letters, &word, err)) < 0)
            return status;
        if (from->text[0] && !word->text) {
            word->text = from->text;
            word->flags |= WORD_RESPELT;
        }
        if (from->abusive && letters.len >= ABUSIVE_LETTERS)
            word->flags |= WORD_ABUSIVE;
    }
    return STATUS_OK;
}

/* ---- the tables --------------------------------------------------------- */

static int by_letters(const void *a, const void *b)
{
    const struct word *x = a, *y = b;

    return strcmp(x->letters, y->letters);
}

/* Drops what stands in one comment alone; the rest in order of letters. */
static void keep_known(struct words *w)
{
    size_t kept = 0;

    for (size_t i = 0; i < w->count; i++)
        if (w->word[i].frequency > 1 || w->word[i].flags)
            w->word[kept++] = w->word[i];
    w->count = kept;
    if (kept)
        qsort(w->word, kept, sizeof(*w->word), by_letters);
}

struct tables {
    struct word_entry *slot;
    uint32_t bits;
    char *pool;
    size_t pool_size;
    uint32_t *abusive;
    uint32_t abusive_count;
};

static uint32_t keep_text(struct tables *t, const char *text)
{
    const size_t at = t->pool_size;

    t->pool_size += strlen(text) + 1;
    memcpy(t->pool + at, text, t->pool_size - at);
    return (uint32_t)at;
}

/* Keys of the words that are no abuse, so that none is heard as abuse. */
static void block_sounds(struct tables *t, const struct words *w)
{
    for (size_t i = 0; i < w->count; i++) {
        char key[SOUND_CEILING + 1];
        if (w->word[i].flags & WORD_ABUSIVE || w->word[i].frequency < 2)
            continue;
        const size_t len = sound_key(view_of(w->word[i].letters), key);
        const uint64_t hash =
            wordbook_hash(WORD_KEY_SOUND, (struct view){key, len});
        *wordbook_place(t->slot, t->bits, hash) =
            (struct word_entry){(uint32_t)(hash >> 32), 1, 0, 0};
    }
}

/* Entries that only blocked a sound stay: they have no flag, so nothing is
 * heard there. */
static void add_sound(struct tables *t, const struct word *word, uint32_t text)
{
    char key[SOUND_CEILING + 1];

    if (strlen(word->letters) < SOUND_LETTERS)
        return;
    const size_t len = sound_key(view_of(word->letters), key);
    const uint64_t hash =
        wordbook_hash(WORD_KEY_SOUND, (struct view){key, len});
    struct word_entry *e = wordbook_place(t->slot, t->bits, hash);
    if (!e->frequency && !e->flags)
        *e = (struct word_entry){(uint32_t)(hash >> 32), 1, WORD_SOUND, text};
}

static void fill(struct tables *t, const struct words *w)
{
    block_sounds(t, w);
    for (size_t i = 0; i < w->count; i++) {
        const struct word *word = &w->word[i];
        const uint64_t hash =
            wordbook_hash(WORD_KEY_SPELLING, view_of(word->letters));
        struct word_entry *e = wordbook_place(t->slot, t->bits, hash);
        *e = (struct word_entry){
            (uint32_t)(hash >> 32),
            (uint16_t)(word->frequency < UINT16_MAX ? word->frequency
                                                    : UINT16_MAX),
            word->flags, 0};
        if (word->text)
            e->text = keep_text(t, word->text);
        if (!(word->flags & WORD_ABUSIVE))
            continue;
        const uint32_t text = keep_text(t, word->letters);
        t->abusive[t->abusive_count++] = text;
        add_sound(t, word, text);
    }
}

static int pack(const struct words *w, struct wordbook *out,
                struct error *err)
{
    struct tables t = {.bits = 6};
    size_t pool = 1;

    for (size_t i = 0; i < w->count; i++)
        pool += strlen(w->word[i].letters) + 1 +
                (w->word[i].text ? strlen(w->word[i].text) + 1 : 0);
    if (w->count > WORDBOOK_CEILING || pool > WORDBOOK_POOL_CEILING)
        return error_set(err, STATUS_TOO_BIG, "more than %u words",
                         WORDBOOK_CEILING);
    while ((size_t)1 << t.bits < w->count * 5 / 2 + 1)
        t.bits++;
    t.slot = calloc((size_t)1 << t.bits, sizeof(*t.slot));
    t.pool = calloc(pool, 1);
    t.abusive = calloc(w->count + 1, sizeof(*t.abusive));
    if (!t.slot || !t.pool || !t.abusive) {
        free(t.slot);
        free(t.pool);
        free(t.abusive);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    t.pool_size = 1; /* byte 0 stays NUL */
    fill(&t, w);
    *out = (struct wordbook){t.slot,    t.bits,
                             t.pool,    (uint32_t)t.pool_size,
                             t.abusive, t.abusive_count};
    return STATUS_OK;
}

int wordbook_build(struct wordbook *out, const struct corpus *corpus,
                   const size_t *comment, size_t count,
                   const struct lexicon_build *lexicon, struct error *err)
{
    struct words words = {.count = 0};
    int status;

    *out = (struct wordbook){.slot = NULL};
    if ((status = count_comments(&words, corpus, comment, count, err)) ==
            STATUS_OK &&
        (status = add_lexicon(&words, lexicon, err)) == STATUS_OK) {
        keep_known(&words);
        status = pack(&words, out, err);
    }
    free(words.word);
    free(words.slot);
    return status;
}

void wordbook_build_free(struct wordbook *self)
{
    free_constant(self->slot);
    free_constant(self->pool);
    free_constant(self->abusive);
    *self = (struct wordbook){.slot = NULL};
}
