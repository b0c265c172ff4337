#include "scoring.h"

#include "clock.h"
#include "links.h"
#include "pipeline.h"
#include "queue.h"
#include "scores.h"

#include <stdio.h>
#include <stdlib.h>

#define LIST_ARENA ((size_t)8 << 20)
#define SCORE_ARENA ((size_t)1 << 20) /* one stored score with its reasons */
#define LIST_COMMENTS 256
#define REASONS_A_TONE 8
/* A commit waits for the disk and writes every page of an index that was
 * touched: several pages of comments share one, but not so many that others
 * who write wait long. */
#define TRANSACTION_COMMENTS 1024
#define TRANSACTION_BYTES ((size_t)1 << 20) /* of their texts */

/* A comment on its way through the stages. */
struct flight {
    struct standing at;
    bool known; /* the model has scored this text before */
};

struct scoring {
    struct store *store;
    struct queue *queue;
    const struct surroundings *around;
    struct found_model model;
    struct pipeline pipeline;
    size_t threads;
    bool writing;                  /* a transaction is open */
    size_t written, written_bytes; /* by it, so far         */
    /* reading: the page of comments at hand */
    struct arena arena, score_arena;
    struct comment_list list;
    size_t listed;         /* of the list, handed on      */
    struct standing after; /* the last one handed on      */
    bool again;            /* outdated ones, else waiting */
    /* what is on its way, oldest first: a ring that grows */
    struct flight *flight;
    size_t flight_first, flight_count, flight_room;
    size_t scored, reused, failed, flagged;
};

/* ---- the model ---------------------------------------------------------- */

static void use_model(struct scoring *self, const struct found_model *model)
{
    registry_close(&self->model);
    self->model = *model;
    pipeline_open(&self->pipeline, self->model.model);
    self->pipeline.reasons = REASONS_A_TONE;
}

/* At first use the model becomes the active one; else it must be that. */
static int settle_model(struct scoring *self, int64_t now, struct error *err)
{
    struct activation row = {.time = now};
    int64_t active;
    int status;

    if ((status = store_begin(self->store, err)) < 0)
        return status;
    /* another program may have made it known since it was looked for */
    if ((status = store_find_model(self->store,
                                   view_of(model_id(self->model.model)),
                                   &self->model.key, err)) < 0 ||
        (status = store_active_model(self->store, &active, err)) < 0)
        goto out;
    if (active && active != self->model.key) {
        status = error_set(err, STATUS_USAGE,
                           "'%s' is not the active model, see 'vigie models "
                           "promote'",
                           model_id(self->model.model));
        goto out;
    }
    if ((status = registry_put(self->store, &self->model, err)) < 0)
        goto out;
    row.model = self->model.key;
    if (!active && (status = store_activate(self->store, &row, err)) < 0)
        goto out;
    return store_commit(self->store, err);
out:
    store_rollback(self->store);
    return status;
}

static int take_model(struct scoring *self, struct found_model *model,
                      int64_t now, struct error *err)
{
    int status = STATUS_OK;

    if (!model->model)
        status = registry_active(self->store, self->around, model, err);
    else if (!model->key)
        status = store_find_model(self->store, view_of(model_id(model->model)),
                                  &model->key, err);
    if (status < 0)
        return status;
    use_model(self, model);
    model->model = NULL; /* ours now */
    return settle_model(self, now, err);
}

int scoring_open(struct scoring **out, struct store *store,
                 struct found_model *model, const struct policy *policy,
                 const struct surroundings *around, int64_t now, size_t threads,
                 struct error *err)
{
    struct scoring *self = calloc(1, sizeof(*self));
    int status;

    if (!self) {
        registry_close(model);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    self->store = store;
    self->around = around;
    self->threads = threads;
    if ((status = arena_open(&self->arena, LIST_ARENA, err)) < 0 ||
        (status = arena_open(&self->score_arena, SCORE_ARENA, err)) < 0 ||
        (status = take_model(self, model, now, err)) < 0 ||
        (status = queue_open(&self->queue, store, policy, err)) < 0)
        scoring_free(self);
    else
        *out = self;
    registry_close(model);
    return status;
}

void scoring_free(struct scoring *self)
{
    if (!self)
        return;
    queue_close(self->queue);
    registry_close(&self->model);
    arena_free(&self->arena);
    arena_free(&self->score_arena);
    free(self->flight);
    free(self);
}

/* ---- what is on its way ------------------------------------------------- */

static int take_off(struct scoring *self, const struct flight *flight,
                    struct error *err)
{
    if (self->flight_count == self->flight_room) {
        const size_t room = self->flight_room ? self->flight_room * 2 : 1024;
        struct flight *ring = malloc(room * sizeof(*ring));
        if (!ring)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        for (size_t i = 0; i < self->flight_count; i++)
            ring[i] =
                self->flight[(self->flight_first + i) % self->flight_room];
        free(self->flight);
        self->flight = ring;
        self->flight_room = room;
        self->flight_first = 0;
    }
    self->flight[(self->flight_first + self->flight_count) %
                 self->flight_room] = *flight;
    self->flight_count++;
    return STATUS_OK;
}

static struct flight land(struct scoring *self)
{
    const struct flight flight = self->flight[self->flight_first];

    self->flight_first = (self->flight_first + 1) % self->flight_room;
    self->flight_count--;
    return flight;
}

/* ---- both ends of the stream -------------------------------------------- */

static bool ready(void *context)
{
    (void)context;
    return true;
}

static int copy_comment(const struct comment *from, struct comment *to,
                        struct arena *arena, struct error *err)
{
    int status;

    *to = (struct comment){.published = TIME_NONE, .time = TIME_NONE};
    if ((status = arena_copy(arena, from->id, &to->id, err)) < 0 ||
        (status = arena_copy(arena, from->text, &to->text, err)) < 0)
        return status;
    if (from->parent_text.len)
        status = arena_copy(arena, from->parent_text, &to->parent_text, err);
    return status;
}

/* The next page of what is to be done; its count is 0 at the end. */
static int turn_page(struct scoring *self, struct error *err)
{
    arena_reset(&self->arena);
    self->listed = self->list.count = 0;
    return self->again
               ? store_outdated(self->store, self->model.key, &self->after,
                                LIST_COMMENTS, &self->arena, &self->list, err)
               : store_waiting(self->store, self->after.key, LIST_COMMENTS,
                               &self->arena, &self->list, err);
}

static int next(void *context, struct comment *out, struct arena *arena,
                struct error *err)
{
    struct scoring *self = context;
    int status;

    if (self->listed == self->list.count && (status = turn_page(self, err)) < 0)
        return status;
    if (!self->list.count)
        return 0;
    const struct stored_comment *stored = &self->list.item[self->listed++];
    struct flight flight = {.at = stored->at};
    struct comment comment = stored->comment;
    self->after = stored->at;
    if (self->again) {
        status = store_has_score(self->store, stored->at.key,
                                 stored->at.revision, self->model.key, err);
        if (status < 0)
            return status;
        flight.known = status == 1;
    }
    if (flight.known) /* it travels empty, to keep the order */
        comment.text = comment.parent_text = view_of("");
    if ((status = take_off(self, &flight, err)) < 0 ||
        (status = copy_comment(&comment, out, arena, err)) < 0)
        return status;
    return 1;
}

/* A sentiment alone is no flag. */
static bool has_flag(const struct model_parts *p, const struct verdict *v)
{
    for (size_t t = 0; t < v->tone_count; t++)
        if (v->tone[t].flagged && !(p->tone[t].flags & TONE_SENTIMENT))
            return true;
    return false;
}

static int begin(struct scoring *self, struct error *err)
{
    int status = STATUS_OK;

    if (!self->writing) {
        status = store_begin(self->store, err);
        self->written = self->written_bytes = 0;
    }
    self->writing = status == STATUS_OK;
    self->written++;
    return status;
}

static int end(struct scoring *self, struct error *err)
{
    if (!self->writing)
        return STATUS_OK;
    self->writing = false;
    return store_commit(self->store, err);
}

static int put(struct scoring *self, const struct standing *at,
               const struct record *record, struct error *err)
{
    const struct score score = {
        .model = self->model.key,
        .verdict = &record->verdict,
        .reason = record->reason,
        .reason_count = record->reason_count,
        .language = view_of(language_code(record->language)),
    };
    int status = begin(self, err);

    if (status == STATUS_OK)
        status = queue_put(self->queue, at, &score, err);
    self->scored++;
    self->flagged += has_flag(model_parts(self->model.model), &record->verdict);
    return status;
}

static int adopt(struct scoring *self, const struct standing *at,
                 struct error *err)
{
    int status = begin(self, err);

    arena_reset(&self->score_arena);
    if (status == STATUS_OK)
        status = queue_adopt(self->queue, at, self->model.key,
                             &self->score_arena, err);
    self->reused++;
    return status;
}

static void complain(struct scoring *self, const struct record *record)
{
    char where[300];

    snprintf(where, sizeof(where), "comment '%.*s'",
             VIEW_ARG(record->comment.id));
    self->around->say(where, record->error.message);
    self->failed++;
}

static int deliver(void *context, const struct record *record,
                   const struct buffer *last, struct error *err)
{
    struct scoring *self = context;
    struct flight flight = land(self);
    int status = STATUS_OK;

    flight.at.id = record->comment.id;
    if (flight.known)
        status = adopt(self, &flight.at, err);
    else if (record->error.status != STATUS_OK)
        complain(self, record);
    else
        status = put(self, &flight.at, record, err);
    self->written_bytes += record->comment.text.len;
    if (status == STATUS_OK && (self->written >= TRANSACTION_COMMENTS ||
                                self->written_bytes >= TRANSACTION_BYTES))
        status = end(self, err);
    if (last && self->around->terminal)
        fprintf(stderr, "\rscored: %zu", self->scored + self->reused);
    return status;
}

static int pass(struct scoring *self, bool again, struct error *err)
{
    const struct pipeline_ends ends = {self, ready, next, NULL, deliver};
    int status;

    self->again = again;
    self->after = (struct standing){.key = 0};
    self->flight_count = 0;
    if ((status = turn_page(self, err)) < 0 || !self->list.count)
        return status;
    status = pipeline_stream(&self->pipeline, &ends, self->threads, err);
    if (self->around->terminal)
        fprintf(stderr, "\r\33[K");
    if (status == STATUS_OK)
        status = end(self, err);
    if (self->writing)
        store_rollback(self->store);
    self->writing = false;
    return status;
}

/* Another program may have promoted another model.  1: there is one, it is
 * ours now. */
static int follow(struct scoring *self, struct error *err)
{
    struct found_model model;
    char message[128];
    int64_t active;
    int status = store_active_model(self->store, &active, err);

    if (status < 0 || active == self->model.key)
        return status;
    if ((status = registry_active(self->store, self->around, &model, err)) < 0)
        return status;
    snprintf(message, sizeof(message), "%s is the active model from now on",
             model_id(model.model));
    self->around->say("", message);
    use_model(self, &model);
    return 1;
}

int scoring_run(struct scoring *self, struct error *err)
{
    int status = follow(self, err);

    while (status >= 0) {
        if ((status = links_finish(self->store, err)) < 0 ||
            (status = pass(self, true, err)) < 0 ||
            (status = pass(self, false, err)) < 0 ||
            (status = follow(self, err)) == 0)
            break;
    }
    return status;
}

size_t scoring_count(const struct scoring *self)
{
    return self->scored;
}

size_t scoring_reused(const struct scoring *self)
{
    return self->reused;
}

size_t scoring_failed(const struct scoring *self)
{
    return self->failed;
}

size_t scoring_flagged(const struct scoring *self)
{
    return self->flagged;
}
