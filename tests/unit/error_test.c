#include "error.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void deepest_message_is_kept(void **state)
{
    struct error err = {.status = STATUS_OK};

    (void)state;
    assert_int_equal(error_set(&err, STATUS_DAMAGED, "byte %d", 17),
                     STATUS_DAMAGED);
    assert_int_equal(error_set(&err, STATUS_IO, "outer"), STATUS_DAMAGED);
    assert_string_equal(err.message, "byte 17");
    assert_int_equal(err.status, STATUS_DAMAGED);
    assert_int_equal(error_locate(&err, "a.jsonl", 42), STATUS_DAMAGED);
    assert_int_equal(error_locate(&err, "b.jsonl", 0), STATUS_DAMAGED);
    assert_string_equal(err.where, "a.jsonl:42");
    error_clear(&err);
    assert_int_equal(err.status, STATUS_OK);
    error_set(&err, STATUS_IO, "new");
    error_locate(&err, "b.jsonl", 0);
    assert_string_equal(err.message, "new");
    assert_string_equal(err.where, "b.jsonl");
}

static void message_is_one_clean_line(void **state)
{
    static const struct {
        const char *name, *text, *message;
    } cases[] = {
        {"line ends",                 "a\nb\r\nc",     "a?b??c"      },
        {"escape sequences",          "\033[31mrouge", "?[31mrouge"  },
        {"tabulator and delete",      "a\tb\x7f",      "a?b?"        },
        {"letters with accents stay", "clé 'été'",  "clé 'été'"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        error_set(&err, STATUS_IO, "%s", cases[i].text);
        if (strcmp(err.message, cases[i].message) != 0)
            fail_msg("%s: '%s'", cases[i].name, err.message);
        error_locate(&err, cases[i].text, 0);
        if (strcmp(err.where, cases[i].message) != 0)
            fail_msg("%s: where is '%s'", cases[i].name, err.where);
    }
}

/* Wherever the field ends, it ends between two code points. */
static void long_message_is_cut_between_code_points(void **state)
{
    static const char *const signs[] = {"x", "é", "€", "😀"};

    (void)state;
    for (size_t s = 0; s < sizeof(signs) / sizeof(signs[0]); s++)
        for (size_t pad = 0; pad < 8; pad++) {
            struct error err = {.status = STATUS_OK};
            char text[1024];
            size_t len = pad;
            memset(text, 'a', pad);
            while (len + strlen(signs[s]) < sizeof(text)) {
                memcpy(text + len, signs[s], strlen(signs[s]));
                len += strlen(signs[s]);
            }
            text[len] = '\0';
            error_set(&err, STATUS_IO, "%s", text);
            const size_t kept = strlen(err.message);
            assert_int_equal(utf8_check(view_of(err.message)), UTF8_VALID);
            assert_memory_equal(err.message, text, kept);
            /* at most one code point and its cut neighbour are missing */
            assert_in_range(kept, sizeof(err.message) - 9,
                            sizeof(err.message) - 1);
        }
}

static void every_status_has_code_and_meaning(void **state)
{
    (void)state;
    assert_int_equal(error_exit_code(STATUS_OK), 0);
    assert_int_equal(STATUS_OK, 0);
    for (int rank = 1; rank < STATUS_COUNT; rank++) {
        assert_in_range(error_exit_code((enum status) - rank), 64, 78);
        assert_true(strlen(error_meaning((enum status) - rank)) > 5);
    }
    assert_int_equal(error_exit_code(STATUS_BAD_INPUT), EX_DATAERR);
    assert_int_equal(error_exit_code(STATUS_TOO_NEW), EX_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deepest_message_is_kept),
        cmocka_unit_test(message_is_one_clean_line),
        cmocka_unit_test(long_message_is_cut_between_code_points),
        cmocka_unit_test(every_status_has_code_and_meaning),
    };

    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
