#include "reading.h"

#include "links.h"

#include <stdio.h>
#include <stdlib.h>

#define TRANSACTION_RECORDS 10000
#define RECORD_ARENA ((size_t)16 << 20) /* the largest record and its copies   \
                                         */

struct reading {
    struct source *source;
    struct reader *reader;
    struct store *store;
    const struct surroundings *around;
    int64_t now;
    struct arena arena;
};

int reading_open(struct reading **out, const char *path, struct store *store,
                 const struct reader_options *options,
                 const struct surroundings *around, int64_t now,
                 struct error *err)
{
    struct reading *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->store = store;
    self->around = around;
    self->now = now;
    if ((status = arena_open(&self->arena, RECORD_ARENA, err)) < 0 ||
        (status = source_open(&self->source, path, err)) < 0 ||
        (status = reader_open(&self->reader, self->source, options, err)) < 0)
        reading_free(self);
    else
        *out = self;
    return status;
}

void reading_free(struct reading *self)
{
    if (!self)
        return;
    reader_free(self->reader);
    source_free(self->source);
    arena_free(&self->arena);
    free(self);
}

bool reading_ready(struct reading *self)
{
    return reader_ready(self->reader);
}

static bool is_blank(struct view text)
{
    return view_trim(text).len == 0;
}

static void count(struct reading_counts *counts, enum put_kind kind,
                  const struct comment *comment)
{
    counts->fresh += kind == PUT_NEW;
    counts->changed += kind == PUT_CHANGED;
    counts->known += kind == PUT_KNOWN;
    counts->empty += is_blank(comment->text);
}

static void pass_warnings(struct reading *self)
{
    const char *warning;

    while ((warning = reader_warning(self->reader)))
        self->around->say(source_name(self->source), warning);
}

/* Reads and stores one record: 1, 0 at the end, or a status.  The transaction
 * begins with the first record: nobody is kept waiting while input is waited
 * for. */
static int take_one(struct reading *self, bool *writing,
                    struct reading_counts *counts, struct error *err)
{
    struct comment comment;
    struct put_result result;
    int status;

    arena_reset(&self->arena);
    status = reader_next(self->reader, &comment, &self->arena, err);
    if (status > 0 && !*writing) {
        const int begun = store_begin(self->store, err);
        if (begun < 0)
            return begun;
        *writing = true;
    }
    if (status > 0) {
        status =
            store_put_comment(self->store, &comment, self->now, &result, err);
        if (status == STATUS_OK) {
            count(counts, result.kind, &comment);
            status = 1;
        } else {
            error_locate(err, source_name(self->source),
                         source_line_number(self->source));
        }
    }
    if (status == STATUS_BAD_RECORD) {
        self->around->say(err->where, err->message);
        error_clear(err);
        counts->refused++;
        return 1;
    }
    return status;
}

/* Infers replies once the input pauses or ends, not in the midst of it: a
 * shuffled archive would have every discussion read again and again. */
static int commit(struct reading *self, bool pausing, struct error *err)
{
    int status = pausing ? links_run(self->store, err) : 0;

    if (status < 0)
        return status;
    const bool more = status > 0;
    if ((status = store_commit(self->store, err)) < 0)
        return status;
    return more ? links_finish(self->store, err) : STATUS_OK;
}

int reading_some(struct reading *self, struct reading_counts *counts,
                 struct error *err)
{
    struct reading_counts read = *counts;
    int status = 1, committed;
    bool writing = false;

    for (size_t i = 0; i < TRANSACTION_RECORDS; i++) {
        status = take_one(self, &writing, &read, err);
        pass_warnings(self);
        if (status <= 0 || !reader_ready(self->reader))
            break;
    }
    /* a stream that breaks does not take back what came before */
    if (status < 0 && status != STATUS_BAD_INPUT && status != STATUS_TOO_BIG) {
        store_rollback(self->store);
        return status;
    }
    struct error second = {.status = STATUS_OK};
    const bool pausing = status <= 0 || !reader_ready(self->reader);
    committed = writing   ? commit(self, pausing, &second)
                : pausing ? links_finish(self->store, &second)
                          : STATUS_OK;
    if (committed < 0) {
        error_clear(err);
        *err = second;
        return committed;
    }
    *counts = read;
    return status;
}

int reading_result(const struct reading_counts *counts, struct error *err)
{
    if (!counts->refused)
        return STATUS_OK;
    return error_set(err, STATUS_BAD_INPUT, "%zu record%s refused",
                     counts->refused, counts->refused == 1 ? "" : "s");
}

void reading_print(const struct reading_counts *counts)
{
    printf("%zu new, %zu changed, %zu known, %zu empty, %zu refused\n",
           counts->fresh, counts->changed, counts->known, counts->empty,
           counts->refused);
}
