/* token.h and ngram.h */
#include "cases.h"
#include "model_fixture.h"
#include "ngram.h"
#include "normalize.h"
#include "token.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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

static void tokens_of_the_table(void **state)
{
    static const char kinds[] = {
        [TOKEN_WORD] = 'w', [TOKEN_PUNCTUATION] = 'p', [TOKEN_SYMBOL] = 's'};
    struct error err = {.status = STATUS_OK};
    struct case_file file;
    size_t wrong = 0;

    (void)state;
    for (case_open(&file, "tokens.cases"); case_next(&file);) {
        struct buffer shown = {.ptr = NULL};
        struct token token;
        size_t at = 0;
        buffer_add(&shown, "", 0, &err);
        while (token_next(file.input, &at, &token)) {
            assert_int_equal(at, token.end);
            buffer_printf(&shown, &err, "%s%c:%.*s", shown.len ? "|" : "",
                          kinds[token.kind], (int)(token.end - token.begin),
                          file.input.ptr + token.begin);
        }
        wrong += !case_check(&file, false, shown.ptr);
        buffer_free(&shown);
    }
    assert_int_equal(wrong, 0);
}

/* Every byte that is no white space stands in one token. */
static void tokens_cover_random_text(void **state)
{
    struct buffer text = {.ptr = NULL};
    uint64_t seed = 7;

    (void)state;
    for (size_t round = 0; round < 3000; round++) {
        struct token token;
        size_t at = 0, covered = 0, last = 0, wanted = 0;
        buffer_clear(&text);
        fixture_random_text(&seed, 1 + round % 40, &text);
        while (token_next(buffer_view(&text), &at, &token)) {
            assert_true(token.begin >= last && token.end > token.begin);
            assert_int_equal(utf8_check((struct view){text.ptr + token.begin,
                                                      token.end - token.begin}),
                             UTF8_VALID);
            covered += token.end - token.begin;
            last = token.end;
        }
        for (size_t i = 0; i < text.len; i++)
            wanted += !is_ascii_space(text.ptr[i]);
        assert_true(last <= text.len);
        assert_int_equal(covered, wanted);
    }
    buffer_free(&text);
}

/* ---- n-grams against a plain second writing of the header --------------- */

static uint64_t hash_of(enum ngram_kind kind, const uint64_t *value,
                        size_t count)
{
    uint64_t hash = ngram_seed(kind);

    for (size_t i = 0; i < count; i++)
        hash = ngram_mix(hash, value[i]);
    return hash;
}

static size_t plain_characters(const struct ngram_settings *s, struct view f,
                               struct ngram *out)
{
    size_t count = 0, begin = 0;

    while (begin < f.len) {
        uint64_t c[512] = {' '};
        size_t n = 1, end = begin;
        while (end < f.len && !is_ascii_space(f.ptr[end]))
            c[n++] = utf8_decode(f.ptr, end, &end);
        c[n++] = ' ';
        for (size_t i = 0; end > begin && i < n; i++)
            for (size_t len = s->char_min; len <= s->char_max; len++)
                if (i + len <= n)
                    out[count++] =
                        (struct ngram){hash_of(NGRAM_CHARACTER, c + i, len),
                                       (uint32_t)begin, (uint32_t)end};
        begin = end + 1;
    }
    return count;
}

static size_t plain_words(const struct ngram_settings *s, enum ngram_kind kind,
                          struct view f, struct ngram *out)
{
    struct ngram word[512];
    size_t words = 0, count = 0, at = 0;
    struct token token;

    while (token_next(f, &at, &token)) {
        uint64_t byte[512];
        for (size_t i = token.begin; i < token.end; i++)
            byte[i - token.begin] = (unsigned char)f.ptr[i];
        word[words++] =
            (struct ngram){hash_of(kind, byte, token.end - token.begin),
                           token.begin, token.end};
    }
    for (size_t i = 0; i < words; i++)
        for (size_t n = 1; n <= s->word_max && n <= i + 1; n++) {
            struct ngram gram = word[i];
            for (size_t k = 1; k < n; k++)
                gram.hash =
                    ngram_mix(ngram_mix(gram.hash, k), word[i - k].hash);
            gram.begin = word[i + 1 - n].begin;
            out[count++] = gram;
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
                const struct view f = view_of(texts[i]);
                struct ngram_list list;
                arena_reset(&arena);
                assert_int_equal(ngram_characters(&s, f, &list, &arena, &err),
                                 STATUS_OK);
                expect_equal(&list, wanted, plain_characters(&s, f, wanted),
                             texts[i]);
                assert_int_equal(
                    ngram_words(&s, NGRAM_WORD, f, &list, &arena, &err),
                    STATUS_OK);
                expect_equal(&list, wanted,
                             plain_words(&s, NGRAM_WORD, f, wanted), texts[i]);
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

    (void)state;
    for (size_t s = 0; s < 4; s++)
        EACH_TEXT(i)
        {
            const struct view f = view_of(texts[i]);
            size_t fitted = 0;
            for (size_t size = 0; size < 400 + f.len * 130; size += 4) {
                struct error err = {.status = STATUS_OK};
                struct ngram_list list = {77, NULL}, words = {77, NULL};
                struct arena arena;
                arena_open(&arena, size, &err);
                int status =
                    ngram_characters(&settings[s], f, &list, &arena, &err);
                assert_true(status == STATUS_OK || list.count == 77);
                if (status == STATUS_OK)
                    status = ngram_words(&settings[s], NGRAM_PARENT, f, &words,
                                         &arena, &err);
                assert_true(status == STATUS_OK ||
                            (status == STATUS_TOO_BIG && words.count == 77));
                fitted += status == STATUS_OK;
                arena_free(&arena);
            }
            assert_true(fitted > 0);
        }
}

static size_t find(const struct ngram_list *list, uint64_t hash)
{
    size_t found = 0;

    for (size_t i = 0; i < list->count; i++)
        found += list->ngram[i].hash == hash;
    return found;
}

/* The example of the header, letter by letter. */
static void padding_and_kinds(void **state)
{
    static const char *const wanted[] = {" n",  "nu",  "ul",   "l ",   " nu",
                                         "nul", "ul ", " nul", "nul ", " nul "};
    const struct ngram_settings s = {2, 5, 2};
    struct error err = {.status = STATUS_OK};
    struct ngram_list list, parent;
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    ngram_characters(&s, view_of("nul"), &list, &arena, &err);
    assert_int_equal(list.count, sizeof(wanted) / sizeof(wanted[0]));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        uint64_t c[8];
        for (size_t k = 0; k < strlen(wanted[i]); k++)
            c[k] = (unsigned char)wanted[i][k];
        if (find(&list, hash_of(NGRAM_CHARACTER, c, strlen(wanted[i]))) != 1)
            fail_msg("'%s'", wanted[i]);
    }
    /* equal words of another kind, or in another order, are others */
    ngram_words(&s, NGRAM_WORD, view_of("un deux un"), &list, &arena, &err);
    ngram_words(&s, NGRAM_PARENT, view_of("un deux un"), &parent, &arena, &err);
    assert_int_equal(list.count, 5);
    assert_true(list.ngram[0].hash == list.ngram[3].hash);
    assert_true(list.ngram[2].hash != list.ngram[4].hash);
    ngram_words(&s, NGRAM_WORD, view_of("non non oui oui"), &list, &arena,
                &err);
    assert_int_equal(list.count, 7);
    assert_true(list.ngram[2].hash != list.ngram[6].hash);
    ngram_words(&s, NGRAM_WORD, view_of("un deux un"), &list, &arena, &err);
    for (size_t i = 0; i < parent.count; i++)
        assert_int_equal(find(&list, parent.ngram[i].hash), 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_of_the_table),
        cmocka_unit_test(tokens_cover_random_text),
        cmocka_unit_test(ngrams_are_the_plain_ones),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
        cmocka_unit_test(padding_and_kinds),
    };

    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
