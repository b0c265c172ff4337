#include "fuzz.h"

#include "clock.h"
#include "source.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_SIZE ((size_t)192 << 20)

_Noreturn void fuzz_fail(const char *file, int line, const char *promise)
{
    fprintf(stderr, "%s:%d: broken: %s\n", file, line, promise);
    abort();
}

struct view fuzz_part(struct view *rest)
{
    const struct view all = *rest;

    for (size_t at = 0; at + 3 <= all.len; at++)
        if (memcmp(all.ptr + at, "%%\n", 3) == 0 &&
            (at == 0 || all.ptr[at - 1] == '\n')) {
            *rest = view_from(all, at + 3);
            return view_first(all, at);
        }
    *rest = (struct view){"", 0};
    return all;
}

void fuzz_check_error(int status, const struct error *err)
{
    FUZZ_CHECK(status >= 0 || err->status == (enum status)status);
    FUZZ_CHECK(status >= 0 || err->message[0]);
    FUZZ_CHECK(status != STATUS_INTERNAL);
    FUZZ_CHECK(!strpbrk(err->message, "\n\r\x1b"));
}

struct arena *fuzz_arena(void)
{
    static struct arena arena;
    struct error err = {.status = STATUS_OK};

    if (!arena.base)
        FUZZ_CHECK(arena_open(&arena, ARENA_SIZE, &err) == STATUS_OK);
    arena_reset(&arena);
    return &arena;
}

const struct model *fuzz_model(void)
{
    static struct model *model;
    struct error err = {.status = STATUS_OK};

    if (!model && model_open(&model, "models/fr-comments", &err) < 0)
        fuzz_fail(err.where, 0, err.message);
    return model;
}

struct workbench *fuzz_bench(void)
{
    static struct workbench bench;
    struct error err = {.status = STATUS_OK};

    if (!bench.scratch.base)
        FUZZ_CHECK(workbench_open(&bench, &err) == STATUS_OK);
    arena_reset(&bench.scratch);
    return &bench;
}

/* ---- comments ----------------------------------------------------------- */

static void check_view(struct view text, size_t ceiling)
{
    FUZZ_CHECK(text.len <= ceiling);
    FUZZ_CHECK(!text.len || text.ptr);
    FUZZ_CHECK(utf8_check(text) == UTF8_VALID);
    FUZZ_CHECK(!text.len || !memchr(text.ptr, '\0', text.len));
}

static bool is_among(struct view one, const struct view *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_equal(one, list[i]))
            return true;
    return false;
}

static void check_annotation(const struct annotation *labels)
{
    FUZZ_CHECK(labels->tone_count <= TONES_CEILING);
    FUZZ_CHECK(labels->known_count <= TONES_CEILING);
    FUZZ_CHECK(!labels->all_known || !labels->known_count);
    for (size_t i = 0; i < labels->tone_count; i++) {
        check_view(labels->tone[i], NAME_CEILING);
        FUZZ_CHECK(!is_among(labels->tone[i], labels->tone, i));
        FUZZ_CHECK(labels->all_known || is_among(labels->tone[i], labels->known,
                                                 labels->known_count));
    }
}

static void check_comment(const struct comment *c)
{
    FUZZ_CHECK(c->id.ptr && c->id.len && c->discussion.ptr && c->text.ptr);
    check_view(c->id, NAME_CEILING);
    check_view(c->discussion, NAME_CEILING);
    check_view(c->title, TEXT_CEILING);
    check_view(c->section, NAME_CEILING);
    check_view(c->author, NAME_CEILING);
    check_view(c->reply_to, NAME_CEILING);
    check_view(c->text, TEXT_CEILING);
    check_view(c->parent_text, TEXT_CEILING);
    check_annotation(&c->annotation);
}

static void read_all(struct reader *reader,
                     void (*take)(const struct comment *comment))
{
    static struct arena arena;
    struct error err = {.status = STATUS_OK};
    struct comment comment;
    int status;

    if (!arena.base)
        FUZZ_CHECK(arena_open(&arena, (size_t)8 << 20, &err) == STATUS_OK);
    do {
        error_clear(&err);
        arena_reset(&arena);
        reader_ready(reader);
        reader_warning(reader);
        status = reader_next(reader, &comment, &arena, &err);
        fuzz_check_error(status, &err);
        if (status == 1)
            check_comment(&comment);
        if (status == STATUS_BAD_RECORD && comment.id.ptr)
            check_view(comment.id, NAME_CEILING);
        if (status == 1 && take)
            take(&comment);
    } while (status == 1 || status == STATUS_BAD_RECORD);
    reader_warning(reader);
}

void fuzz_read(struct view bytes, enum format format,
               const struct mapping *mapping,
               void (*take)(const struct comment *comment))
{
    const struct reader_options options = {
        .format = format,
        .now = 1600000000,
        .mapping = mapping,
    };
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct reader *reader = NULL;
    int status = source_open_memory(&source, "memory", bytes, &err);

    if (status == STATUS_OK)
        status = reader_open(&reader, source, &options, &err);
    fuzz_check_error(status, &err);
    if (status == STATUS_OK)
        read_all(reader, take);
    reader_free(reader);
    source_free(source);
}

/* ---- texts -------------------------------------------------------------- */

/* No byte of the text, or one that begins a code point, or the end. */
static bool is_boundary(struct view text, size_t at)
{
    return at == text.len ||
           (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) != 0x80);
}

static void check_ranges(const struct text *t)
{
    for (size_t i = 0; i < t->folded.len; i++) {
        FUZZ_CHECK(t->begin[i] < t->end[i]);
        FUZZ_CHECK(t->end[i] <= t->original.len);
        FUZZ_CHECK(is_boundary(t->original, t->begin[i]));
        FUZZ_CHECK(is_boundary(t->original, t->end[i]));
        if (is_boundary(t->folded, i))
            continue; /* bytes of one code point have one range */
        FUZZ_CHECK(t->begin[i] == t->begin[i - 1]);
        FUZZ_CHECK(t->end[i] == t->end[i - 1]);
    }
}

static bool is_folded_space(char c)
{
    return c == ' ' || c == '\n';
}

void fuzz_check_spaces(struct view f)
{
    FUZZ_CHECK(!f.len || !is_folded_space(f.ptr[0]));
    FUZZ_CHECK(!f.len || !is_folded_space(f.ptr[f.len - 1]));
    for (size_t i = 1; i < f.len; i++)
        FUZZ_CHECK(!is_folded_space(f.ptr[i - 1]) ||
                   !is_folded_space(f.ptr[i]));
}

void fuzz_check_text(const struct text *t)
{
    const struct view f = t->folded;

    FUZZ_CHECK(utf8_check(f) == UTF8_VALID);
    FUZZ_CHECK(t->capitals <= t->letters);
    check_ranges(t);
    for (size_t i = 0; i < t->mark_count; i++) {
        const struct mark *m = &t->mark[i];
        FUZZ_CHECK((unsigned)m->kind < MARK_KINDS);
        FUZZ_CHECK(m->begin <= m->end && m->end <= f.len);
        FUZZ_CHECK(is_boundary(f, m->begin) && is_boundary(f, m->end));
        FUZZ_CHECK(!i || m[-1].end <= m->end);
    }
}
