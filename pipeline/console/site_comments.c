/* POST /v1/comments: one comment, an array of them, or JSON lines. */
#include "arrival.h"
#include "clock.h"
#include "json_body.h"
#include "reader.h"
#include "render.h"
#include "site.h"
#include "source.h"

#include <stdlib.h>
#include <string.h>

#define TRANSACTION_RECORDS 200
#define RECORD_ARENA ((size_t)16 << 20)

/* A request's records on their way. */
struct intake {
    struct exchange *exchange;
    struct held_model *held; /* NULL: nothing can be scored */
    struct reader *reader;
    struct arena arena; /* of one record */
    json_t *list;       /* of what became of each */
    size_t fresh, changed, known, empty, refused;
};

static int add_line(struct buffer *out, const json_t *value, struct error *err)
{
    char *line = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    int status = line ? buffer_add_text(out, line, err)
                      : error_set(err, STATUS_NO_MEMORY, "out of memory");

    free(line);
    return status < 0 ? status : buffer_add_text(out, "\n", err);
}

/* Whatever shape it came in, as JSON lines in *lines. */
static int lay_out(struct view body, struct buffer *lines, struct error *err)
{
    json_t *root = json_loadb(body.ptr ? body.ptr : "", body.len,
                              JSON_REJECT_DUPLICATES, NULL);
    int status = STATUS_OK;

    if (!root) /* more than one, or broken: told line by line */
        return buffer_add_view(lines, body, err);
    if (json_is_object(root))
        status = add_line(lines, root, err);
    for (size_t i = 0; i < json_array_size(root) && status == STATUS_OK; i++)
        status = add_line(lines, json_array_get(root, i), err);
    json_decref(root);
    return status;
}

static void count(struct intake *self, const struct arrival *arrival)
{
    self->fresh += arrival->put.kind == PUT_NEW;
    self->changed += arrival->put.kind == PUT_CHANGED;
    self->known += arrival->put.kind == PUT_KNOWN;
    self->empty += arrival->put.at.state == COMMENT_EMPTY;
}

static void refuse(struct intake *self, const struct comment *comment,
                   struct error *err)
{
    json_array_append_new(self->list, json_pack("{s:o, s:s}", "id",
                                                render_json_text(comment->id),
                                                "error", err->message));
    error_clear(err);
    self->refused++;
}

/* The next record: 1, 0 at the end, or a status. */
static int take_one(struct intake *self, struct error *err)
{
    struct arrival *arrival = NULL;
    struct comment comment;
    int status;

    arena_reset(&self->arena);
    arena_reset(&self->exchange->worker->arena);
    status = reader_next(self->reader, &comment, &self->arena, err);
    if (status == 1) {
        arrival = arena_alloc(&self->arena, 1, sizeof(*arrival));
        status = arrival ? arrival_put(self->exchange, self->held, &comment,
                                       arrival, err)
                         : error_set(err, STATUS_TOO_BIG, "no room");
        if (status == STATUS_OK) {
            count(self, arrival);
            json_array_append_new(self->list, arrival_json(arrival));
            return 1;
        }
    }
    if (status != STATUS_BAD_RECORD)
        return status;
    refuse(self, &comment, err);
    return 1;
}

/* A transaction's worth of records; the same answers as take_one(). */
static int take_some(struct intake *self, struct error *err)
{
    struct store *store = self->exchange->worker->store;
    int status = store_begin(store, err), committed;

    if (status < 0)
        return status;
    status = 1;
    for (size_t i = 0; i < TRANSACTION_RECORDS && status == 1; i++)
        status = take_one(self, err);
    if (status < 0) {
        store_rollback(store);
        return status;
    }
    committed = store_commit(store, err);
    return committed < 0 ? committed : status;
}

static int take_all(struct intake *self, struct view lines, struct error *err)
{
    const struct reader_options options = {.format = FORMAT_JSONL,
                                           .now = TIME_NONE};
    struct source *source = NULL;
    int status;

    if ((status = arena_open(&self->arena, RECORD_ARENA, err)) == STATUS_OK &&
        (status = source_open_memory(&source, "request", lines, err)) ==
            STATUS_OK &&
        (status = reader_open(&self->reader, source, &options, err)) ==
            STATUS_OK)
        do
            status = take_some(self, err);
        while (status == 1);
    reader_free(self->reader);
    source_free(source);
    arena_free(&self->arena);
    return status;
}

static void answer(struct intake *self)
{
    struct exchange *exchange = self->exchange;
    const json_t *first = json_array_get(self->list, 0);

    if (json_array_size(self->list) == 1 && self->refused) {
        answer_error(exchange, 400, "INVALID_ARGUMENT",
                     json_string_value(json_object_get(first, "error")), NULL);
        return;
    }
    answer_json(exchange, 200,
                json_pack("{s:I, s:I, s:I, s:I, s:I, s:O}", "new",
                          (json_int_t)self->fresh, "changed",
                          (json_int_t)self->changed, "known",
                          (json_int_t)self->known, "empty",
                          (json_int_t)self->empty, "refused",
                          (json_int_t)self->refused, "comments", self->list));
}

void site_put_comments(struct exchange *self)
{
    struct intake intake = {.exchange = self, .list = json_array()};
    struct buffer lines = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};
    struct error unscored = {.status = STATUS_OK};

    if (scorer_take(self->console->scorer, self->worker->store, &intake.held,
                    &unscored) < 0)
        self->console->around->say("comments wait unscored", unscored.message);
    if (!view_trim(buffer_view(&self->body)).len)
        answer_error(self, 400, "INVALID_ARGUMENT",
                     "a comment, an array of comments or JSON lines wanted",
                     NULL);
    else if (lay_out(buffer_view(&self->body), &lines, &err) < 0 ||
             worker_queue(self->console->pool, self->worker, &err) < 0 ||
             take_all(&intake, buffer_view(&lines), &err) < 0)
        answer_failure(self, &err);
    else
        answer(&intake);
    if (intake.held)
        scorer_give(self->console->scorer, intake.held);
    json_decref(intake.list);
    buffer_free(&lines);
}
