/* Reads the files of a functional suite. */
#include "suite.h"

#include "comment.h"
#include "file.h"
#include "tables.h"
#include "utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_CEILING ((size_t)16 << 20)
#define CAPABILITY "capability:"
#define FIELDS 3

static int no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

/* ---- one case ----------------------------------------------------------- */

static bool settle_sentiment(struct suite_case *c, struct view name, bool plus)
{
    static const char *const names[] = {"negative", "neutral", "positive"};

    for (size_t s = 0; s < sizeof(names) / sizeof(names[0]); s++)
        if (view_is(name, names[s])) {
            unsigned char *bits = plus ? &c->is : &c->isnt;
            *bits = (unsigned char)(*bits | 1u << s);
            return true;
        }
    return false;
}

static int read_expectation(struct suite_case *c, const struct model *model,
                            struct view word, struct error *err)
{
    const bool plus = word.ptr[0] == '+';
    const struct view name = view_from(word, 1);
    char copy[32] = "";

    if ((!plus && word.ptr[0] != '-') || !name.len || name.len >= sizeof(copy))
        return error_set(err, STATUS_BAD_INPUT,
                         "neither +tone nor -tone: '%.*s'", VIEW_ARG(word));
    if (settle_sentiment(c, name, plus))
        return STATUS_OK;
    memcpy(copy, name.ptr, name.len);
    const int tone = model_find_tone(model, copy);
    if (tone < 0)
        return error_set(err, STATUS_BAD_INPUT, "the model has no tone '%s'",
                         copy);
    *(plus ? &c->wanted : &c->unwanted) |= UINT32_C(1) << tone;
    return STATUS_OK;
}

static int read_expectations(struct suite_case *c, const struct model *model,
                             struct view field, struct error *err)
{
    size_t count = 0;

    for (field = view_trim(field); field.len; count++) {
        size_t len = 0;
        while (len < field.len && !is_ascii_space(field.ptr[len]))
            len++;
        const int status =
            read_expectation(c, model, view_first(field, len), err);
        if (status < 0)
            return status;
        field = view_trim(view_from(field, len));
    }
    if (!count)
        return error_set(err, STATUS_BAD_INPUT, "no expectation");
    if ((c->wanted & c->unwanted) || (c->is & c->isnt) || (c->is & (c->is - 1)))
        return error_set(err, STATUS_BAD_INPUT,
                         "the expectations contradict each other");
    return STATUS_OK;
}

/* \n and \\ where they stand: the text only becomes shorter. */
static int undo_escapes(char *text, size_t *len, struct error *err)
{
    size_t to = 0;

    for (size_t i = 0; i < *len; i++) {
        char c = text[i];
        if (c == '\\') {
            const char next = i + 1 < *len ? text[++i] : '\0';
            if (next != 'n' && next != '\\')
                return error_set(err, STATUS_BAD_INPUT,
                                 "unknown escape in the text: only \\n and "
                                 "\\\\ stand for something");
            c = next == 'n' ? '\n' : '\\';
        }
        text[to++] = c;
    }
    *len = to;
    return STATUS_OK;
}

static int add_text(struct suite *self, struct view text, struct view parent,
                    struct error *err)
{
    struct corpus *c = &self->corpus;

    if (text.len > TEXT_CEILING || parent.len > TEXT_CEILING)
        return error_set(err, STATUS_TOO_BIG, "a text of more than %zu bytes",
                         TEXT_CEILING);
    if (c->count == self->corpus_room) {
        const size_t room = self->corpus_room ? 2 * self->corpus_room : 256;
        struct labelled *more = realloc(c->comment, room * sizeof(*more));
        if (!more)
            return no_memory(err);
        c->comment = more;
        self->corpus_room = room;
    }
    c->comment[c->count++] = (struct labelled){
        .text = text, .parent_text = parent, .parent = NO_PARENT, .test = true};
    return STATUS_OK;
}

static int add_case(struct suite *self, const struct suite_case *c,
                    struct error *err)
{
    if (self->count == SUITE_CASES)
        return error_set(err, STATUS_TOO_BIG, "more than %d cases",
                         SUITE_CASES);
    if (self->count == self->room) {
        const size_t room = self->room ? 2 * self->room : 256;
        struct suite_case *more = realloc(self->cases, room * sizeof(*more));
        if (!more)
            return no_memory(err);
        self->cases = more;
        self->room = room;
    }
    self->cases[self->count++] = *c;
    self->capability[c->capability].count++;
    return STATUS_OK;
}

/* Cuts the line at its tabs; returns how many fields there are. */
static size_t cut_fields(char *line, size_t len, char *field[FIELDS],
                         size_t size[FIELDS])
{
    size_t count = 0;

    for (;;) {
        char *tab = memchr(line, '\t', len);
        const size_t width = tab ? (size_t)(tab - line) : len;
        if (count < FIELDS) {
            field[count] = line;
            size[count] = width;
        }
        count++;
        if (!tab)
            return count;
        line += width + 1;
        len -= width + 1;
    }
}

static int read_case(struct suite *self, char *line, size_t len,
                     size_t capability, struct error *err)
{
    struct suite_case c = {.capability = capability};
    char *field[FIELDS];
    size_t size[FIELDS];
    struct view text[FIELDS] = {
        {NULL, 0}
    };
    const size_t fields = cut_fields(line, len, field, size);
    int status;

    if (!self->capability_count)
        return error_set(err, STATUS_BAD_INPUT,
                         "a case above the first '# capability:'");
    if (fields < 2 || fields > FIELDS)
        return error_set(err, STATUS_BAD_INPUT,
                         "%zu fields, not expectations TAB text [TAB text of "
                         "the comment it answers]",
                         fields);
    if ((status = read_expectations(&c, self->model,
                                    (struct view){field[0], size[0]}, err)) < 0)
        return status;
    for (size_t i = 1; i < fields; i++) {
        if ((status = undo_escapes(field[i], &size[i], err)) < 0)
            return status;
        text[i] = (struct view){field[i], size[i]};
        if (!view_trim(text[i]).len)
            return error_set(err, STATUS_BAD_INPUT, "field %zu is empty",
                             i + 1);
    }
    c.comment = self->corpus.count;
    if ((status = add_text(self, text[1], text[2], err)) < 0)
        return status;
    return add_case(self, &c, err);
}

/* ---- files -------------------------------------------------------------- */

static int find_capability(struct suite *self, struct view name, size_t *out,
                           struct error *err)
{
    size_t i = 0;

    if (!name.len || name.len >= sizeof(self->capability->name))
        return error_set(err, STATUS_BAD_INPUT,
                         "a capability's name has 1 to %zu bytes",
                         sizeof(self->capability->name) - 1);
    while (i < self->capability_count &&
           !view_is(name, self->capability[i].name))
        i++;
    *out = i;
    if (i < self->capability_count)
        return STATUS_OK;
    struct suite_capability *more =
        realloc(self->capability, (i + 1) * sizeof(*more));
    if (!more)
        return no_memory(err);
    self->capability = more;
    more[i] = (struct suite_capability){.count = 0};
    memcpy(more[i].name, name.ptr, name.len);
    self->capability_count++;
    return STATUS_OK;
}

static int read_line(struct suite *self, char *line, size_t len,
                     size_t *capability, struct error *err)
{
    if (len && line[len - 1] == '\r')
        len--;
    const struct view all = {line, len};
    const size_t broken = utf8_check(all);

    if (broken != UTF8_VALID || memchr(line, '\0', len))
        return error_set(err, STATUS_BAD_INPUT,
                         broken == UTF8_VALID ? "NUL byte" : "invalid UTF-8");
    if (!view_trim(all).len)
        return STATUS_OK;
    if (line[0] != '#')
        return read_case(self, line, len, *capability, err);
    const struct view note = view_trim(view_from(all, 1));
    if (!view_starts(note, CAPABILITY))
        return STATUS_OK;
    return find_capability(self, view_trim(view_from(note, strlen(CAPABILITY))),
                           capability, err);
}

static int read_file(struct suite *self, const char *path, struct error *err)
{
    struct buffer *more =
        realloc(self->file, (self->file_count + 1) * sizeof(*more));
    size_t capability = 0, at = 0;
    int status;

    if (!more)
        return no_memory(err);
    self->file = more;
    struct buffer *b = &self->file[self->file_count];
    *b = (struct buffer){.ptr = NULL};
    if ((status = file_read(path, FILE_CEILING, b, err)) < 0)
        return status;
    self->file_count++;
    for (size_t line = 1; status == STATUS_OK && at < b->len; line++) {
        char *start = b->ptr + at;
        const char *end = memchr(start, '\n', b->len - at);
        const size_t len = end ? (size_t)(end - start) : b->len - at;
        status = read_line(self, start, len, &capability, err);
        if (status < 0)
            error_locate(err, path, line);
        at += len + 1;
    }
    return status;
}

static int read_table(void *context, const char *path, struct view name,
                      struct error *err)
{
    (void)name;
    return read_file(context, path, err);
}

int suite_read(struct suite *out, const char *path, const struct model *model,
               struct error *err)
{
    struct stat about;
    int status;

    *out = (struct suite){.model = model};
    if (stat(path, &about) < 0)
        return error_set(err, STATUS_NO_INPUT, "cannot open '%s': %s", path,
                         strerror(errno));
    status = S_ISDIR(about.st_mode)
                 ? tables_each(path, read_table, out, err)
                 : read_file(out, path, err);
    if (status == STATUS_OK && !out->count) {
        status = error_set(err, STATUS_BAD_INPUT, "no case in the suite");
        error_locate(err, path, 0);
    }
    return status;
}
