#include "mapping.h"

#include "mapping_keys.h"
#include "mapping_rules.h"

#include "buffer.h"
#include "file.h"
#include "utf8.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#define FILE_CEILING ((size_t)64 * 1024)

struct reading {
    struct mapping_draft draft; /* with the line last given to inih      */
    struct view rest;           /* of the file, not read yet             */
    size_t bad_line;            /* 0 = none; err says what is wrong there */
    struct error *err;
};

/* inih would take it for more values of the key above. */
static bool is_indented_key(struct view line)
{
    const struct view text = view_trim(line);

    return text.len && is_ascii_space(line.ptr[0]) && text.ptr[0] != ';' &&
           text.ptr[0] != '#' && memchr(text.ptr, '=', text.len);
}

/* inih's fgets: counts lines, which inih does not tell its handler. */
static char *read_line(char *line, int size, void *context)
{
    struct reading *self = context;
    const size_t room = (size_t)size - 1;
    const char *cause = NULL;

    if (!self->rest.len || self->bad_line)
        return NULL;
    self->draft.line++;
    const char *const end = memchr(self->rest.ptr, '\n', self->rest.len);
    const size_t len =
        end ? (size_t)(end - self->rest.ptr) + 1 : self->rest.len;
    if (len > room || memchr(self->rest.ptr, '\0', len))
        cause = "line is too long or holds a zero byte";
    else if (is_indented_key(view_first(self->rest, len)))
        cause = "an indented line continues the one above: a key must stand "
                "at the start of its line";
    if (cause) {
        error_set(self->err, STATUS_CONFIG, "%s", cause);
        self->bad_line = self->draft.line;
        return NULL;
    }
    memcpy(line, self->rest.ptr, len);
    line[len] = '\0';
    self->rest = view_from(self->rest, len);
    return line;
}

static int take_pair(void *context, const char *section, const char *name,
                     const char *text)
{
    struct reading *const self = context;

    if (!self->bad_line && mapping_set(&self->draft, section, name, text) < 0)
        self->bad_line = self->draft.line;
    return !self->bad_line;
}

static int parse(struct reading *self, const char *name)
{
    const size_t broken = utf8_check(self->rest);

    if (broken != UTF8_VALID) {
        error_set(self->err, STATUS_CONFIG, "invalid UTF-8 at byte %zu",
                  broken);
        return error_locate(self->err, name, 0);
    }
    const int line = ini_parse_stream(read_line, self, take_pair, self);
    if (line > 0 && (!self->bad_line || (size_t)line < self->bad_line)) {
        error_clear(self->err);
        self->bad_line = (size_t)line;
        error_set(self->err, STATUS_CONFIG,
                  "neither a [section] nor key = value nor a ; comment");
    }
    if (self->bad_line)
        return error_locate(self->err, name, self->bad_line);
    return mapping_check(&self->draft, name);
}

int mapping_parse(const char *name, struct view bytes, struct mapping **out,
                  struct error *err)
{
    struct reading *const self = calloc(1, sizeof(*self));
    struct mapping *const mapping = calloc(1, sizeof(*mapping));
    int status;

    if (!self || !mapping) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    /* names and values are parts of the file, each padded to 16 bytes */
    if ((status = arena_open(&mapping->arena, FILE_CEILING * 2, err)) < 0)
        goto out;
    mapping_draft_open(&self->draft, mapping);
    self->draft.err = self->err = err;
    self->rest = bytes;
    status = parse(self, name);
out:
    free(self);
    if (status < 0)
        mapping_free(mapping);
    else
        *out = mapping;
    return status;
}

int mapping_read(const char *path, struct mapping **out, struct error *err)
{
    struct buffer file = {0};
    int status = file_read(path, FILE_CEILING, &file, err);

    if (status == STATUS_OK)
        status = mapping_parse(path, buffer_view(&file), out, err);
    buffer_free(&file);
    return status;
}
