#include "labelling.h"

#include "likeness.h"
#include "normalize.h"
#include "places.h"
#include "policy.h"
#include "sample.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define MODEL_ARENA ((size_t)1 << 20) /* names and metrics of one model */
#define TEXT_ARENA                                                             \
    ((size_t)64 << 20) /* folding one comment; touched as                      \
                        * needed                            */
#define EDGE 0.00005   /* half a step: keeps the logit finite */
#define SECONDS_PER_MINUTE 60

struct candidate {
    int64_t key, discussion;
    float distance[MODEL_TONES_CEILING]; /* from the threshold, logits */
    bool taken;                          /* or refused for good */
};

/* A tone's candidates, the nearest to its threshold first. */
struct turn {
    struct turn_item {
        float distance;
        uint32_t candidate;
    } * item;
    size_t at;
};

struct labelling {
    struct store *store;
    const struct policy *policy;
    const struct labelling_filter *filter;
    struct model_record model;
    double threshold[MODEL_TONES_CEILING]; /* logit */
    struct candidate *candidate;           /* [count] */
    size_t count;
    struct turn turn[MODEL_TONES_CEILING];
    struct folder folder;
    struct arena arena, texts;
    /* what was taken so far, control sample first */
    struct proposal_list *out;
    int64_t *discussion;        /* [out->count] */
    struct likeness *signature; /* [out->count] */
};

static double logit(double p)
{
    const double inside = fmin(fmax(p, EDGE), 1 - EDGE);

    return log(inside / (1 - inside));
}

/* Rare tones have no threshold yet and gain most: theirs is a half. */
static void set_thresholds(struct labelling *self)
{
    for (size_t t = 0; t < self->model.tone_count; t++) {
        const struct tone_record *tone = &self->model.tone[t];
        const double own = tone->threshold / (double)PROBABILITY_ONE;
        const double p =
            policy_threshold(self->policy, tone->name, view_of(""), own);
        self->threshold[t] = logit(tone->observation_only ? 0.5 : p);
    }
}

static int know_model(struct labelling *self, int64_t *key, struct error *err)
{
    const struct view tone = self->filter->tone;
    int status = store_active_model(self->store, key, err);

    if (status == STATUS_OK)
        status =
            store_model(self->store, *key, &self->arena, &self->model, err);
    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND,
                         "no model in the store yet: score something first");
    for (size_t t = 0; status == 1 && t < self->model.tone_count; t++)
        if (!tone.len || view_equal(tone, self->model.tone[t].name))
            return STATUS_OK;
    return status < 0 ? status
                      : error_set(err, STATUS_NOT_FOUND,
                                  "the active model has no tone '%.*s'",
                                  VIEW_ARG(tone));
}

static int add_candidate(void *context, const struct standing *at,
                         const struct verdict *verdict, struct error *err)
{
    struct labelling *self = context;
    struct candidate *c = &self->candidate[self->count++];

    (void)err;
    *c = (struct candidate){.key = at->key, .discussion = at->discussion};
    for (size_t t = 0; t < verdict->tone_count; t++)
        c->distance[t] = (float)fabs(
            logit(verdict->tone[t].probability / (double)PROBABILITY_ONE) -
            self->threshold[t]);
    return STATUS_OK;
}

static int by_distance(const void *a, const void *b)
{
    const struct turn_item *x = a, *y = b;

    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return x->candidate < y->candidate ? -1 : x->candidate > y->candidate;
}

static int sort_turns(struct labelling *self, struct error *err)
{
    const struct view only = self->filter->tone;

    for (size_t t = 0; t < self->model.tone_count; t++) {
        struct turn *turn = &self->turn[t];
        if (only.len && !view_equal(only, self->model.tone[t].name))
            continue;
        turn->item = malloc((self->count + 1) * sizeof(*turn->item));
        if (!turn->item)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        for (uint32_t i = 0; i < self->count; i++)
            turn->item[i] =
                (struct turn_item){self->candidate[i].distance[t], i};
        qsort(turn->item, self->count, sizeof(*turn->item), by_distance);
    }
    return STATUS_OK;
}

static int sign(struct labelling *self, int64_t comment, struct likeness *out,
                struct error *err)
{
    struct stored_comment stored;
    struct text text;
    int status;

    arena_reset(&self->texts);
    status = store_get(self->store, comment, &self->texts, &stored, err);
    if (status == 0)
        return error_set(err, STATUS_DAMAGED,
                         "store is damaged: a score "
                         "without its comment");
    if (status < 0 ||
        (status = normalize_run(&self->folder, stored.comment.text, &text,
                                &self->texts, err)) < 0)
        return status;
    likeness_sign(text.folded, out);
    return STATUS_OK;
}

static void take(struct labelling *self, int64_t comment, int64_t discussion,
                 const struct likeness *signature)
{
    const size_t i = self->out->count++;

    self->out->comment[i] = comment;
    self->discussion[i] = discussion;
    self->signature[i] = *signature;
}

static int take_control(void *context, const struct standing *at,
                        const struct verdict *verdict, struct error *err)
{
    struct labelling *self = context;
    const struct likeness nothing = {{0}};

    (void)verdict;
    (void)err;
    take(self, at->key, at->discussion, &nothing);
    return STATUS_OK;
}

static int sign_control(struct labelling *self, struct error *err)
{
    int status = STATUS_OK;

    for (size_t i = 0; i < self->out->count && status == STATUS_OK; i++)
        status = sign(self, self->out->comment[i], &self->signature[i], err);
    return status;
}

static bool has_given_its_share(const struct labelling *self,
                                int64_t discussion)
{
    const size_t most = 1 + self->filter->limit / 8;
    size_t given = 0;

    for (size_t i = 0; i < self->out->count && discussion; i++)
        given += self->discussion[i] == discussion;
    return given >= most;
}

static bool is_like_another(const struct labelling *self,
                            const struct likeness *signature)
{
    for (size_t i = 0; i < self->out->count; i++)
        if (likeness_between(signature, &self->signature[i]) >= LIKENESS_NEAR)
            return true;
    return false;
}

/* The next of one tone: 1 taken, 0 none left. */
static int take_next(struct labelling *self, struct turn *turn, bool spread,
                     struct error *err)
{
    struct likeness signature;
    int status;

    while (turn->item && turn->at < self->count) {
        struct candidate *c =
            &self->candidate[turn->item[turn->at++].candidate];
        if (c->taken || (spread && has_given_its_share(self, c->discussion)))
            continue;
        if ((status = sign(self, c->key, &signature, err)) < 0)
            return status;
        c->taken = true;
        if (is_like_another(self, &signature))
            continue;
        take(self, c->key, c->discussion, &signature);
        return 1;
    }
    return 0;
}

/* Tone by tone until nothing is left; `spread`: over discussions as well. */
static int take_turns(struct labelling *self, bool spread, struct error *err)
{
    bool more = true;

    for (size_t t = 0; t < self->model.tone_count; t++)
        self->turn[t].at = 0;
    while (more && self->out->count < self->filter->limit) {
        more = false;
        for (size_t t = 0; t < self->model.tone_count &&
                           self->out->count < self->filter->limit;
             t++) {
            const int status = take_next(self, &self->turn[t], spread, err);
            if (status < 0)
                return status;
            more = more || status == 1;
        }
    }
    return STATUS_OK;
}

static uint64_t mixed(int64_t comment)
{
    const uint64_t x = (uint64_t)comment * 0x9E3779B97F4A7C15u;

    return (x ^ x >> 29) * 0xBF58476D1CE4E5B9u;
}

static int by_mixed(const void *a, const void *b)
{
    const uint64_t x = mixed(*(const int64_t *)a),
                   y = mixed(*(const int64_t *)b);

    return x < y ? -1 : x > y;
}

static int choose(struct labelling *self, int64_t now, struct error *err)
{
    struct sample_filter sample = {.moderator = self->filter->moderator,
                                   .now = now,
                                   .limit = LABELLING_SAMPLE};
    int status;

    if ((status = know_model(self, &sample.model, err)) < 0)
        return status;
    set_thresholds(self);
    if ((status = sample_latest(self->store, &sample, add_candidate, self,
                                err)) < 0 ||
        (status = sort_turns(self, err)) < 0)
        return status;
    sample.limit = self->filter->limit / LABELLING_CONTROL;
    if ((status = sample_control(self->store, &sample, take_control, self,
                                 err)) < 0 ||
        (status = sign_control(self, err)) < 0 ||
        (status = take_turns(self, true, err)) < 0 ||
        (status = take_turns(self, false, err)) < 0)
        return status;
    qsort(self->out->comment, self->out->count, sizeof(*self->out->comment),
          by_mixed);
    return STATUS_OK;
}

static int open_labelling(struct labelling *self, struct queue *queue,
                          struct arena *arena, struct error *err)
{
    const size_t limit = self->filter->limit;
    int status;

    self->store = queue_store(queue);
    self->policy = queue_policy(queue);
    fold_open(&self->folder);
    self->out->count = 0;
    self->out->comment = arena_alloc(arena, limit, sizeof(int64_t));
    self->discussion = arena_alloc(arena, limit, sizeof(int64_t));
    self->signature = arena_alloc(arena, limit, sizeof(*self->signature));
    if (!self->out->comment || !self->discussion || !self->signature)
        return error_set(err, STATUS_TOO_BIG, "no room for %zu proposals",
                         limit);
    self->candidate = calloc(LABELLING_SAMPLE, sizeof(*self->candidate));
    if (!self->candidate)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = arena_open(&self->arena, MODEL_ARENA, err)) < 0)
        return status;
    return arena_open(&self->texts, TEXT_ARENA, err);
}

int labelling_list(struct queue *queue, const struct labelling_filter *filter,
                   int64_t now, struct arena *arena, struct proposal_list *out,
                   struct error *err)
{
    struct labelling *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->filter = filter;
    self->out = out;
    if ((status = open_labelling(self, queue, arena, err)) == STATUS_OK)
        status = choose(self, now, err);
    for (size_t t = 0; t < MODEL_TONES_CEILING; t++)
        free(self->turn[t].item);
    free(self->candidate);
    arena_free(&self->arena);
    arena_free(&self->texts);
    free(self);
    return status;
}

int labelling_claim(struct queue *queue, const struct labelling_filter *filter,
                    int64_t now, struct arena *arena, struct proposal_list *out,
                    struct error *err)
{
    struct store *store = queue_store(queue);
    const int64_t until = now + (int64_t)(queue_policy(queue)->claim_minutes *
                                          SECONDS_PER_MINUTE);
    int status;

    assert(filter->moderator.len);
    if ((status = store_begin(store, err)) < 0)
        return status;
    if ((status = claim_expire(store, now, err)) == STATUS_OK)
        status = labelling_list(queue, filter, now, arena, out, err);
    for (size_t i = 0; status == STATUS_OK && i < out->count; i++)
        status =
            claim_put(store, out->comment[i], filter->moderator, until, err);
    if (status == STATUS_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}
