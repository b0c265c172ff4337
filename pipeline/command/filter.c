#include "filter.h"

#include "file.h"
#include "recent.h"
#include "score_line.h"

#include <errno.h>
#include <stdio.h>

struct filter {
    const struct pipeline *pipeline;
    const struct reader_options *options;
    const char *const *file; /* those not opened yet */
    size_t files;
    struct source *source; /* the one being read, or NULL */
    struct reader *reader;
    struct recent *recent;
    size_t lines, refused;
};

static void close_file(struct filter *f)
{
    reader_free(f->reader);
    source_free(f->source);
    f->reader = NULL;
    f->source = NULL;
}

static int open_file(struct filter *f, struct error *err)
{
    int status = source_open(&f->source, *f->file, err);

    if (status == STATUS_OK)
        status = reader_open(&f->reader, f->source, f->options, err);
    f->file++;
    f->files--;
    return status;
}

static bool ready(void *context)
{
    const struct filter *f = context;

    return !f->reader || reader_ready(f->reader);
}

/* The parent's text, where the record has none and the stream had it. */
static int find_parent(struct filter *f, struct comment *c,
                       struct arena *arena, struct error *err)
{
    struct view parent = {NULL, 0};
    int status = STATUS_OK;

    if (!c->parent_text.len && c->reply_to.len)
        parent = recent_find(f->recent, c->discussion, c->reply_to);
    if (parent.len)
        status = arena_copy(arena, parent, &c->parent_text, err);
    if (status == STATUS_OK)
        recent_add(f->recent, c);
    return status;
}

static int next(void *context, struct comment *out, struct arena *arena,
                struct error *err)
{
    struct filter *f = context;

    for (;;) {
        int status = STATUS_OK;
        if (!f->reader && !f->files)
            return 0;
        if (!f->reader && (status = open_file(f, err)) < 0)
            return status;
        status = reader_next(f->reader, out, arena, err);
        if (status < 0)
            return status;
        if (status > 0) {
            status = find_parent(f, out, arena, err);
            return status < 0 ? STATUS_BAD_RECORD : 1;
        }
        close_file(f);
    }
}

static int add_line(void *context, const struct record *record,
                    struct buffer *out, struct error *err)
{
    const struct filter *f = context;

    return score_line_add(out, f->pipeline->classifier.model, record, err);
}

static int write_out(const struct buffer *lines, struct error *err)
{
    errno = 0;
    if (fwrite(lines->ptr, 1, lines->len, stdout) != lines->len ||
        fflush(stdout) != 0)
        return error_set(err, file_write_status(errno),
                         "cannot write standard output: %s", strerror(errno));
    return STATUS_OK;
}

static int deliver(void *context, const struct record *record,
                   const struct buffer *written, struct error *err)
{
    struct filter *f = context;

    f->lines++;
    f->refused += record->error.status != STATUS_OK;
    return written ? write_out(written, err) : STATUS_OK;
}

int filter_run(const struct pipeline *pipeline,
               const struct reader_options *options, const char *const *file,
               size_t file_count, size_t threads, struct error *err)
{
    static const char *const standard_input[] = {"-"};
    struct filter filter = {
        .pipeline = pipeline,
        .options = options,
        .file = file_count ? file : standard_input,
        .files = file_count ? file_count : 1,
    };
    const struct pipeline_ends ends = {&filter, ready, next, add_line, deliver};
    int status = recent_open(&filter.recent, err);

    if (status == STATUS_OK)
        status = pipeline_stream(pipeline, &ends, threads, err);
    if (status == STATUS_OK && filter.refused)
        status = error_set(err, STATUS_BAD_INPUT, "%zu of %zu lines refused",
                           filter.refused, filter.lines);
    close_file(&filter);
    recent_free(filter.recent);
    return status;
}
