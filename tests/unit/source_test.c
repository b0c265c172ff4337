#include "cases.h"
#include "ingest_fixture.h"
#include "source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* All lines of `bytes`, each behind its number, or the failure. */
static int read_lines(struct view bytes, struct buffer *out, struct error *err)
{
    struct source *source = NULL;
    struct error ignored = {.status = STATUS_OK};
    struct view line;
    int status = source_open_memory(&source, "memory", bytes, err);

    buffer_clear(out);
    buffer_add_text(out, "", &ignored);
    if (status < 0)
        return status;
    for (;;) {
        status = source_line(source, &line, err);
        if (status == STATUS_BAD_RECORD) {
            buffer_printf(out, &ignored, "%zu!", source_line_number(source));
            error_clear(err);
            continue;
        }
        if (status != 1)
            break;
        buffer_printf(out, &ignored, "%zu:", source_line_number(source));
        buffer_add_view(out, view_first(line, 40), &ignored);
        buffer_add_text(out, "|", &ignored);
    }
    source_free(source);
    return status;
}

static void lines_are_cut(void **state)
{
    static const struct {
        const char *name, *bytes, *lines;
    } cases[] = {
        {"nothing",         "",                 ""          },
        {"one line",        "a\n",              "1:a|"      },
        {"no end",          "a\nb",             "1:a|2:b|"  },
        {"CR LF",           "a\r\nb\r\n",       "1:a|2:b|"  },
        {"blank lines",     "\n\na",            "1:|2:|3:a|"},
        {"a lone CR stays", "a\rb\n",           "1:a\rb|"   },
        {"byte order mark", "\xEF\xBB\xBF{}\n", "1:{}|"     },
        {"mark alone",      "\xEF\xBB\xBF",     ""          },
        {"short",           "\x1F",             "1:\x1F|"   },
    };
    struct buffer out = {.ptr = NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        if (read_lines(view_of(cases[i].bytes), &out, &err) != 0)
            fail_msg("%s: %s", cases[i].name, err.message);
        if (strcmp(out.ptr, cases[i].lines) != 0)
            fail_msg("%s: %s", cases[i].name, out.ptr);
    }
    buffer_free(&out);
}

static void other_encodings_are_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {
        {"\xFF\xFE{\0}\0",      6 },
        {"\xFE\xFF\0{\0}",      6 },
        {"\xFF\xFE\0\0{\0\0\0", 8 },
        {"\0\0\xFE\xFF\0\0\0{", 8 },
        {"{\0\"\0i\0d\0\"\0",   10},
        {"\0{\0\"\0i\0d",       8 },
        {"\0\0\0{\0\0\0}",      8 },
    };
    struct buffer out = {.ptr = NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        const struct view bytes = {cases[i].bytes, cases[i].len};
        assert_int_equal(read_lines(bytes, &out, &err), STATUS_BAD_INPUT);
        assert_non_null(strstr(err.message, "convert it to UTF-8"));
        assert_string_equal(err.where, "memory");
    }
    buffer_free(&out);
}

static void files_that_cannot_be_read(void **state)
{
    static const char *const paths[] = {"/nonexistent/x", "/tmp"};

    (void)state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct source *source = NULL;
        assert_int_equal(source_open(&source, paths[i], &err), STATUS_NO_INPUT);
        assert_non_null(strstr(err.message, paths[i]));
        assert_null(source);
    }
}

/* `len` times 'x', then the tail. */
static void add_long_line(struct buffer *out, size_t len, const char *tail)
{
    struct error err = {.status = STATUS_OK};

    assert_int_equal(buffer_reserve(out, len, &err), 0);
    memset(out->ptr + out->len, 'x', len);
    out->len += len;
    buffer_add_text(out, tail, &err);
}

static void long_lines_are_skipped(void **state)
{
    static const struct {
        size_t len;
        const char *tail, *start, *end;
    } cases[] = {
        {LINE_CEILING,     "\nb\n",   "1:a|2:x", "|3:b|"},
        {LINE_CEILING,     "\r\nb\n", "1:a|2:x", "|3:b|"},
        {LINE_CEILING,     "",        "1:a|2:x", "x|"   },
        {LINE_CEILING + 1, "\nb\n",   "1:a|2!",  "!3:b|"},
        {LINE_CEILING + 1, "",        "1:a|2!",  "2!"   },
        {LINE_CEILING * 3, "\nb\n",   "1:a|2!",  "!3:b|"},
        {LINE_CEILING * 3, "",        "1:a|2!",  "2!"   },
    };
    struct buffer out = {.ptr = NULL}, in = {.ptr = NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        buffer_clear(&in);
        buffer_add_text(&in, "a\n", &err);
        add_long_line(&in, cases[i].len, cases[i].tail);
        assert_int_equal(read_lines(buffer_view(&in), &out, &err), 0);
        assert_true(view_starts(buffer_view(&out), cases[i].start));
        assert_string_equal(out.ptr + out.len - strlen(cases[i].end),
                            cases[i].end);
    }
    buffer_free(&in);
    buffer_free(&out);
}

static void long_lines_say_their_length(void **state)
{
    struct buffer in = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct view line;

    (void)state;
    add_long_line(&in, 2000000, "\n");
    assert_int_equal(
        source_open_memory(&source, "memory", buffer_view(&in), &err), 0);
    assert_int_equal(source_line(source, &line, &err), STATUS_BAD_RECORD);
    assert_non_null(strstr(err.message, "2000000"));
    assert_string_equal(err.where, "memory:1");
    source_free(source);
    buffer_free(&in);
}

static void gzip_is_undone(void **state)
{
    struct buffer gz = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    fixture_gzip(view_of("\xEF\xBB\xBFun\nde"), &gz);
    fixture_gzip(view_of(""), &gz);
    fixture_gzip(view_of("ux\ntrois\n"), &gz);
    assert_int_equal(read_lines(buffer_view(&gz), &out, &err), 0);
    assert_string_equal(out.ptr, "1:un|2:deux|3:trois|");
    buffer_add(&gz, "\0\0\0\0", 4, &err);
    assert_int_equal(read_lines(buffer_view(&gz), &out, &err), 0);
    assert_string_equal(out.ptr, "1:un|2:deux|3:trois|");
    buffer_add(&gz, "rest", 4, &err);
    assert_int_equal(read_lines(buffer_view(&gz), &out, &err),
                     STATUS_BAD_INPUT);
    assert_non_null(strstr(err.message, "garbage"));
    assert_string_equal(out.ptr, "1:un|2:deux|3:trois|");
    buffer_free(&gz);
    buffer_free(&out);
}

/* A cut stream gives its whole lines, never a cut one, and says so. */
static void cut_gzip_is_told(void **state)
{
    struct buffer gz = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    fixture_gzip(view_of("un\ndeux\ntrois\n"), &gz);
    for (size_t len = 2; len < gz.len; len++) {
        error_clear(&err);
        assert_int_equal(
            read_lines(view_first(buffer_view(&gz), len), &out, &err),
            STATUS_BAD_INPUT);
        assert_string_equal(err.message, "gzip stream is truncated");
        assert_int_equal(strncmp("1:un|2:deux|3:trois|", out.ptr, out.len), 0);
        assert_true(out.len == 0 || out.ptr[out.len - 1] == '|');
    }
    buffer_free(&gz);
    buffer_free(&out);
}

static void damaged_gzip_does_no_harm(void **state)
{
    struct buffer gz = {.ptr = NULL}, out = {.ptr = NULL};
    size_t refused = 0;

    (void)state;
    fixture_gzip(view_of("un\ndeux\ntrois quatre cinq\n"), &gz);
    for (size_t at = 2; at < gz.len; at++)
        for (int bit = 0; bit < 8; bit++) {
            struct error err = {.status = STATUS_OK};
            gz.ptr[at] = (char)(gz.ptr[at] ^ (1 << bit));
            refused += read_lines(buffer_view(&gz), &out, &err) < 0;
            gz.ptr[at] = (char)(gz.ptr[at] ^ (1 << bit));
        }
    assert_true(refused > gz.len * 4);
    buffer_free(&gz);
    buffer_free(&out);
}

static void a_gzip_bomb_is_refused(void **state)
{
    struct buffer gz = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};
    const size_t len = GZIP_FREE_BYTES + 1024 * 1024;
    char *const zeroes = calloc(len, 1);

    (void)state;
    assert_non_null(zeroes);
    zeroes[0] = zeroes[64] = 'x';
    memset(zeroes, 'x', 64);
    fixture_gzip((struct view){zeroes, len}, &gz);
    assert_int_equal(read_lines(buffer_view(&gz), &out, &err),
                     STATUS_BAD_INPUT);
    assert_non_null(strstr(err.message, "bomb"));
    free(zeroes);
    buffer_free(&gz);
    buffer_free(&out);
}

static void peeking_takes_nothing(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct view seen;

    (void)state;
    assert_int_equal(
        source_open_memory(&source, "memory", view_of("un\ndeux\n"), &err), 0);
    assert_int_equal(source_peek(source, 5, &seen, &err), 0);
    assert_true(seen.len >= 5);
    assert_int_equal(source_peek(source, LINE_CEILING, &seen, &err), 0);
    assert_true(view_is(seen, "un\ndeux\n"));
    assert_int_equal(source_line(source, &seen, &err), 1);
    assert_true(view_is(seen, "un"));
    assert_int_equal(source_read(source, &seen, &err), 1);
    assert_true(view_is(seen, "deux\n"));
    assert_int_equal(source_read(source, &seen, &err), 0);
    assert_int_equal(source_line(source, &seen, &err), 0);
    source_free(source);
}

/* Standard input becomes a pipe that we also write. */
static void a_pipe_says_when_it_is_ready(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct view line;
    int ends[2];
    const int saved = dup(STDIN_FILENO);

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(write(ends[1], "un\ndeux\ntr", 10), 10);
    assert_int_equal(source_open(&source, "-", &err), 0);
    assert_string_equal(source_name(source), "standard input");
    assert_true(source_ready(source));
    assert_int_equal(source_line(source, &line, &err), 1);
    assert_true(source_ready(source));
    assert_int_equal(source_line(source, &line, &err), 1);
    assert_true(view_is(line, "deux"));
    assert_false(source_ready(source));
    assert_int_equal(write(ends[1], "ois\n", 4), 4);
    assert_true(source_ready(source));
    assert_int_equal(source_line(source, &line, &err), 1);
    assert_true(view_is(line, "trois"));
    assert_false(source_ready(source));
    close(ends[1]);
    assert_true(source_ready(source));
    assert_int_equal(source_line(source, &line, &err), 0);
    source_free(source);
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(saved);
}

/* A gzip stream on a pipe: the lines zlib can give are ready, no more. */
static void a_gzip_pipe_says_when_it_is_ready(void **state)
{
    struct buffer gz = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct view line;
    int ends[2];
    const int saved = dup(STDIN_FILENO);

    (void)state;
    fixture_gzip(view_of("un\n"), &gz);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    assert_int_equal(write(ends[1], gz.ptr, gz.len), (ssize_t)gz.len);
    assert_int_equal(write(ends[1], gz.ptr, gz.len), (ssize_t)gz.len);
    assert_int_equal(source_open(&source, "-", &err), 0);
    for (int i = 0; i < 2; i++) {
        assert_true(source_ready(source));
        assert_int_equal(source_line(source, &line, &err), 1);
        assert_true(view_is(line, "un"));
    }
    assert_false(source_ready(source));
    close(ends[1]);
    assert_true(source_ready(source));
    assert_int_equal(source_line(source, &line, &err), 0);
    source_free(source);
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(saved);
    buffer_free(&gz);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_cut),
        cmocka_unit_test(other_encodings_are_refused),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(long_lines_are_skipped),
        cmocka_unit_test(long_lines_say_their_length),
        cmocka_unit_test(gzip_is_undone),
        cmocka_unit_test(cut_gzip_is_told),
        cmocka_unit_test(damaged_gzip_does_no_harm),
        cmocka_unit_test(a_gzip_bomb_is_refused),
        cmocka_unit_test(peeking_takes_nothing),
        cmocka_unit_test(a_pipe_says_when_it_is_ready),
        cmocka_unit_test(a_gzip_pipe_says_when_it_is_ready),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
