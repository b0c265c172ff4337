#include "arrival.h"

#include "links.h"
#include "queue.h"
#include "render.h"

#include <stdio.h>

static int score(struct exchange *self, const struct held_model *held,
                 const struct standing *at, struct error *err)
{
    struct worker *worker = self->worker;
    struct stored_comment stored;
    struct record *record = arena_alloc(&worker->arena, 1, sizeof(*record));
    struct error failed = {.status = STATUS_OK};
    int status =
        store_get(worker->store, at->key, &worker->arena, &stored, err);

    if (status < 0)
        return status;
    if (!record)
        return error_set(err, STATUS_TOO_BIG, "no room for a record");
    *record = (struct record){.comment = stored.comment};
    arena_reset(&worker->bench.scratch);
    if (pipeline_run(&held->reasons, record, &worker->bench, &worker->arena,
                     &failed) < 0) {
        atomic_fetch_add(&self->console->metrics->unscored, 1);
        self->console->around->say("a comment waits unscored", failed.message);
        return STATUS_OK;
    }
    atomic_fetch_add(&self->console->metrics->scored, 1);
    const struct score given = {
        .model = held->found.key,
        .verdict = &record->verdict,
        .reason = record->reason,
        .reason_count = record->reason_count,
        .language = view_of(language_code(record->language)),
    };
    return queue_put(worker->queue, at, &given, err);
}

/* The score that counts now, where there is one. */
static int read_score(struct exchange *self, struct arrival *out,
                      struct error *err)
{
    struct store *store = self->worker->store;
    struct arena *arena = &self->worker->arena;
    struct stored_comment stored;
    int status = store_get(store, out->put.at.key, arena, &stored, err);

    if (status != 1)
        return status;
    out->put.at.state = stored.at.state;
    out->put.at.model = stored.at.model;
    if (!stored.at.model)
        return STATUS_OK;
    status = store_model(store, stored.at.model, arena, &out->model, err);
    if (status == 1)
        status = store_score(store, stored.at.key, stored.at.revision,
                             stored.at.model, arena, &out->score, err);
    out->scored = status == 1;
    return status < 0 ? status : STATUS_OK;
}

int arrival_put(struct exchange *self, const struct held_model *held,
                const struct comment *comment, struct arrival *out,
                struct error *err)
{
    int status;

    *out = (struct arrival){.scored = false};
    if ((status = store_put_comment(self->worker->store, comment, self->now,
                                    &out->put, err)) < 0)
        return status;
    /* whom it answers is read with it, where the site does not say */
    do
        status = links_run(self->worker->store, err);
    while (status == 1);
    if (status < 0)
        return status;
    if (out->put.at.state == COMMENT_WAITING && held &&
        (status = score(self, held, &out->put.at, err)) < 0)
        return status;
    return read_score(self, out, err);
}

json_t *arrival_json(const struct arrival *self)
{
    static const char *const results[] = {
        [PUT_NEW] = "new", [PUT_CHANGED] = "changed", [PUT_KNOWN] = "known"};
    json_t *flags = json_array(), *scores = json_object();

    for (size_t t = 0; self->scored && t < self->model.tone_count; t++) {
        const struct tone_verdict *v = &self->score.verdict.tone[t];
        const struct view name = self->model.tone[t].name;
        char key[64];
        snprintf(key, sizeof(key), "%.*s", VIEW_ARG(name));
        json_object_set_new(scores, key, render_json_ratio(v->probability));
        if (v->flagged)
            json_array_append_new(flags, render_json_text(name));
    }
    return json_pack(
        "{s:o, s:s, s:s, s:o, s:o, s:o}", "id",
        render_json_text(self->put.at.id), "result", results[self->put.kind],
        "state", comment_state_name(self->put.at.state), "model",
        self->scored ? render_json_text(self->model.id) : json_null(), "flags",
        flags, "scores", scores);
}
