#include "decide.h"

#include "clock.h"
#include "label.h"

#include <assert.h>

#define SECONDS_PER_MINUTE 60

static const char *const past[ACTION_COUNT] = {
    [ACTION_APPROVE] = "approved",
    [ACTION_REMOVE] = "removed",
    [ACTION_DEFER] = "deferred",
    [ACTION_UNDO] = "undone",
};

/* One decision on its way through its transaction. */
struct deciding {
    struct queue *queue;
    struct store *store;
    const struct request *request;
    struct arena *arena;
    struct outcome *out;
    struct decision_list journal;
    struct labels labels;
};

static int check_request(const struct request *request, struct error *err)
{
    if (!request->moderator.len)
        return error_set(err, STATUS_USAGE,
                         "who decides? use --by NAME or $VIGIE_MODERATOR");
    if (request->tones.ptr &&
        (request->action == ACTION_DEFER || request->action == ACTION_UNDO))
        return error_set(err, STATUS_USAGE,
                         "tones can be corrected with approve or remove only");
    if (request->second && request->action == ACTION_DEFER)
        return error_set(err, STATUS_USAGE,
                         "a second opinion approves, removes or undoes");
    if (request->second && request->action != ACTION_UNDO &&
        !request->tones.len)
        return error_set(err, STATUS_USAGE,
                         "a second opinion needs its tones, 'none' for none");
    return STATUS_OK;
}

/* The last decision on the present text that stands, deferrals and second
 * opinions aside. */
static const struct decision *standing_decision(const struct deciding *self)
{
    for (size_t i = self->journal.count; i-- > 0;) {
        const struct decision *d = &self->journal.item[i];
        if (!d->undone && !d->second &&
            d->revision == self->out->comment.at.revision &&
            (d->action == ACTION_APPROVE || d->action == ACTION_REMOVE))
            return d;
    }
    return NULL;
}

static int refuse_decided(const struct deciding *self, struct error *err)
{
    const struct decision *d = standing_decision(self);
    char when[CLOCK_ISO_SIZE] = "";

    if (d)
        clock_format(d->time, when);
    return error_set(err, STATUS_BAD_INPUT,
                     "comment '%.*s' is %s already by '%.*s' at %s, undo first",
                     VIEW_ARG(self->request->comment),
                     d ? past[d->action] : "decided",
                     VIEW_ARG(d ? d->moderator : view_of("?")), when);
}

static int check_claim(const struct deciding *self, struct error *err)
{
    char until[CLOCK_ISO_SIZE];
    struct claim claim;
    const int status = claim_find(self->store, self->out->comment.at.key,
                                  self->request->now, self->arena, &claim, err);

    if (status != 1 || view_equal(claim.moderator, self->request->moderator))
        return status < 0 ? status : STATUS_OK;
    clock_format(claim.until, until);
    return error_set(err, STATUS_BUSY,
                     "comment '%.*s' is claimed by '%.*s' "
                     "until %s",
                     VIEW_ARG(self->request->comment),
                     VIEW_ARG(claim.moderator), until);
}

/* The moderator's second opinion on the present text that stands, or NULL. */
static const struct decision *own_opinion(const struct deciding *self)
{
    for (size_t i = self->journal.count; i-- > 0;) {
        const struct decision *d = &self->journal.item[i];
        if (!d->undone && d->second && d->action != ACTION_UNDO &&
            d->revision == self->out->comment.at.revision &&
            view_equal(d->moderator, self->request->moderator))
            return d;
    }
    return NULL;
}

static int check_second(const struct deciding *self, struct error *err)
{
    const struct decision *decided = standing_decision(self);
    const struct view who = self->request->moderator,
                      id = self->request->comment;

    if (self->request->action == ACTION_UNDO)
        return STATUS_OK;
    if (!decided)
        return error_set(err, STATUS_BAD_INPUT,
                         "comment '%.*s' is not decided yet: no second opinion",
                         VIEW_ARG(id));
    if (view_equal(decided->moderator, who) || own_opinion(self))
        return error_set(err, STATUS_BAD_INPUT,
                         "'%.*s' has had a say on comment '%.*s' already",
                         VIEW_ARG(who), VIEW_ARG(id));
    return STATUS_OK;
}

static int look_up(struct deciding *self, struct error *err)
{
    const struct view id = self->request->comment;
    int status =
        store_find(self->store, id, self->arena, &self->out->comment, err);

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no comment '%.*s'",
                         VIEW_ARG(id));
    if (status < 0)
        return status;
    self->out->state = self->out->comment.at.state;
    if (self->request->action != ACTION_UNDO &&
        self->out->state == COMMENT_EMPTY)
        return error_set(err, STATUS_BAD_INPUT,
                         "comment '%.*s' is empty, nothing to decide",
                         VIEW_ARG(id));
    status = journal_of(self->store, self->out->comment.at.key, self->arena,
                        &self->journal, err);
    if (status < 0)
        return status;
    if (self->request->second)
        return check_second(self, err);
    if (self->request->action != ACTION_UNDO &&
        self->out->state == COMMENT_DECIDED)
        return refuse_decided(self, err);
    return check_claim(self, err);
}

/* The model whose tones the labels are about: that of the score shown, else
 * the active one. */
static int read_labels(struct deciding *self, struct error *err)
{
    struct model_record model;
    int64_t shown = self->out->comment.at.model;
    int status;

    self->labels.count = 0;
    if (!self->request->tones.ptr)
        return STATUS_OK;
    if (!shown && (status = store_active_model(self->store, &shown, err)) < 0)
        return status;
    status = store_model(self->store, shown, self->arena, &model, err);
    if (status == 0)
        return error_set(err, STATUS_BAD_INPUT,
                         "no model in the store yet: tones are unknown");
    return status < 0
               ? status
               : label_parse(self->request->tones, &model, &self->labels, err);
}

static int write_row(struct deciding *self, int64_t undoes, struct error *err)
{
    const struct standing *at = &self->out->comment.at;
    const struct request *request = self->request;

    self->out->decision = (struct decision){
        .comment = at->key,
        .revision = at->revision,
        .model = at->model,
        .undoes = undoes,
        .time = request->now,
        .moderator = request->moderator,
        .tones = request->tones,
        .note = request->note,
        .action = request->action,
        .second = request->second,
    };
    return journal_add(self->store, &self->out->decision, err);
}

static int write_opinion(struct deciding *self, struct error *err)
{
    int status;

    if ((status = read_labels(self, err)) < 0 ||
        (status = write_row(self, 0, err)) < 0)
        return status;
    for (size_t i = 0; i < self->labels.count; i++)
        if ((status = journal_label(self->store, &self->out->decision,
                                    self->labels.tone[i], self->labels.value[i],
                                    err)) < 0)
            return status;
    return STATUS_OK;
}

static int settle(struct deciding *self, struct error *err)
{
    const struct standing *at = &self->out->comment.at;
    int status;

    if ((status = write_opinion(self, err)) < 0 || self->request->second)
        return status;
    self->out->state = COMMENT_DECIDED;
    if ((status = store_set_state(self->store, at, COMMENT_DECIDED, err)) < 0 ||
        (status = place_remove(self->store, at->key, err)) < 0)
        return status;
    return place_release(self->store, at->key, err);
}

static int64_t deferred_until(const struct deciding *self, int64_t since)
{
    const double minutes = queue_policy(self->queue)->defer_minutes;

    return since + (int64_t)(minutes * SECONDS_PER_MINUTE);
}

static int defer(struct deciding *self, struct error *err)
{
    const struct standing *at = &self->out->comment.at;
    int status = at->state == COMMENT_WAITING
                     ? 1
                     : place_exists(self->store, at->key, err);

    if (status == 0)
        return error_set(err, STATUS_BAD_INPUT,
                         "comment '%.*s' is not in the queue, nothing to defer",
                         VIEW_ARG(at->id));
    if (status < 0 || (status = write_row(self, 0, err)) < 0)
        return status;
    self->out->until = deferred_until(self, self->request->now);
    if ((status = deferral_put(self->store, at->key, self->out->until, err)) <
        0)
        return status;
    return claim_remove(self->store, at->key, err);
}

/* A deferral that stood before the undone decision is in force again. */
static int restore_deferral(struct deciding *self, struct error *err)
{
    const struct standing *at = &self->out->comment.at;
    const struct decision *last = NULL;

    for (size_t i = 0; i < self->journal.count; i++) {
        const struct decision *d = &self->journal.item[i];
        if (!d->undone && d->key != self->out->undone.key &&
            d->action == ACTION_DEFER && d->revision == at->revision)
            last = d;
    }
    return last ? deferral_put(self->store, at->key,
                               deferred_until(self, last->time), err)
                : deferral_remove(self->store, at->key, err);
}

static int put_back(struct deciding *self, struct error *err)
{
    struct standing at = self->out->comment.at;
    int status;

    if (at.state == COMMENT_DECIDED) {
        self->out->state = at.model ? COMMENT_SCORED : COMMENT_WAITING;
        if ((status =
                 store_set_state(self->store, &at, self->out->state, err)) < 0)
            return status;
        at.state = self->out->state;
        if (at.model &&
            (status = queue_restore(self->queue, &at, self->arena, err)) < 0)
            return status;
    }
    return restore_deferral(self, err);
}

static int undo(struct deciding *self, struct error *err)
{
    const struct standing *at = &self->out->comment.at;
    const struct decision *last = NULL;
    int status;

    for (size_t i = 0; i < self->journal.count; i++) {
        const struct decision *d = &self->journal.item[i];
        if (d->action != ACTION_UNDO && !d->undone && !d->second)
            last = d;
    }
    if (self->request->second)
        last = own_opinion(self);
    if (!last)
        return error_set(err, STATUS_BAD_INPUT,
                         "comment '%.*s' has no decision to undo",
                         VIEW_ARG(at->id));
    self->out->undone = *last;
    if ((status = write_row(self, last->key, err)) < 0)
        return status;
    /* A decision on an older text: the present one was never taken out. */
    return last->revision == at->revision && !last->second ? put_back(self, err)
                                                           : STATUS_OK;
}

static int act(struct deciding *self, struct error *err)
{
    const int status = look_up(self, err);

    if (status < 0)
        return status;
    switch (self->request->action) {
    case ACTION_APPROVE:
    case ACTION_REMOVE:
        return settle(self, err);
    case ACTION_DEFER:
        return defer(self, err);
    case ACTION_UNDO:
        return undo(self, err);
    }
    return STATUS_OK;
}

int decide_run(struct queue *queue, const struct request *request,
               struct arena *arena, struct outcome *out, struct error *err)
{
    struct deciding self = {
        .queue = queue,
        .store = queue_store(queue),
        .request = request,
        .arena = arena,
        .out = out,
    };
    int status;

    *out = (struct outcome){0};
    if ((status = check_request(request, err)) < 0 ||
        (status = store_begin(self.store, err)) < 0)
        return status;
    if ((status = act(&self, err)) < 0) {
        store_rollback(self.store);
        return status;
    }
    return store_commit(self.store, err);
}
