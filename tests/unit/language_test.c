#include "cases.h"
#include "language.h"
#include "normalize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)1 << 20)

static void languages_of_the_table(void **state)
{
    struct folder folder;
    struct case_file file;
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    size_t wrong = 0;

    (void)state;
    fold_open(&folder);
    arena_open(&arena, ARENA_SIZE, &err);
    for (case_open(&file, "language.cases"); case_next(&file);) {
        struct text text;
        arena_reset(&arena);
        if (normalize_run(&folder, file.input, &text, &arena, &err) < 0)
            fail_msg("%s", err.message);
        wrong += !case_check(&file, false,
                             language_code(language_guess(text.folded)));
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

static void codes_are_the_documented_ones(void **state)
{
    (void)state;
    assert_string_equal(language_code(LANGUAGE_UNKNOWN), "unknown");
    assert_string_equal(language_code(LANGUAGE_FRENCH), "fr");
    assert_string_equal(language_code(LANGUAGE_ENGLISH), "en");
    assert_string_equal(language_code(LANGUAGE_OTHER), "other");
}

/* In order of bytes, so that none stands there twice. */
static void every_small_word_is_found(void **state)
{
    enum tongue { FR, SH, EN, XX };
    static const struct {
        char word[16];
        enum tongue tongue;
    } words[] = {
#include "language_words.inc"
    };
    static const enum language wanted[] = {LANGUAGE_FRENCH, LANGUAGE_FRENCH,
                                           LANGUAGE_ENGLISH, LANGUAGE_OTHER};

    (void)state;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        char twice[64];
        snprintf(twice, sizeof(twice), "%.15s %.15s", words[i].word,
                 words[i].word);
        if (language_guess(view_of(twice)) != wanted[words[i].tongue])
            fail_msg("%s", words[i].word);
        if (i && strcmp(words[i - 1].word, words[i].word) >= 0)
            fail_msg("%s is out of order", words[i].word);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_of_the_table),
        cmocka_unit_test(codes_are_the_documented_ones),
        cmocka_unit_test(every_small_word_is_found),
    };

    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
