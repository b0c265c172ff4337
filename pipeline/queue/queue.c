#include "queue.h"

#include "heat.h"
#include "journal.h"
#include "priority.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MODEL_ARENA ((size_t)1 << 20) /* names and metrics of one model */
#define SECONDS_PER_MINUTE 60

struct queue {
    struct store *store;
    const struct policy *policy;
    struct plan plan;
    struct weighing weighing; /* of the model that scored last */
    struct buffer section;    /* of the comment at hand */
    struct heat *heat;
};

struct store *queue_store(const struct queue *self)
{
    return self->store;
}

const struct policy *queue_policy(const struct queue *self)
{
    return self->policy;
}

static int know_model(struct queue *self, int64_t model, struct error *err)
{
    struct model_record record;
    struct arena arena;
    int status;

    if (self->weighing.model == model)
        return STATUS_OK;
    if ((status = arena_open(&arena, MODEL_ARENA, err)) < 0)
        return status;
    status = store_model(self->store, model, &arena, &record, err);
    if (status == 1)
        priority_weigh(self->policy, &record, model, &self->weighing);
    else if (status == 0)
        status = error_set(err, STATUS_NOT_FOUND, "no model %lld in the store",
                           (long long)model);
    arena_free(&arena);
    return status < 0 ? status : STATUS_OK;
}

static int check_tones(const struct queue *self, const struct verdict *verdict,
                       struct error *err)
{
    if (verdict->tone_count == self->weighing.tone_count && verdict->tone_count)
        return STATUS_OK;
    return error_set(err, STATUS_DAMAGED,
                     "a score of %zu tones by a model of %zu",
                     verdict->tone_count, self->weighing.tone_count);
}

/* Flags by the thresholds that hold for the comment's section. */
static int flag(struct queue *self, const struct standing *at,
                struct verdict *verdict, struct error *err)
{
    int status = check_tones(self, verdict, err);

    buffer_clear(&self->section);
    if (status == STATUS_OK && self->weighing.rule_count)
        status = store_section(self->store, at->key, &self->section, err);
    if (status == STATUS_OK)
        priority_flag(&self->weighing, buffer_view(&self->section), verdict);
    return status;
}

/* The comment has no place yet; its verdict is flagged by the policy. */
static int enter(struct queue *self, const struct standing *at,
                 const struct verdict *verdict, struct error *err)
{
    const struct weighing *weighing = &self->weighing;
    struct place place;
    double share;
    int status;

    if ((status = heat_before(self->heat, at, weighing->model, weighing->ranked,
                              &share, err)) < 0)
        return status;
    heat_after(self->heat, at, priority_flagged(verdict) & weighing->ranked);
    switch (priority_place(self->policy, weighing, at, verdict, share,
                           self->plan.seed, &place)) {
    case PRIORITY_NONE:
        return STATUS_OK;
    case PRIORITY_CONTROL:
        if ((status = control_put(self->store, at->key,
                                  self->policy->control_sample, err)) < 0)
            return status;
        break;
    case PRIORITY_QUEUED:
        break;
    }
    return place_put(self->store, &place, err);
}

static int leave(struct queue *self, const struct standing *at,
                 struct error *err)
{
    const int status = place_remove(self->store, at->key, err);

    return status < 0 ? status : control_remove(self->store, at->key, err);
}

/* A comment whose score was stored gets its place. */
static int settle(struct queue *self, const struct standing *at,
                  const struct verdict *verdict, enum score_fate fate,
                  struct error *err)
{
    int status;

    switch (fate) {
    case SCORE_FIRST:
        return enter(self, at, verdict, err);
    case SCORE_AGAIN:
        status = leave(self, at, err);
        return status < 0 ? status : enter(self, at, verdict, err);
    case SCORE_DECIDED:
    case SCORE_STALE:
        break;
    }
    return STATUS_OK;
}

int queue_put(struct queue *self, const struct standing *at,
              const struct score *score, struct error *err)
{
    struct verdict verdict = *score->verdict;
    struct score flagged = *score;
    enum score_fate fate;
    int status;

    flagged.verdict = &verdict;
    if ((status = know_model(self, score->model, err)) < 0 ||
        (status = flag(self, at, &verdict, err)) < 0 ||
        (status = store_put_score(self->store, at, &flagged, &fate, err)) < 0)
        return status;
    return settle(self, at, &verdict, fate, err);
}

/* A verdict as `model` gave it, flagged by the present policy; 0: none. */
static int recall(struct queue *self, const struct standing *at, int64_t model,
                  struct arena *arena, struct verdict *out, struct error *err)
{
    struct stored_score score;
    int status;

    if ((status = know_model(self, model, err)) < 0)
        return status;
    status = store_score(self->store, at->key, at->revision, model, arena,
                         &score, err);
    if (status != 1 || (status = flag(self, at, &score.verdict, err)) < 0)
        return status;
    *out = score.verdict;
    return 1;
}

int queue_adopt(struct queue *self, const struct standing *at, int64_t model,
                struct arena *arena, struct error *err)
{
    struct standing adopted = *at;
    struct verdict verdict;
    enum score_fate fate;
    int status = recall(self, at, model, arena, &verdict, err);

    if (status != 1)
        return status;
    adopted.model = model;
    if ((status = store_adopt_score(self->store, at, model, &fate, err)) < 0)
        return status;
    if ((fate == SCORE_FIRST || fate == SCORE_AGAIN) &&
        (status = store_set_flags(self->store, &adopted, &verdict, err)) < 0)
        return status;
    return settle(self, &adopted, &verdict, fate, err);
}

int queue_restore(struct queue *self, const struct standing *at,
                  struct arena *arena, struct error *err)
{
    struct verdict verdict;
    int status = recall(self, at, at->model, arena, &verdict, err);

    if (status == 0)
        return error_set(err, STATUS_DAMAGED, "store is damaged: no score");
    if (status < 0 ||
        (status = store_set_flags(self->store, at, &verdict, err)) < 0 ||
        (status = leave(self, at, err)) < 0)
        return status;
    status = enter(self, at, &verdict, err);
    heat_forget(self->heat, false); /* this comment came out of its turn */
    return status;
}

/* One comment of a new plan. */
static int place_again(void *context, const struct standing *at,
                       const struct verdict *stored, struct error *err)
{
    struct queue *self = context;
    struct verdict verdict = *stored;
    int status;

    if ((status = know_model(self, at->model, err)) < 0 ||
        (status = flag(self, at, &verdict, err)) < 0 ||
        (status = store_set_flags(self->store, at, &verdict, err)) < 0 ||
        (status = leave(self, at, err)) < 0)
        return status;
    return enter(self, at, &verdict, err);
}

static int plan_anew(struct queue *self, struct error *err)
{
    int status;

    if ((status = store_begin(self->store, err)) < 0)
        return status;
    memcpy(self->plan.digest, self->policy->digest, sizeof(self->plan.digest));
    self->plan.age_per_hour = self->policy->age_per_hour;
    self->plan.unscored = self->policy->unscored;
    heat_forget(self->heat, true);
    status = store_each_scored(self->store, place_again, self, err);
    heat_forget(self->heat, false);
    if (status < 0 ||
        (status = plan_write(self->store, &self->plan, err)) < 0) {
        store_rollback(self->store);
        return status;
    }
    return store_commit(self->store, err);
}

int queue_open(struct queue **out, struct store *store,
               const struct policy *policy, struct error *err)
{
    struct queue *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->store = store;
    self->policy = policy;
    if ((status = heat_open(&self->heat, store, (size_t)policy->heat_window,
                            err)) < 0 ||
        (status = plan_read(store, &self->plan, err)) < 0 ||
        (strcmp(self->plan.digest, policy->digest) != 0 &&
         (status = plan_anew(self, err)) < 0)) {
        queue_close(self);
        return status;
    }
    *out = self;
    return STATUS_OK;
}

void queue_close(struct queue *self)
{
    if (!self)
        return;
    heat_free(self->heat);
    buffer_free(&self->section);
    free(self);
}

/* Names to keys. */
static int translate(struct queue *self, const struct queue_filter *filter,
                     int64_t now, struct place_filter *out, struct error *err)
{
    int status;

    *out = (struct place_filter){
        .tone = filter->tone,
        .section = filter->section,
        .received = filter->received,
        .moderator = filter->moderator,
        .now = now,
        .limit = filter->limit,
    };
    if (filter->tone.len) {
        status = store_knows_tone(self->store, filter->tone, err);
        if (status == 0)
            return error_set(err, STATUS_NOT_FOUND,
                             "no model has a tone '%.*s'",
                             VIEW_ARG(filter->tone));
        if (status < 0)
            return status;
    }
    if (!filter->discussion.len)
        return STATUS_OK;
    status = store_discussion(self->store, filter->discussion, &out->discussion,
                              err);
    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no discussion '%.*s'",
                         VIEW_ARG(filter->discussion));
    return status < 0 ? status : STATUS_OK;
}

int queue_list(struct queue *self, const struct queue_filter *filter,
               int64_t now, struct arena *arena, struct place_list *out,
               struct error *err)
{
    struct place_filter places;
    const int status = translate(self, filter, now, &places, err);

    return status < 0 ? status
                      : place_list(self->store, &places, arena, out, err);
}

static int claim_all(struct queue *self, struct view moderator, int64_t until,
                     struct place_list *list, struct error *err)
{
    for (size_t i = 0; i < list->count; i++) {
        struct listed_place *item = &list->item[i];
        const int status =
            claim_put(self->store, item->place.comment, moderator, until, err);
        if (status < 0)
            return status;
        item->claimed_by = moderator;
        item->claimed_until = until;
    }
    return STATUS_OK;
}

int queue_claim(struct queue *self, const struct queue_filter *filter,
                int64_t now, struct arena *arena, struct place_list *out,
                struct error *err)
{
    const int64_t until =
        now + (int64_t)(self->policy->claim_minutes * SECONDS_PER_MINUTE);
    int status;

    assert(filter->moderator.len);
    if ((status = store_begin(self->store, err)) < 0)
        return status;
    if ((status = claim_expire(self->store, now, err)) < 0 ||
        (status = queue_list(self, filter, now, arena, out, err)) < 0 ||
        (status = claim_all(self, filter->moderator, until, out, err)) < 0) {
        store_rollback(self->store);
        return status;
    }
    return store_commit(self->store, err);
}
