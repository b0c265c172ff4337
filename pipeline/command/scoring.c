#include "scoring.h"

#include "clock.h"
#include "file.h"
#include "pipeline.h"
#include "queue.h"
#include "scores.h"

#include <stdio.h>
#include <stdlib.h>

#define LIST_ARENA ((size_t)8 << 20)
#define LIST_COMMENTS 256
#define REASONS_A_TONE 8
#define METRICS_CEILING ((size_t)1 << 20)

struct scoring {
    struct store *store;
    struct queue *queue;
    const struct surroundings *around;
    struct pipeline pipeline;
    size_t threads;
    int64_t model; /* key in the store */
    bool writing;  /* a transaction is open */
    /* reading: the page of waiting comments at hand */
    struct arena arena;
    struct comment_list list;
    size_t listed;    /* of the list, handed on */
    int64_t after;    /* key of the last one handed on */
    /* what is on its way, oldest first: a ring that grows */
    struct standing *flight;
    size_t flight_first, flight_count, flight_room;
    size_t scored, failed, flagged;
};

/* ---- the model in the store --------------------------------------------- */

static void describe(const struct model *model, struct view metrics,
                     struct model_record *out)
{
    const struct model_parts *p = model_parts(model);

    *out = (struct model_record){
        .id = view_of(model_id(model)),
        .data_sha256 = view_of(p->data_sha256),
        .metrics = metrics,
        .trained = TIME_NONE,
        .tone_count = p->tone_count,
    };
    for (uint32_t t = 0; t < p->tone_count; t++)
        out->tone[t] = (struct tone_record){
            view_of(p->tone[t].name), p->tone[t].threshold,
            (p->tone[t].flags & TONE_OBSERVATION_ONLY) != 0};
}

static int activate(struct scoring *self, const struct model *model,
                    int64_t now, struct error *err)
{
    char message[128];
    int64_t active;
    int status = store_active_model(self->store, &active, err);

    if (status < 0 || active == self->model)
        return status;
    if (active) {
        snprintf(message, sizeof(message), "%s is the active model from now on",
                 model_id(model));
        self->around->say("", message);
    }
    return store_activate(self->store, self->model, now, err);
}

static int register_model(struct scoring *self, const struct model *model,
                          const char *folder, int64_t now, struct error *err)
{
    struct buffer metrics = {.ptr = NULL};
    struct model_record record;
    struct error unread = {.status = STATUS_OK};
    char path[4096];
    int status;

    /* a model without metrics is a model all the same */
    snprintf(path, sizeof(path), "%s/metrics.json", folder);
    file_read(path, METRICS_CEILING, &metrics, &unread);
    describe(model, buffer_view(&metrics), &record);
    if ((status = store_begin(self->store, err)) < 0)
        goto out;
    if ((status = store_put_model(self->store, &record, now, &self->model,
                                  err)) < 0 ||
        (status = activate(self, model, now, err)) < 0)
        store_rollback(self->store);
    else
        status = store_commit(self->store, err);
out:
    buffer_free(&metrics);
    return status;
}

int scoring_open(struct scoring **out, struct store *store,
                 const struct model *model, const char *folder,
                 const struct policy *policy,
                 const struct surroundings *around, int64_t now,
                 size_t threads, struct error *err)
{
    struct scoring *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->store = store;
    self->around = around;
    self->threads = threads;
    pipeline_open(&self->pipeline, model);
    self->pipeline.reasons = REASONS_A_TONE;
    if ((status = arena_open(&self->arena, LIST_ARENA, err)) < 0 ||
        (status = register_model(self, model, folder, now, err)) < 0 ||
        (status = queue_open(&self->queue, store, policy, err)) < 0)
        scoring_free(self);
    else
        *out = self;
    return status;
}

void scoring_free(struct scoring *self)
{
    if (!self)
        return;
    queue_close(self->queue);
    arena_free(&self->arena);
    free(self->flight);
    free(self);
}

/* ---- what is on its way --------------------------------------------------- */

static int take_off(struct scoring *self, const struct standing *at,
                    struct error *err)
{
    if (self->flight_count == self->flight_room) {
        const size_t room = self->flight_room ? self->flight_room * 2 : 1024;
        struct standing *ring = malloc(room * sizeof(*ring));
        if (!ring)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        for (size_t i = 0; i < self->flight_count; i++)
            ring[i] = self->flight[(self->flight_first + i) %
                                   self->flight_room];
        free(self->flight);
        self->flight = ring;
        self->flight_room = room;
        self->flight_first = 0;
    }
    self->flight[(self->flight_first + self->flight_count) %
                 self->flight_room] = *at;
    self->flight_count++;
    return STATUS_OK;
}

static struct standing land(struct scoring *self)
{
    const struct standing at = self->flight[self->flight_first];

    self->flight_first = (self->flight_first + 1) % self->flight_room;
    self->flight_count--;
    return at;
}

/* ---- both ends of the stream ----------------------------------------------- */

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

static int next(void *context, struct comment *out, struct arena *arena,
                struct error *err)
{
    struct scoring *self = context;
    int status;

    if (self->listed == self->list.count) {
        arena_reset(&self->arena);
        self->listed = self->list.count = 0;
        if ((status = store_waiting(self->store, self->after, LIST_COMMENTS,
                                    &self->arena, &self->list, err)) < 0)
            return status;
        if (!self->list.count)
            return 0;
    }
    const struct stored_comment *stored = &self->list.item[self->listed++];
    self->after = stored->at.key;
    if ((status = take_off(self, &stored->at, err)) < 0 ||
        (status = copy_comment(&stored->comment, out, arena, err)) < 0)
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

static int put(struct scoring *self, const struct standing *at,
               const struct record *record, struct error *err)
{
    const struct score score = {
        .model = self->model,
        .verdict = &record->verdict,
        .reason = record->reason,
        .reason_count = record->reason_count,
        .language = view_of(language_code(record->language)),
    };
    int status = STATUS_OK;

    if (!self->writing)
        status = store_begin(self->store, err);
    self->writing = status == STATUS_OK;
    if (status == STATUS_OK)
        status = queue_put(self->queue, at, &score, err);
    self->scored++;
    self->flagged += has_flag(
        model_parts(self->pipeline.classifier.model), &record->verdict);
    return status;
}

static int deliver(void *context, const struct record *record, bool last,
                   struct error *err)
{
    struct scoring *self = context;
    struct standing at = land(self);
    int status = STATUS_OK;

    at.id = record->comment.id;
    if (record->error.status != STATUS_OK) {
        char where[300];
        snprintf(where, sizeof(where), "comment '%.*s'",
                 VIEW_ARG(record->comment.id));
        self->around->say(where, record->error.message);
        self->failed++;
    } else {
        status = put(self, &at, record, err);
    }
    if (status == STATUS_OK && last && self->writing) {
        self->writing = false;
        status = store_commit(self->store, err);
    }
    return status;
}

int scoring_run(struct scoring *self, struct error *err)
{
    const struct pipeline_ends ends = {self, ready, next, deliver};

    self->after = 0;
    self->flight_count = 0;
    self->listed = self->list.count = 0;
    const int status =
        pipeline_stream(&self->pipeline, &ends, self->threads, err);
    if (self->writing)
        store_rollback(self->store);
    self->writing = false;
    return status;
}

size_t scoring_count(const struct scoring *self)
{
    return self->scored;
}

size_t scoring_failed(const struct scoring *self)
{
    return self->failed;
}

size_t scoring_flagged(const struct scoring *self)
{
    return self->flagged;
}
