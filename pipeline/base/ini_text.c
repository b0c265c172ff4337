#include "ini_text.h"

#include "utf8.h"

#include <ini.h>
#include <stdbool.h>
#include <string.h>

#define NAME_LIMIT 49 /* inih cuts longer sections and keys */

struct reading {
    struct view rest; /* of the file, not read yet             */
    size_t line;      /* the last one given to inih            */
    size_t bad_line;  /* 0 = none; err says what is wrong there */
    int status;       /* of it */
    int (*take)(void *context, const struct ini_pair *pair, struct error *err);
    void *context;
    struct error *err;
};

static bool is_indented_key(struct view line)
{
    const struct view text = view_trim(line);

    return text.len && is_ascii_space(line.ptr[0]) && text.ptr[0] != ';' &&
           text.ptr[0] != '#' && memchr(text.ptr, '=', text.len);
}

static void refuse(struct reading *self, int status)
{
    self->bad_line = self->line;
    self->status = status;
}

/* inih's fgets: counts lines. */
static char *read_line(char *line, int size, void *context)
{
    struct reading *self = context;
    const size_t room = (size_t)size - 1;

    if (!self->rest.len || self->bad_line)
        return NULL;
    self->line++;
    const char *const end = memchr(self->rest.ptr, '\n', self->rest.len);
    const size_t len =
        end ? (size_t)(end - self->rest.ptr) + 1 : self->rest.len;
    if (len > room || memchr(self->rest.ptr, '\0', len)) {
        refuse(self, error_set(self->err, STATUS_CONFIG,
                               "line of more than %zu bytes or with a zero "
                               "byte",
                               room));
        return NULL;
    }
    if (is_indented_key(view_first(self->rest, len))) {
        refuse(self, error_set(self->err, STATUS_CONFIG,
                               "an indented line continues the one above: a "
                               "key must stand at the start of its line"));
        return NULL;
    }
    memcpy(line, self->rest.ptr, len);
    line[len] = '\0';
    self->rest = view_from(self->rest, len);
    return line;
}

/* inih's handler: 1 = go on. */
static int take_pair(void *context, const char *section, const char *name,
                     const char *value)
{
    struct reading *self = context;
    const struct ini_pair pair = {self->line, section, name, value};

    int status;

    if (self->bad_line)
        return 0;
    if (strlen(section) >= NAME_LIMIT || strlen(name) >= NAME_LIMIT)
        status = error_set(self->err, STATUS_CONFIG, "name is too long: '%s'",
                           name);
    else
        status = self->take(self->context, &pair, self->err);
    if (status < 0)
        refuse(self, status);
    return !self->bad_line;
}

int ini_text_read(const char *file, struct view text,
                  int (*take)(void *context, const struct ini_pair *pair,
                              struct error *err),
                  void *context, struct error *err)
{
    struct reading self = {
        .rest = text, .take = take, .context = context, .err = err};
    const size_t broken = utf8_check(text);

    if (broken != UTF8_VALID) {
        error_set(err, STATUS_CONFIG, "invalid UTF-8 at byte %zu", broken);
        return error_locate(err, file, 0);
    }
    const int line = ini_parse_stream(read_line, &self, take_pair, &self);
    if (line > 0 && (!self.bad_line || (size_t)line < self.bad_line)) {
        error_clear(err);
        self.bad_line = (size_t)line;
        self.status =
            error_set(err, STATUS_CONFIG,
                      "neither a [section] nor key = value nor a ; comment");
    }
    if (!self.bad_line)
        return STATUS_OK;
    error_locate(err, file, self.bad_line);
    return self.status;
}
