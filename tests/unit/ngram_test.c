#include "ngram.h"
#include "token.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)4 << 20)
#define GRAMS 20000

static const char *const texts[] = {
    "",
    "a",
    "nul",
    "c'est nul",
    "l'homme qu'il faut !",
    "a b c d e",
    "été\nà la plage...",
    "😂😂 ok",
    "x",
    "un mot très-très long : anticonst",
    "?!",
    "'''",
    "a\nb\nc",
    "voir U, H",
    "привет 你好",
    "ab ab ab ab",
};

#define EACH_TEXT(i) for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)

/* ---- against a plain second writing of the header ----------------------- */

static uint64_t hash_of(enum ngram_kind kind, const uint64_t *value,
                        size_t count)
{
    uint64_t hash = ngram_seed(kind);

    for (size_t i = 0; i < count; i++)
        hash = hash_mix(hash, value[i]);
    return hash;
}

/* A text as the n-grams are taken from it; every third token is another's
 * voice when `own` is asked for. */
struct sample {
    struct token_list list;
    uint8_t flags[512];
    struct ngram_tokens in;
};

static void open_sample(struct sample *s, struct view folded, bool own,
                        struct arena *arena)
{
    struct error err = {.status = STATUS_OK};

    assert_int_equal(token_find(folded, &s->list, arena, &err), STATUS_OK);
    assert_true(s->list.count < sizeof(s->flags));
    for (size_t i = 0; i < s->list.count; i++)
        s->flags[i] = (uint8_t)(i % 3 == 2 ? 5 : 4);
    s->in = (struct ngram_tokens){
        .folded = folded,
        .list = &s->list,
        .flags = own ? s->flags : NULL,
        .mask = 1,
    };
}

static bool taken(const struct sample *s, size_t i)
{
    return !s->in.flags || !(s->flags[i] & 1);
}

static struct view token_of(const struct sample *s, size_t i)
{
    return token_view(s->in.folded, &s->list.token[i]);
}

static bool met_before(const struct sample *s, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (taken(s, k) && view_equal(token_of(s, k), token_of(s, i)))
            return true;
    return false;
}

static size_t plain_characters(const struct ngram_settings *settings,
                               const struct sample *s, struct ngram *out)
{
    size_t count = 0;

    for (size_t i = 0; i < s->list.count; i++) {
        const struct token *t = &s->list.token[i];
        uint64_t c[512] = {' '};
        size_t n = 1, at = t->begin;
        if (!taken(s, i) || met_before(s, i))
            continue;
        while (at < t->end)
            c[n++] = utf8_decode(s->in.folded.ptr, at, &at);
        c[n++] = ' ';
        for (size_t k = 0; k < n; k++)
            for (size_t len = settings->char_min; len <= settings->char_max;
                 len++)
                if (k + len <= n)
                    out[count++] = (struct ngram){
                        hash_of(NGRAM_CHARACTER, c + k, len), t->begin, t->end};
    }
    return count;
}

static size_t plain_words(const struct ngram_settings *settings,
                          enum ngram_kind kind, const struct sample *s,
                          struct ngram *out)
{
    struct ngram word[512];
    size_t count = 0;

    for (size_t i = 0; i < s->list.count; i++) {
        const struct view token = token_of(s, i);
        uint64_t byte[512];
        for (size_t k = 0; k < token.len; k++)
            byte[k] = (unsigned char)token.ptr[k];
        word[i] = (struct ngram){hash_of(kind, byte, token.len),
                                 s->list.token[i].begin, s->list.token[i].end};
        for (size_t n = 1; n <= settings->word_max && n <= i + 1; n++) {
            struct ngram gram = word[i];
            if (!taken(s, i + 1 - n))
                break; /* a row of words ends here */
            for (size_t k = 1; k < n; k++)
                gram.hash = hash_mix(hash_mix(gram.hash, k), word[i - k].hash);
            gram.begin = word[i + 1 - n].begin;
            out[count++] = gram;
        }
    }
    return count;
}

static void expect_equal(const struct ngram_list *list,
                         const struct ngram *wanted, size_t count,
                         const char *text)
{
    if (list->count != count)
        fail_msg("'%s': %zu n-grams for %zu", text, list->count, count);
    for (size_t i = 0; i < count; i++)
        if (list->ngram[i].hash != wanted[i].hash ||
            list->ngram[i].begin != wanted[i].begin ||
            list->ngram[i].end != wanted[i].end)
            fail_msg("'%s': n-gram %zu", text, i);
}

static void expect_plain(const struct ngram_settings *settings,
                         const char *text, bool own, struct ngram *wanted,
                         struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    struct ngram_list list;
    struct sample s;

    arena_reset(arena);
    open_sample(&s, view_of(text), own, arena);
    assert_int_equal(ngram_characters(settings, &s.in, &list, arena, &err),
                     STATUS_OK);
    expect_equal(&list, wanted, plain_characters(settings, &s, wanted), text);
    assert_int_equal(
        ngram_words(settings, NGRAM_WORD, &s.in, &list, arena, &err),
        STATUS_OK);
    expect_equal(&list, wanted, plain_words(settings, NGRAM_WORD, &s, wanted),
                 text);
}

static void ngrams_are_the_plain_ones(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct ngram *wanted = malloc(GRAMS * sizeof(*wanted));
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (uint32_t min = 2; min <= 8; min++)
        for (uint32_t max = min; max <= 8; max++)
            EACH_TEXT(i)
            {
                const struct ngram_settings s = {min, max, 1 + max % 3};
                expect_plain(&s, texts[i], false, wanted, &arena);
                expect_plain(&s, texts[i], true, wanted, &arena);
            }
    arena_free(&arena);
    free(wanted);
}

/* No byte past the arena, and what does not fit is said. */
static void arena_shrunk_byte_by_byte(void **state)
{
    static const struct ngram_settings settings[] = {
        {2, 2, 1},
        {2, 3, 2},
        {2, 5, 3},
        {8, 8, 1}
    };
    struct error own_err = {.status = STATUS_OK};
    struct arena own;

    (void)state;
    arena_open(&own, ARENA_SIZE, &own_err);
    for (size_t s = 0; s < 4; s++)
        EACH_TEXT(i)
        {
            const struct view f = view_of(texts[i]);
            struct sample sample;
            size_t fitted = 0;
            arena_reset(&own);
            open_sample(&sample, f, false, &own);
            for (size_t size = 0; size < 800 + f.len * 200; size += 4) {
                struct error err = {.status = STATUS_OK};
                struct ngram_list list = {.count = 77}, words = {.count = 77};
                struct token_list tokens = {77, NULL};
                struct arena arena;
                arena_open(&arena, size, &err);
                int status = token_find(f, &tokens, &arena, &err);
                assert_true(status == STATUS_OK || tokens.count == 77);
                if (status == STATUS_OK)
                    status = ngram_characters(&settings[s], &sample.in, &list,
                                              &arena, &err);
                assert_true(status == STATUS_OK || list.count == 77);
                if (status == STATUS_OK)
                    status = ngram_words(&settings[s], NGRAM_PARENT, &sample.in,
                                         &words, &arena, &err);
                assert_true(status == STATUS_OK ||
                            (status == STATUS_TOO_BIG && words.count == 77));
                fitted += status == STATUS_OK;
                arena_free(&arena);
            }
            assert_true(fitted > 0);
        }
    arena_free(&own);
}

static size_t find(const struct ngram_list *list, uint64_t hash)
{
    size_t found = 0;

    for (size_t i = 0; i < list->count; i++)
        found += list->ngram[i].hash == hash;
    return found;
}

/* All of a text, taken for granted. */
static struct ngram_list characters_of(const char *text, struct arena *arena)
{
    const struct ngram_settings settings = {2, 5, 2};
    struct error err = {.status = STATUS_OK};
    struct ngram_list list;
    struct sample s;

    open_sample(&s, view_of(text), false, arena);
    assert_int_equal(ngram_characters(&settings, &s.in, &list, arena, &err),
                     STATUS_OK);
    return list;
}

static struct ngram_list words_of(const char *text, enum ngram_kind kind,
                                  struct arena *arena)
{
    const struct ngram_settings settings = {2, 5, 2};
    struct error err = {.status = STATUS_OK};
    struct ngram_list list;
    struct sample s;

    open_sample(&s, view_of(text), false, arena);
    assert_int_equal(ngram_words(&settings, kind, &s.in, &list, arena, &err),
                     STATUS_OK);
    return list;
}

/* Words and pairs of a text with the sentence of each token, as digits. */
static struct ngram_list places_of(const char *text, const char *sentences,
                                   struct arena *arena)
{
    const struct ngram_settings settings = {2, 5, 2};
    struct error err = {.status = STATUS_OK};
    struct ngram_list list;
    struct sample s;
    uint16_t number[16];

    open_sample(&s, view_of(text), false, arena);
    assert_int_equal(s.list.count, strlen(sentences));
    for (size_t i = 0; i < s.list.count; i++)
        number[i] = (uint16_t)(sentences[i] - '0');
    s.in.sentence = number;
    assert_int_equal(
        ngram_words(&settings, NGRAM_WORD, &s.in, &list, arena, &err),
        STATUS_OK);
    return list;
}

/* How many of these n-grams are also among the others. */
static size_t shared(const struct ngram_list *a, const struct ngram_list *b)
{
    size_t count = 0;

    for (size_t i = 0; i < a->count; i++)
        count += find(b, a->ngram[i].hash) > 0;
    return count;
}

static void words_in_their_places(void **state)
{
    static const struct {
        const char *text, *sentences;
        size_t count;     /* of n-grams                                   */
        const char *like; /* another text, its sentences and how many      */
        const char *like_sentences; /* n-grams of the text are its, too    */
        size_t shared;
    } cases[] = {
        {"oui",           "0",    3,  "oui",       "0",   3},
        {"oui non",       "00",   6,  "oui",       "0",   2},
        {"oui non",       "00",   6,  "non oui",   "00",  2},
        {"oui non si",    "000",  8,  "oui non",   "00",  5},
        {"oui . non si",  "0011", 12, "non si",    "00",  6},
        {"oui . non si",  "0000", 10, "non si",    "00",  4},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct ngram_list
            list = places_of(cases[i].text, cases[i].sentences, &arena),
            like =
                places_of(cases[i].like, cases[i].like_sentences, &arena);
        if (list.count != cases[i].count ||
            shared(&list, &like) != cases[i].shared)
            fail_msg("'%s': %zu n-grams, %zu of '%s'", cases[i].text,
                     list.count, shared(&list, &like), cases[i].like);
    }
    arena_free(&arena);
}

static uint64_t hash_of_characters(const char *text)
{
    uint64_t c[8];

    for (size_t i = 0; i < strlen(text); i++)
        c[i] = (unsigned char)text[i];
    return hash_of(NGRAM_CHARACTER, c, strlen(text));
}

/* The example of the header, letter by letter. */
static void padding_and_kinds(void **state)
{
    static const char *const wanted[] = {" n",  "nu",  "ul",   "l ",   " nu",
                                         "nul", "ul ", " nul", "nul ", " nul "};
    struct error err = {.status = STATUS_OK};
    struct ngram_list list, parent;
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    list = characters_of("nul", &arena);
    assert_int_equal(list.count, sizeof(wanted) / sizeof(wanted[0]));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        if (find(&list, hash_of_characters(wanted[i])) != 1)
            fail_msg("'%s'", wanted[i]);
    /* equal words of another kind, or in another order, are others */
    list = words_of("un deux un", NGRAM_WORD, &arena);
    parent = words_of("un deux un", NGRAM_PARENT, &arena);
    assert_int_equal(list.count, 5);
    assert_true(list.ngram[0].hash == list.ngram[3].hash);
    assert_true(list.ngram[2].hash != list.ngram[4].hash);
    for (size_t i = 0; i < parent.count; i++)
        assert_int_equal(find(&list, parent.ngram[i].hash), 0);
    list = words_of("non non oui oui", NGRAM_WORD, &arena);
    assert_int_equal(list.count, 7);
    assert_true(list.ngram[2].hash != list.ngram[6].hash);
    arena_free(&arena);
}

/* A token counts once, its n-grams each time they stand in it or in another:
 * what it adds does not depend on the text around it. */
static void distinct_tokens_count_with_repeats(void **state)
{
    static const struct {
        const char *text, *gram;
        size_t times;
    } cases[] = {
        {"nul nul nul",       "nul", 1},
        {"nul nulle",         "nul", 2},
        {"nul nulle nul !",   "nu",  2},
        {"lalala",            "la",  3},
        {"lalala la",         "la",  4},
        {"la lalala la la.",  "la",  4},
        {"un, deux, trois",   " ,",  1},
        {"!!! nul ! nul !!!", "!",   0}, /* one character is none */
        {"ab cd",             "b c", 0}, /* none reaches over a token */
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        arena_reset(&arena);
        const struct ngram_list list = characters_of(cases[i].text, &arena);
        const size_t times = find(&list, hash_of_characters(cases[i].gram));
        if (times != cases[i].times)
            fail_msg("'%s' in '%s': %zu", cases[i].gram, cases[i].text, times);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ngrams_are_the_plain_ones),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
        cmocka_unit_test(words_in_their_places),
        cmocka_unit_test(padding_and_kinds),
        cmocka_unit_test(distinct_tokens_count_with_repeats),
    };

    return cmocka_run_group_tests_name("ngram", tests, NULL, NULL);
}
