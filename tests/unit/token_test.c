#include "cases.h"
#include "model_fixture.h"
#include "token.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)4 << 20)

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

/* The list is what token_next gives one after another. */
static void list_is_the_walk(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 9;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t round = 0; round < 500; round++) {
        struct token_list list;
        struct token token;
        size_t at = 0, count = 0;
        arena_reset(&arena);
        buffer_clear(&text);
        fixture_random_text(&seed, round % 50, &text);
        const struct view folded = buffer_view(&text);
        assert_int_equal(token_find(folded, &list, &arena, &err), STATUS_OK);
        for (; token_next(folded, &at, &token); count++) {
            assert_true(count < list.count);
            assert_memory_equal(&list.token[count], &token, sizeof(token));
        }
        assert_int_equal(count, list.count);
    }
    buffer_free(&text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_of_the_table),
        cmocka_unit_test(tokens_cover_random_text),
        cmocka_unit_test(list_is_the_walk),
    };

    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
