#include "ingest_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void formats_are_told_by_content(void **state)
{
    (void)state;
    assert_int_equal(fixture_run_cases("formats.cases", FORMAT_AUTO), 0);
}

static void formats_have_names(void **state)
{
    struct error err = {.status = STATUS_OK};
    enum format format = FORMAT_AUTO;

    (void)state;
    assert_int_equal(format_from_name("csv", &format, &err), 0);
    assert_int_equal(format, FORMAT_CSV);
    assert_int_equal(format_from_name("page", &format, &err), 0);
    assert_int_equal(format, FORMAT_PAGE);
    assert_int_equal(format_from_name("jsonl", &format, &err), 0);
    assert_int_equal(format, FORMAT_JSONL);
    assert_int_equal(format_from_name("auto", &format, &err), 0);
    assert_int_equal(format, FORMAT_AUTO);
    assert_int_equal(format_from_name("xml", &format, &err), STATUS_USAGE);
    assert_non_null(strstr(err.message, "'xml'"));
}

static void the_option_names_the_discussion(void **state)
{
    static const char *const inputs[] = {
        "{\"id\":1,\"text\":\"t\"}",
        "{\"id\":1,\"text\":\"t\",\"discussion\":\"d\"}",
        "id,text\n1,t\n",
        "T\n2020-08-04\n2020-08-04 08:26Z\na",
    };
    static const char *const wanted[] = {
        " id=1# discussion=fil text=t",
        " id=1# discussion=d text=t",
        " id=1 discussion=fil text=t",
        " id=~ discussion=fil title=T published=2020-08-03T22:00:00Z "
        "position=1 time=2020-08-04T08:26:00Z text=a",
    };
    struct reader_options options = fixture_options(FORMAT_AUTO);
    struct buffer out = {.ptr = NULL};

    (void)state;
    options.discussion = view_of("fil");
    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
        struct error err = {.status = STATUS_OK};
        buffer_clear(&out);
        assert_int_equal(fixture_dump(view_of(inputs[i]), &options,
                                      FIXTURE_ARENA, &out, &err),
                         0);
        assert_string_equal(out.ptr, wanted[i]);
    }
    buffer_free(&out);
}

static void gzip_is_any_format(void **state)
{
    const struct reader_options options = fixture_options(FORMAT_AUTO);
    struct buffer gz = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    fixture_gzip(view_of("{\"id\":1,\"text\":\"t\"}\n{\"id\":2,\"text\":"),
                 &gz);
    const size_t first = gz.len;
    fixture_gzip(view_of("\"u\"}\n"), &gz);
    assert_int_equal(
        fixture_dump(buffer_view(&gz), &options, FIXTURE_ARENA, &out, &err), 0);
    assert_string_equal(out.ptr, " id=1# text=t // id=2# text=u");
    /* cut anywhere, the whole records are read and the cut is told */
    for (size_t len = 2; len < gz.len; len++) {
        error_clear(&err);
        buffer_clear(&out);
        const int status = fixture_dump(view_first(buffer_view(&gz), len),
                                        &options, FIXTURE_ARENA, &out, &err);
        if (len != first)
            assert_int_equal(status, STATUS_BAD_INPUT);
        if (len > first) {
            assert_true(view_starts(buffer_view(&out), " id=1# text=t"));
            assert_string_equal(err.where, "memory");
        }
    }
    buffer_free(&gz);
    buffer_free(&out);
}

/* A live writer's first line is answered before it sends the second. */
static void live_lines_do_not_wait(void **state)
{
    const struct reader_options options = fixture_options(FORMAT_AUTO);
    static const char *const lines[] = {"{\"id\":1,\"text\":\"t\"}\n",
                                        "id,text\n1,t\n"};
    const int saved = dup(STDIN_FILENO);

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct error err = {.status = STATUS_OK};
        struct source *source = NULL;
        struct reader *reader = NULL;
        struct arena arena;
        struct comment comment;
        int ends[2];
        const ssize_t len = (ssize_t)strlen(lines[i]);
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
        close(ends[0]);
        assert_int_equal(write(ends[1], lines[i], (size_t)len), len);
        assert_int_equal(source_open(&source, "-", &err), 0);
        assert_int_equal(reader_open(&reader, source, &options, &err), 0);
        assert_int_equal(arena_open(&arena, 10000, &err), 0);
        assert_true(reader_ready(reader));
        assert_int_equal(reader_next(reader, &comment, &arena, &err), 1);
        assert_true(view_is(comment.id, "1"));
        assert_false(reader_ready(reader));
        close(ends[1]);
        assert_true(reader_ready(reader));
        assert_int_equal(reader_next(reader, &comment, &arena, &err), 0);
        arena_free(&arena);
        reader_free(reader);
        source_free(source);
    }
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(saved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_by_content),
        cmocka_unit_test(formats_have_names),
        cmocka_unit_test(the_option_names_the_discussion),
        cmocka_unit_test(gzip_is_any_format),
        cmocka_unit_test(live_lines_do_not_wait),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
