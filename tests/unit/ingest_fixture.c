#include "ingest_fixture.h"

#include "cases.h"
#include "clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

struct reader_options fixture_options(enum format format)
{
    return (struct reader_options){.format = format, .now = TIME_NONE};
}

static void add(struct buffer *out, const char *text)
{
    struct error err = {.status = STATUS_OK};

    assert_int_equal(buffer_add_text(out, text, &err), 0);
}

static void add_view(struct buffer *out, const char *name, struct view value)
{
    struct error err = {.status = STATUS_OK};

    if (!value.ptr || (!value.len && strcmp(name, "discussion") == 0))
        return;
    buffer_printf(out, &err, " %s=", name);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '\n')
            add(out, "⏎");
        else
            buffer_add(out, value.ptr + i, 1, &err);
}

static void add_time(struct buffer *out, const char *name, int64_t time)
{
    char text[CLOCK_ISO_SIZE];

    clock_format(time, text);
    if (text[0])
        add_view(out, name, view_of(text));
}

static void add_comment(struct buffer *out, const struct comment *in)
{
    const struct annotation *const labels = &in->annotation;
    struct error err = {.status = STATUS_OK};

    if (in->id_is_derived)
        add(out, " id=~");
    else
        add_view(out, "id", in->id);
    if (in->id_is_number)
        add(out, "#");
    if (in->id_is_derived && view_starts(in->discussion, "page-"))
        add(out, " discussion=page-@");
    else
        add_view(out, "discussion",
                 in->id_is_derived && view_equal(in->discussion, in->id)
                     ? view_of("~")
                     : in->discussion);
    add_view(out, "title", in->title);
    add_view(out, "section", in->section);
    add_time(out, "published", in->published);
    if (in->position)
        buffer_printf(out, &err, " position=%zu", in->position);
    add_view(out, "author", in->author);
    add_time(out, "time", in->time);
    add_view(out, "reply_to", in->reply_to);
    add_view(out, "text", in->text);
    add_view(out, "parent_text", in->parent_text);
    if (labels->present)
        add(out, " tones:");
    for (size_t i = 0; i < labels->tone_count; i++) {
        add(out, i ? "," : "");
        buffer_add_view(out, labels->tone[i], &err);
    }
    if (!labels->all_known)
        add(out, " known:");
    for (size_t i = 0; i < labels->known_count; i++) {
        add(out, i ? "," : "");
        buffer_add_view(out, labels->known[i], &err);
    }
    add_view(out, "sentiment", labels->sentiment);
    add_view(out, "split", labels->split);
}

/* "memory:12" gives 12. */
static const char *line_of(const struct error *err)
{
    const char *const colon = strrchr(err->where, ':');

    return colon ? colon + 1 : "-";
}

static int dump_all(struct reader *reader, struct arena *arena,
                    struct buffer *out, struct error *err)
{
    struct comment comment;
    struct error ignored = {.status = STATUS_OK};
    const char *warning;
    int status;

    if ((warning = reader_warning(reader)))
        buffer_printf(out, &ignored, "?%s", warning);
    assert_null(reader_warning(reader));
    for (;;) {
        arena_reset(arena);
        error_clear(err);
        status = reader_next(reader, &comment, arena, err);
        if (status != 1 && status != STATUS_BAD_RECORD) {
            if ((warning = reader_warning(reader)))
                buffer_printf(out, &ignored, " ?%s", warning);
            return status;
        }
        add(out, out->len ? " //" : "");
        if (status == 1) {
            assert_non_null(comment.id.ptr);
            assert_true(comment.id.len > 0);
            assert_non_null(comment.text.ptr);
            assert_non_null(comment.discussion.ptr);
            add_comment(out, &comment);
            continue;
        }
        assert_int_equal(err->status, STATUS_BAD_RECORD);
        buffer_printf(out, &ignored, " !%s %s", line_of(err), err->message);
        add_comment(out, &comment);
    }
}

int fixture_dump(struct view bytes, const struct reader_options *options,
                 size_t arena_size, struct buffer *out, struct error *err)
{
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct arena arena = {NULL, 0, 0};
    int status;

    add(out, "");
    if ((status = source_open_memory(&source, "memory", bytes, err)) == 0 &&
        (status = reader_open(&reader, source, options, err)) == 0 &&
        (status = arena_open(&arena, arena_size, err)) == 0)
        status = dump_all(reader, &arena, out, err);
    if (status < 0) {
        assert_int_equal(err->status, status);
        assert_true(err->message[0]);
    }
    arena_free(&arena);
    reader_free(reader);
    source_free(source);
    return status;
}

size_t fixture_run_cases(const char *name, enum format format)
{
    const struct reader_options options = fixture_options(format);
    struct case_file file;
    size_t wrong = 0;

    for (case_open(&file, name); case_next(&file);) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ptr = NULL};
        const int status =
            fixture_dump(file.input, &options, FIXTURE_ARENA, &out, &err);
        const char *actual = out.ptr;
        if (status < 0)
            actual = err.message;
        wrong += !case_check(&file, status < 0,
                             actual + (status >= 0 && *actual == ' '));
        buffer_free(&out);
    }
    return wrong;
}

void fixture_gzip(struct view text, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};
    z_stream z = {.zalloc = NULL};

    assert_int_equal(
        deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    const size_t bound = deflateBound(&z, text.len);
    assert_int_equal(buffer_reserve(out, bound, &err), 0);
    z.next_in = (z_const Bytef *)(uintptr_t)text.ptr;
    z.avail_in = (uInt)text.len;
    z.next_out = (Bytef *)out->ptr + out->len;
    z.avail_out = (uInt)bound;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += bound - z.avail_out;
    deflateEnd(&z);
}
