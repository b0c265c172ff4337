#include "ingest_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct reader_options csv = {.format = FORMAT_CSV,
                                          .now = INT64_MIN};

static void rows_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(fixture_run_cases("csv.cases", FORMAT_CSV), 0);
}

static void add_many(struct buffer *out, const char *text, size_t bytes)
{
    struct error err = {.status = STATUS_OK};

    for (const size_t end = out->len + bytes; out->len < end;)
        assert_int_equal(buffer_add_text(out, text, &err), 0);
}

/* A quote left open may not swallow a whole file. */
static void an_open_quote_ends_at_the_ceiling(void **state)
{
    struct buffer text = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    buffer_add_text(&text, "id,text\na,t\nb,\"u\n", &err);
    add_many(&text, "c,d\n", 2 * LINE_CEILING);
    assert_int_equal(
        fixture_dump(buffer_view(&text), &csv, FIXTURE_ARENA, &out, &err),
        STATUS_BAD_INPUT);
    assert_string_equal(err.where, "memory:3");
    assert_non_null(strstr(err.message, "begun in line 3"));
    assert_string_equal(out.ptr, " id=a text=t");
    buffer_free(&text);
    buffer_free(&out);
}

static void long_rows_are_refused(void **state)
{
    struct buffer text = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    buffer_add_text(&text, "id,text\na,", &err);
    add_many(&text, "xxxx", TEXT_CEILING + 4);
    buffer_add_text(&text, "\nb,", &err);
    add_many(&text, "xxxx", LINE_CEILING);
    buffer_add_text(&text, "\nc,t\n", &err);
    assert_int_equal(
        fixture_dump(buffer_view(&text), &csv, FIXTURE_ARENA, &out, &err), 0);
    assert_string_equal(
        out.ptr, " !2 'text' has 262148 bytes, more than the 262144 allowed "
                 "id=a // !3 line of 1048578 bytes is longer than the 1048576 "
                 "allowed // id=c text=t");
    buffer_free(&text);
    buffer_free(&out);
}

static void columns_are_bounded(void **state)
{
    struct buffer text = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    buffer_add_text(&text, "text", &err);
    add_many(&text, ",x", 2 * 300);
    assert_int_equal(
        fixture_dump(buffer_view(&text), &csv, FIXTURE_ARENA, &out, &err),
        STATUS_BAD_INPUT);
    assert_non_null(strstr(err.message, "301 columns"));
    buffer_free(&text);
    buffer_free(&out);
}

static const char whole[] =
    "id;Texte;auteur;date;tones\n"
    "a;\"Il dit \"\"non\"\";\nfin\";Zoé;04/08/2020;hate\n"
    "\n;;;;\nb;t;u;;";

static void a_full_arena_is_a_status(void **state)
{
    struct buffer out = {.ptr = NULL};
    int status = STATUS_TOO_BIG;

    (void)state;
    for (size_t size = 1; size < 400; size++) {
        struct error err = {.status = STATUS_OK};
        buffer_clear(&out);
        status = fixture_dump(view_of(whole), &csv, size, &out, &err);
        assert_true(status == 0 || status == STATUS_TOO_BIG);
    }
    assert_int_equal(status, 0);
    buffer_free(&out);
}

static void broken_rows_do_no_harm(void **state)
{
    static const char bytes[] = "\0\";,\n\r\xE9\xC3 ";
    struct buffer out = {.ptr = NULL};

    (void)state;
    for (size_t at = 0; at < sizeof(whole) - 1; at++)
        for (size_t b = 0; b < sizeof(bytes); b++) {
            struct error err = {.status = STATUS_OK};
            const size_t len = b ? sizeof(whole) - 1 : at + 1;
            char *const copy = malloc(sizeof(whole));
            assert_non_null(copy);
            memcpy(copy, whole, sizeof(whole));
            copy[at] = bytes[b];
            buffer_clear(&out);
            fixture_dump((struct view){copy, len}, &csv, FIXTURE_ARENA, &out,
                         &err);
            free(copy);
        }
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_the_table),
        cmocka_unit_test(an_open_quote_ends_at_the_ceiling),
        cmocka_unit_test(long_rows_are_refused),
        cmocka_unit_test(columns_are_bounded),
        cmocka_unit_test(a_full_arena_is_a_status),
        cmocka_unit_test(broken_rows_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
