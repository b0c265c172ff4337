#include "reader.h"

#include "format.h"
#include "mapping.h"
#include "member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_START ((size_t)4096)

static const struct format_type formats[] = {
    [FORMAT_AUTO] = {"auto",  false, NULL,      NULL,       NULL      },
    [FORMAT_PAGE] = {"page",  true,  page_open, page_next,  page_close},
    [FORMAT_JSONL] = {"jsonl", false, NULL,      jsonl_next, NULL      },
    [FORMAT_CSV] = {"csv",   false, csv_open,  csv_next,   csv_close },
    [FORMAT_LINES] = {"lines", false, NULL,      lines_next, NULL      },
};

int format_from_name(const char *name, enum format *out, struct error *err)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (strcmp(name, formats[i].name) == 0) {
            *out = (enum format)i;
            return STATUS_OK;
        }
    return error_set(
        err, STATUS_USAGE,
        "format '%s' unknown; there are auto, page, jsonl, csv and lines",
        name);
}

static bool is_blank(struct view text)
{
    return view_trim(text).len == 0;
}

/* The input's first line, as far as LINE_CEILING.  Looks at no more than it
 * needs: a live writer may have sent just that line. */
static int peek_line(struct source *source, struct view *start,
                     struct view *line, struct error *err)
{
    const char *newline = NULL;
    size_t want = 1;

    for (;;) {
        const int status = source_peek(source, want, start, err);
        if (status < 0)
            return status;
        const struct view text = view_trim(*start);
        const size_t skipped =
            text.len ? (size_t)(text.ptr - start->ptr) : start->len;
        const struct view rest = view_from(*start, skipped);
        newline = rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL;
        *line = newline ? view_first(rest, (size_t)(newline - rest.ptr)) : rest;
        const bool told = text.len && (text.ptr[0] == '{' || newline);
        if (told || start->len < want || start->len >= LINE_CEILING)
            return STATUS_OK;
        /* past what is there by one byte: waits for one more chunk only */
        want = start->len + 1;
    }
}

static int refuse_unmapped(const struct mapping *mapping, struct error *err)
{
    const struct view column = mapping_column_name(
        mapping, mapping_member_column(mapping, MEMBER_TEXT));

    return error_set(err, STATUS_BAD_INPUT,
                     "neither JSON lines nor CSV with the column '%.*s', which "
                     "the mapping says is the text",
                     VIEW_ARG(column));
}

static int find_format(struct source *source, const struct mapping *mapping,
                       enum format *out, struct error *err)
{
    struct view start, line;
    size_t columns = 0;
    int status = peek_line(source, &start, &line, err);

    if (status < 0)
        return status;
    /* nothing at all is a batch of no lines, not a broken page */
    if (is_blank(start) || line.ptr[0] == '{') {
        *out = FORMAT_JSONL;
        return STATUS_OK;
    }
    if (line.ptr[0] == '[')
        return error_set(err, STATUS_BAD_INPUT,
                         "input is a JSON array: write one object a line "
                         "(jq -c '.[]')");
    const bool names_text = csv_names_text(line, mapping, &columns);
    if (names_text && (columns > 1 || mapping)) {
        *out = FORMAT_CSV;
        return STATUS_OK;
    }
    if (mapping)
        return refuse_unmapped(mapping, err);
    if ((status = source_peek(source, LINE_CEILING, &start, err)) < 0)
        return status;
    if (!page_suits(start) && !names_text)
        return error_set(err, STATUS_BAD_INPUT,
                         "neither a discussion page, JSON lines nor CSV with "
                         "a text column; say --format if it is one of them");
    *out = page_suits(start) ? FORMAT_PAGE : FORMAT_CSV;
    return STATUS_OK;
}

static int copy_options(struct reader *self,
                        const struct reader_options *options, struct error *err)
{
    const struct view discussion = options->discussion;

    self->options = *options;
    self->options.discussion = (struct view){NULL, 0};
    if (!discussion.ptr)
        return STATUS_OK;
    if (discussion.len > NAME_CEILING)
        return error_set(err, STATUS_USAGE,
                         "the discussion's name has %zu bytes, more than the "
                         "%zu allowed",
                         discussion.len, NAME_CEILING);
    self->discussion = malloc(discussion.len + 1);
    if (!self->discussion)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    memcpy(self->discussion, discussion.ptr, discussion.len);
    self->options.discussion = (struct view){self->discussion, discussion.len};
    return STATUS_OK;
}

int reader_open(struct reader **out, struct source *source,
                const struct reader_options *options, struct error *err)
{
    struct reader *const self = calloc(1, sizeof(*self));
    enum format format = options->format;
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->source = source;
    self->type = &formats[FORMAT_AUTO];
    if ((status = copy_options(self, options, err)) < 0 ||
        (format == FORMAT_AUTO &&
         (status = find_format(source, options->mapping, &format, err)) < 0))
        goto out;
    if (options->mapping &&
        (format == FORMAT_PAGE || format == FORMAT_LINES)) {
        status = error_set(err, STATUS_USAGE, "%s no columns to map",
                           format == FORMAT_PAGE ? "a discussion page has"
                                                 : "plain lines have");
        goto out;
    }
    self->type = &formats[format];
    if (self->type->open)
        status = self->type->open(self, err);
out:
    if (status < 0) {
        error_locate(err, source_name(source), 0);
        reader_free(self);
        return status;
    }
    *out = self;
    return STATUS_OK;
}

void reader_free(struct reader *self)
{
    if (!self)
        return;
    if (self->type->free)
        self->type->free(self);
    free(self->discussion);
    free(self);
}

/* Once, when the stream has ended: behind a warning that nobody took yet. */
static void remark(struct reader *self)
{
    const size_t kept = self->warning_taken ? 0 : strlen(self->warning);
    char *const end = self->warning + kept;
    const size_t room = sizeof(self->warning) - kept;
    const size_t joint = kept ? 2 : 0;

    snprintf(end, room, "%s", kept ? "; " : "");
    if (room > joint && mapping_remark(self->options.mapping, &self->use,
                                       end + joint, room - joint))
        self->warning_taken = false;
    else
        *end = '\0';
    self->use.records = 0;
}

int reader_next(struct reader *self, struct comment *out, struct arena *arena,
                struct error *err)
{
    member_clear(out);
    const int status = self->type->next(self, out, arena, err);
    if (status == 0 && self->options.mapping)
        remark(self);
    if (status >= 0)
        return status;
    const struct view id = out->id;
    const bool is_number = out->id_is_number, is_derived = out->id_is_derived;
    member_clear(out);
    if (status == STATUS_BAD_RECORD && id.len) {
        out->id = id;
        out->id_is_number = is_number;
        out->id_is_derived = is_derived;
    }
    error_locate(err, source_name(self->source),
                 source_line_number(self->source));
    return status;
}

bool reader_ready(struct reader *self)
{
    return self->type->is_whole || source_ready(self->source);
}

const char *reader_warning(struct reader *self)
{
    if (!self->warning[0] || self->warning_taken)
        return NULL;
    self->warning_taken = true;
    return self->warning;
}
