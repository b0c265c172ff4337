#include "cases.h"

#include "file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_CEILING ((size_t)16 * 1024 * 1024)

const char *case_path(const char *path, char out[static 1024])
{
    const char *const root = getenv("VIGIE_ROOT");

    snprintf(out, 1024, "%s/%s", root && *root ? root : ".", path);
    return out;
}

void case_read_file(const char *path, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};
    char full[1024];

    if (file_read(case_path(path, full), FILE_CEILING, out, &err) < 0)
        fail_msg("%s", err.message);
}

void case_open(struct case_file *self, const char *name)
{
    char path[256];

    *self = (struct case_file){.name = name};
    snprintf(path, sizeof(path), "tests/cases/%s", name);
    case_read_file(path, &self->bytes);
}

/* The next line; false at the end of the file. */
static bool take_line(struct case_file *self, struct view *line)
{
    if (self->at >= self->bytes.len)
        return false;
    const struct view rest = view_from(buffer_view(&self->bytes), self->at);
    const char *const newline = memchr(rest.ptr, '\n', rest.len);
    *line = view_first(rest, newline ? (size_t)(newline - rest.ptr) : rest.len);
    self->at += line->len + 1;
    self->line++;
    return true;
}

static void add_hex(struct buffer *out, struct view digits)
{
    struct error err = {.status = STATUS_OK};
    char text[256];
    char *at = text, *end;

    snprintf(text, sizeof(text), "%.*s", VIEW_ARG(digits));
    for (;;) {
        const char byte = (char)strtoul(at, &end, 16);
        if (end == at)
            return;
        buffer_add(out, &byte, 1, &err);
        at = end;
    }
}

static void add_line(struct buffer *out, struct view line, bool is_first)
{
    struct error err = {.status = STATUS_OK};

    if (!is_first)
        buffer_add(out, "\n", 1, &err);
    if (view_starts(line, "%%HEX "))
        add_hex(out, view_from(line, 6));
    else if (!view_is(line, "%%EMPTY"))
        buffer_add_view(out, line, &err);
    else
        buffer_add(out, "", 0, &err);
}

bool case_next(struct case_file *self)
{
    struct view line = {NULL, 0}, last = {NULL, 0};
    size_t count = 0;

    buffer_clear(&self->text);
    buffer_clear(&self->wanted);
    while (take_line(self, &line)) {
        if (!line.len && count)
            break;
        if (!line.len || (!count && (view_starts(line, "%% "))))
            continue;
        if (count == 0)
            self->case_line = self->line;
        else
            add_line(&self->text, last, count == 1);
        last = line;
        count++;
    }
    if (!count) {
        buffer_free(&self->bytes);
        buffer_free(&self->text);
        buffer_free(&self->wanted);
        return false;
    }
    if (count == 1)
        fail_msg("%s:%zu: case without an expected line", self->name,
                 self->case_line);
    self->must_fail = view_starts(last, "%%FAIL");
    if (self->must_fail)
        last = view_trim(view_from(last, 6));
    add_line(&self->wanted, last, true);
    self->input = buffer_view(&self->text);
    self->expected = self->wanted.ptr;
    return true;
}

bool case_check(const struct case_file *self, bool failed, const char *actual)
{
    const bool same = self->must_fail
                          ? failed && strstr(actual, self->expected)
                          : !failed && strcmp(actual, self->expected) == 0;

    if (!same)
        print_error("tests/cases/%s:%zu: '%.*s'\n  expected%s '%s'\n  got%s "
                    "'%s'\n",
                    self->name, self->case_line, VIEW_ARG(self->input),
                    self->must_fail ? " failure" : "", self->expected,
                    failed ? " failure" : "", actual);
    return same;
}
