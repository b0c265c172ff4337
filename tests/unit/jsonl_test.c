#include "cases.h"
#include "ingest_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void lines_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(fixture_run_cases("jsonl.cases", FORMAT_JSONL), 0);
}

static const struct reader_options jsonl = {
    .format = FORMAT_JSONL,
    .now = INT64_MIN,
    .every_line = true,
};

/* Dumps `text` and expects `wanted`. */
static void expect(struct view text, const char *wanted)
{
    struct buffer out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    assert_int_equal(fixture_dump(text, &jsonl, FIXTURE_ARENA, &out, &err), 0);
    if (strcmp(out.ptr, wanted) != 0)
        fail_msg("got '%s', expected '%s'", out.ptr, wanted);
    buffer_free(&out);
}

/* A member that vigie does not know changes nothing. */
static void unknown_members_are_passed_over(void **state)
{
    static const char *const cases[] = {
        "{\"id\":\"a\",\"text\":\"b\"",
        "{ \"id\" : 17 ,\t\"text\" : \"\"",
        "{\"text\":\"\",\"id\":\"\",\"author\":\"\",\"reply_to\":\"\",\"time\":"
        "\"\"",
        "{\"text\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\u0001\"",
        "{\"text\":\"\\ud83d\\ude00\"",
        "{\"text\":\"\\ud83d\"",
        "{\"text\":\"\\u0000\"",
        "{\"text\":\"\\u12g4\"",
        "{\"text\":\"\\x\"",
        "{\"text\":\"a\tb\"",
        "{\"te\\u0078t\":\"b\"",
        "{\"text\":\"\xC3\xA9\xF0\x9F\x98\x80\"",
        "{\"text\":\"\xC3\"",
        "{\"id\":0,\"discussion\":12,\"reply_to\":3,\"position\":4,\"text\":"
        "\"\"",
        "{\"id\":-1,\"text\":\"\"",
        "{\"id\":01,\"text\":\"\"",
        "{\"id\":1.5,\"text\":\"\"",
        "{\"id\":1e2,\"text\":\"\"",
        "{\"id\":999999999999999999,\"text\":\"\"",
        "{\"id\":9999999999999999999,\"text\":\"\"",
        "{\"id\":null,\"tones\":null,\"position\":null,\"text\":\"a\"",
        "{\"id\":nul,\"text\":\"a\"",
        "{\"position\":\"1\",\"text\":\"a\"",
        "{\"position\":-1,\"text\":\"a\"",
        "{\"time\":1,\"text\":\"a\"",
        "{\"time\":\"2020-08-03T08:19:00Z\",\"text\":\"a\"",
        "{\"time\":\"hier\",\"text\":\"a\"",
        "{\"text\":1",
        "{\"text\":true",
        "{\"text\":[\"a\"]",
        "{\"text\":{\"a\":1}",
        "{\"text\":\"a\",\"text\":\"b\"",
        "{\"tones\":[\"insult\"],\"sentiment\":\"negative\",\"text\":\"a\"",
        "{\"sentiment\":\"glad\",\"text\":\"a\"",
        "{\"id\":\"a\"",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer text = {.ptr = NULL}, wanted = {.ptr = NULL};
        struct error err = {.status = STATUS_OK};
        buffer_printf(&text, &err, "%s,\"none of ours\":0}", cases[i]);
        assert_int_equal(fixture_dump(buffer_view(&text), &jsonl, FIXTURE_ARENA,
                                      &wanted, &err),
                         0);
        buffer_clear(&text);
        buffer_printf(&text, &err, "%s}", cases[i]);
        expect(buffer_view(&text), wanted.ptr);
        buffer_free(&text);
        buffer_free(&wanted);
    }
}

static void what_ends_too_early_is_refused(void **state)
{
    static const char line[] =
        "{\"id\":17,\"text\":\"a\\u00e9\\n\",\"author\":null}";

    (void)state;
    for (size_t len = 1; len + 1 < sizeof(line); len++) {
        struct buffer out = {.ptr = NULL};
        struct error err = {.status = STATUS_OK};
        char *const exact = malloc(len); /* sanitizers see what is behind */
        memcpy(exact, line, len);
        assert_int_equal(fixture_dump((struct view){exact, len}, &jsonl,
                                      FIXTURE_ARENA, &out, &err),
                         0);
        assert_non_null(strstr(out.ptr, " !1 invalid JSON"));
        buffer_free(&out);
        free(exact);
    }
    expect(view_of("{\"text\":\"a\",\"id\":\"b\"} x"),
           " !1 invalid JSON at byte 23: end of file expected near 'x'");
}

static void nul_bytes_are_refused(void **state)
{
    static const char line[] = "{\"id\": \"a\", \"text\": \"b\0c\"}";

    (void)state;
    expect((struct view){line, sizeof(line) - 1},
           " !1 NUL character at byte 22 id=a");
}

static void every_line_counts_where_asked(void **state)
{
    (void)state;
    expect(view_of("{\"id\":1,\"text\":\"\"}\n\n{\"id\":2,\"text\":\"\"}\n"),
           " id=1# text= // !2 blank line // id=2# text=");
}

/* {"id":"a","text":"xxx…"} with `len` times x. */
static void build_text(struct buffer *out, const char *start, size_t len)
{
    struct error err = {.status = STATUS_OK};

    buffer_clear(out);
    buffer_add_text(out, start, &err);
    assert_int_equal(buffer_reserve(out, len, &err), 0);
    memset(out->ptr + out->len, 'x', len);
    out->len += len;
    buffer_add_text(out, "\"}\n{\"id\":2,\"text\":\"\"}", &err);
}

static void ceilings_hold(void **state)
{
    static const struct {
        const char *start;
        size_t len;
        const char *wanted;
    } cases[] = {
        {"{\"id\":\"a\",\"text\":\"",                 TEXT_CEILING + 1,
         " !1 'text' has 262145 bytes, more than the 262144 allowed id=a // "
         "id=2# text="                                                       },
        {"{\"text\":\"\",\"id\":\"a\",\"author\":\"", NAME_CEILING + 1,
         " !1 'author' has 1025 bytes, more than the 1024 allowed id=a // "
         "id=2# text="                                                       },
        {"{\"text\":\"\",\"id\":\"",                  NAME_CEILING + 1,
         " !1 'id' has 1025 bytes, more than the 1024 allowed // id=2# text="},
        {"{\"text\":\"\",\"id\":\"a\",\"other\":\"",  NAME_CEILING + 1,
         " id=a text= // id=2# text="                                        },
        {"{\"id\":\"a\",\"text\":\"",                 LINE_CEILING,
         " !1 line of 1048596 bytes is longer than the 1048576 allowed // "
         "id=2# text="                                                       },
    };
    struct buffer text = {.ptr = NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        build_text(&text, cases[i].start, cases[i].len);
        expect(buffer_view(&text), cases[i].wanted);
    }
    buffer_free(&text);
}

/* Depth is found before jansson recurses; brackets in strings do not count. */
static void nesting_is_bounded(void **state)
{
    struct buffer text = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    buffer_add_text(&text, "{\"id\":\"a\",\"text\":\"\",\"x\":", &err);
    for (int i = 0; i < 500000; i++)
        buffer_add(&text, "[", 1, &err);
    expect(buffer_view(&text), " !1 JSON nested deeper than 32 levels");

    buffer_clear(&text);
    buffer_add_text(&text, "{\"id\":\"a\",\"text\":\"\\\\\\\"", &err);
    for (int i = 0; i < 50; i++)
        buffer_add(&text, "[", 1, &err);
    buffer_add_text(&text, "\"}", &err);
    expect(buffer_view(&text), " id=a text=\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                               "[[[[[[[[[[[[[[[[[[");
    buffer_free(&text);
}

static void derived_ids_are_stable(void **state)
{
    static const char *const lines[] = {
        "{\"text\":\"Bonjour\",\"author\":\"a\",\"time\":\"2020-08-04\"}",
        "{\"time\":\"2020-08-04T00:00\",\"author\":\"a\",\"text\":\"Bonjour\"}",
        "{\"text\":\"Bonjour\",\"author\":\"b\",\"time\":\"2020-08-04\"}",
        "{\"text\":\"Bonjour \",\"author\":\"a\",\"time\":\"2020-08-04\"}",
        "{\"text\":\"Bonjour\",\"time\":\"2020-08-04\",\"discussion\":\"d\"}",
        "{\"text\":\"Bonjour\",\"author\":\"a\",\"position\":1}",
        "{\"text\":\"Bonjour\",\"author\":\"a\"}",
    };
    char ids[7][32];

    (void)state;
    for (size_t i = 0; i < 7; i++) {
        struct error err = {.status = STATUS_OK};
        struct source *source = NULL;
        struct reader *reader = NULL;
        struct arena arena;
        struct comment comment;
        assert_int_equal(
            source_open_memory(&source, "m", view_of(lines[i]), &err), 0);
        assert_int_equal(reader_open(&reader, source, &jsonl, &err), 0);
        assert_int_equal(arena_open(&arena, 10000, &err), 0);
        assert_int_equal(reader_next(reader, &comment, &arena, &err), 1);
        assert_true(comment.id_is_derived);
        assert_int_equal(comment.id.len, 18);
        assert_true(view_starts(comment.id, "c-"));
        snprintf(ids[i], sizeof(ids[i]), "%s", comment.id.ptr);
        arena_free(&arena);
        reader_free(reader);
        source_free(source);
    }
    assert_string_equal(ids[0], ids[1]);
    for (size_t i = 2; i < 7; i++)
        for (size_t j = 0; j < i; j++)
            if (j != 1)
                assert_string_not_equal(ids[i], ids[j]);
}

static const char whole[] =
    "{\"id\":\"b2#1\",\"discussion\":7,\"title\":\"Été\",\"section\":\"S\","
    "\"published\":\"2023-03-16T15:41\",\"position\":1,\"author\":\"gilou\","
    "\"time\":\"2023-03-16T15:44\",\"reply_to\":\"b2#0\",\"text\":\"\\u00c9h "
    "\\\"oui\\\"\",\"parent_text\":\"p\",\"tones\":[\"insult\",\"hate\"],"
    "\"sentiment\":\"negative\",\"split\":\"train\"}";

/* However small the arena, the answer is a comment or "too big". */
static void a_full_arena_is_a_status(void **state)
{
    struct buffer out = {.ptr = NULL};
    bool fitted = false;

    (void)state;
    for (size_t size = 1; size < 700; size++) {
        struct error err = {.status = STATUS_OK};
        buffer_clear(&out);
        const int status =
            fixture_dump(view_of(whole), &jsonl, size, &out, &err);
        assert_true(status == 0 || status == STATUS_TOO_BIG);
        assert_false(fitted && status < 0);
        fitted = status == 0;
    }
    assert_true(fitted);
    buffer_free(&out);
}

static void broken_lines_do_no_harm(void **state)
{
    static const char bytes[] = "\0\"\\{}[],:\xE9\xC3\xFF\n ";
    char text[sizeof(whole)];
    struct buffer out = {.ptr = NULL};

    (void)state;
    for (size_t at = 0; at < sizeof(whole) - 1; at++)
        for (size_t b = 0; b < sizeof(bytes); b++) {
            struct error err = {.status = STATUS_OK};
            memcpy(text, whole, sizeof(whole));
            text[at] = bytes[b];
            /* exact size on the heap, so that ASan sees an overrun */
            const size_t len = b ? sizeof(whole) - 1 : at + 1;
            char *const copy = malloc(len);
            assert_non_null(copy);
            memcpy(copy, text, len);
            buffer_clear(&out);
            fixture_dump((struct view){copy, len}, &jsonl, FIXTURE_ARENA, &out,
                         &err);
            free(copy);
        }
    buffer_free(&out);
}

/* The corpus of the project is whole: every line is a comment. */
static void our_corpus_is_read(void **state)
{
    static const char *const names[] = {"politics", "regional", "contrast"};
    struct buffer text = {.ptr = NULL}, out = {.ptr = NULL};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct error err = {.status = STATUS_OK};
        char path[128];
        snprintf(path, sizeof(path), "data/discussions/%s.jsonl", names[i]);
        buffer_free(&text);
        buffer_clear(&out);
        case_read_file(path, &text);
        assert_int_equal(
            fixture_dump(buffer_view(&text), &jsonl, FIXTURE_ARENA, &out, &err),
            0);
        assert_null(strstr(out.ptr, " // !"));
    }
    buffer_free(&text);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_the_table),
        cmocka_unit_test(unknown_members_are_passed_over),
        cmocka_unit_test(what_ends_too_early_is_refused),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(every_line_counts_where_asked),
        cmocka_unit_test(ceilings_hold),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(derived_ids_are_stable),
        cmocka_unit_test(a_full_arena_is_a_status),
        cmocka_unit_test(broken_lines_do_no_harm),
        cmocka_unit_test(our_corpus_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
