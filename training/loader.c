#include "loader.h"

#include "arena.h"
#include "clock.h"
#include "reader.h"

#include <stdlib.h>

#define BLOCK_SIZE ((size_t)1 << 20)
#define RECORD_ARENA ((size_t)8 << 20)

int loader_keep(struct loader *self, struct view text, struct view *out,
                struct error *err)
{
    struct text_block *b = self->block;

    if (!b || b->size - b->used < text.len) {
        const size_t size = text.len > BLOCK_SIZE ? text.len : BLOCK_SIZE;
        b = malloc(sizeof(*b) + size);
        if (!b)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        *b = (struct text_block){.next = self->block, .size = size};
        self->block = b;
    }
    if (text.len)
        memcpy(b->bytes + b->used, text.ptr, text.len);
    *out = (struct view){b->bytes + b->used, text.len};
    b->used += text.len;
    return STATUS_OK;
}

static int keep_list(struct loader *self, const struct view *from,
                     struct view *to, size_t count, struct error *err)
{
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = loader_keep(self, from[i], &to[i], err);
    return status;
}

static int keep_all(struct loader *self, const struct comment *from,
                    struct raw *to, struct error *err)
{
    const struct annotation *a = &from->annotation;
    struct labelled *k = &to->comment;
    int status;

    *to = (struct raw){.comment = {.parent = NO_PARENT}, .annotation = *a};
    if ((status = loader_keep(self, from->id, &k->id, err)) < 0 ||
        (status = loader_keep(self, from->discussion, &k->discussion, err)) <
            0 ||
        (status = loader_keep(self, from->section, &k->section, err)) < 0 ||
        (status = loader_keep(self, from->reply_to, &k->reply_to, err)) < 0 ||
        (status = loader_keep(self, from->text, &k->text, err)) < 0 ||
        (status = loader_keep(self, from->parent_text, &k->parent_text, err)) <
            0)
        return status;
    if (!k->discussion.len)
        k->discussion = k->id; /* it stands alone */
    k->test = view_is(a->split, "test");
    k->contrast = view_is(a->split, "contrast");
    if ((status = loader_keep(self, a->sentiment, &to->annotation.sentiment,
                              err)) < 0 ||
        (status = keep_list(self, a->tone, to->annotation.tone, a->tone_count,
                            err)) < 0)
        return status;
    return keep_list(self, a->known, to->annotation.known, a->known_count, err);
}

int loader_add(struct loader *self, const struct comment *comment,
               struct error *err)
{
    if (!comment->annotation.present)
        return error_set(err, STATUS_BAD_INPUT,
                         "comment '%.*s' has no labels ('tones')",
                         VIEW_ARG(comment->id));
    if (self->count == CORPUS_CEILING)
        return error_set(err, STATUS_TOO_BIG, "more than %d labelled comments",
                         CORPUS_CEILING);
    if (self->count == self->room) {
        const size_t room = self->room ? self->room * 2 : 4096;
        struct raw *raw = realloc(self->raw, room * sizeof(*raw));
        if (!raw)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        self->raw = raw;
        self->room = room;
    }
    const int status = keep_all(self, comment, &self->raw[self->count], err);
    self->count += status == STATUS_OK;
    return status;
}

static void remark(const struct corpus_sources *sources, struct reader *reader,
                   const char *name)
{
    const char *warning;

    while ((warning = reader_warning(reader)))
        if (sources->say)
            sources->say(name, warning);
}

/* Other people's sets have records that do not fit: they are left out, each
 * with a line.  In our own a bad record is a mistake to be mended. */
static bool pass_over(const struct corpus_sources *sources, struct error *err)
{
    if (err->status != STATUS_BAD_RECORD || !sources->mapping || !sources->say)
        return false;
    sources->say(err->where, err->message);
    error_clear(err);
    return true;
}

static int read_all(struct loader *self, const struct corpus_sources *sources,
                    struct source *source, struct reader *reader,
                    struct arena *arena, struct error *err)
{
    struct comment comment;
    int found;

    do {
        arena_reset(arena);
        found = reader_next(reader, &comment, arena, err);
        if (found > 0 && loader_add(self, &comment, err) < 0)
            return error_locate(err, source_name(source),
                                source_line_number(source));
        remark(sources, reader, source_name(source));
        if (found < 0 && !pass_over(sources, err))
            return found;
    } while (found);
    return STATUS_OK;
}

int loader_file(struct loader *self, const struct corpus_sources *sources,
                size_t which, struct error *err)
{
    const struct reader_options options = {.now = TIME_NONE,
                                           .mapping = sources->mapping};
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct arena arena = {NULL, 0, 0};
    int status;

    if ((status = arena_open(&arena, RECORD_ARENA, err)) == STATUS_OK &&
        (status = source_open(&source, sources->path[which], err)) ==
            STATUS_OK &&
        (status = reader_open(&reader, source, &options, err)) == STATUS_OK)
        status = read_all(self, sources, source, reader, &arena, err);
    reader_free(reader);
    source_free(source);
    arena_free(&arena);
    return status;
}

void loader_free(struct loader *self)
{
    while (self->block) {
        struct text_block *next = self->block->next;
        free(self->block);
        self->block = next;
    }
    free(self->raw);
    *self = (struct loader){.count = 0};
}
