/* What a moderator does in the queue. */
#include "desk_page.h"

#include "decide.h"
#include "desk.h"
#include "hold.h"

#include <string.h>

#define TOGETHER 50 /* comments decided at once */

/* The comments one keystroke decided. */
struct done {
    struct view id[TOGETHER];
    size_t count;
};

static void go(struct exchange *self, const struct wish *wish, struct view at,
               const struct done *done)
{
    struct buffer joined = {.ceiling = 6000};
    struct error err = {.status = STATUS_OK};
    struct view last;

    for (size_t i = 0; i < done->count; i++) {
        if (i)
            buffer_add_text(&joined, "\n", &err);
        buffer_add_view(&joined, done->id[i], &err);
    }
    last = buffer_view(&joined);
    answer_redirect(self, wish_address(self, "/queue", wish, at, &last,
                                       done->count ? 1 : 0));
    buffer_free(&joined);
}

static int id_of(struct exchange *self, int64_t key, struct view *out,
                 struct error *err)
{
    struct stored_comment stored;
    const int status =
        store_get(self->worker->store, key, &self->worker->arena, &stored, err);

    if (status == 1)
        *out = stored.comment.id;
    return status < 0 ? status : STATUS_OK;
}

/* The one to be shown now: one that is at hand, else a fresh one; "" where
 * nothing is left. */
static int find_next(struct exchange *self, const struct wish *wish,
                     struct view *at, struct error *err)
{
    const struct queue_filter filter = wish_filter(self, wish);
    struct key_list own;
    int64_t key;
    int status;

    *at = (struct view){NULL, 0};
    if ((status = overview_claims(self->worker->store, self->account.name,
                                  self->now, &self->worker->arena, &own, err)) <
        0)
        return status;
    if (own.count)
        return id_of(self, own.item[0], at, err);
    status = hold_next(self, &filter, &key, err);
    if (status == STATUS_NOT_FOUND) {
        error_clear(err);
        return STATUS_OK;
    }
    return status < 0 || !key ? status : id_of(self, key, at, err);
}

void queue_next(struct exchange *self)
{
    const struct wish wish = wish_of(self);
    const struct queue_filter filter = wish_filter(self, &wish);
    const struct done nothing = {.count = 0};
    struct error err = {.status = STATUS_OK};
    struct view at = {NULL, 0};
    int64_t key = 0;

    if (worker_queue(self->console->pool, self->worker, &err) < 0 ||
        hold_next(self, &filter, &key, &err) < 0 ||
        (key && id_of(self, key, &at, &err) < 0))
        page_failure(self, &err);
    else
        go(self, &wish, at, &nothing);
}

void queue_release(struct exchange *self)
{
    const struct wish wish = wish_of(self);
    const struct done nothing = {.count = 0};
    struct error err = {.status = STATUS_OK};

    if (hold_release(self, 0, &err) < 0)
        page_failure(self, &err);
    else
        go(self, &wish, (struct view){NULL, 0}, &nothing);
}

/* "insult,negative" of the boxes; "none" where none is ticked; absent when
 * the moderator did not say that they are right. */
static struct view corrected_tones(struct exchange *self)
{
    struct buffer joined = {.ceiling = NAME_CEILING};
    struct error err = {.status = STATUS_OK};
    struct view copy = {NULL, 0}, tone;

    if (!exchange_field(self, "corrected", 0).len)
        return copy;
    for (size_t i = 0; (tone = exchange_field(self, "tones", i)).ptr; i++) {
        if (i)
            buffer_add_text(&joined, ",", &err);
        buffer_add_view(&joined, tone, &err);
    }
    if (!joined.len)
        buffer_add_text(&joined, "none", &err);
    arena_copy(&self->worker->arena, buffer_view(&joined), &copy, &err);
    buffer_free(&joined);
    return copy;
}

static int read_request(struct exchange *self, struct request *out,
                        struct error *err)
{
    *out = (struct request){
        .comment = exchange_field(self, "comment", 0),
        .moderator = self->account.name,
        .tones = corrected_tones(self),
        .note = exchange_field(self, "note", 0),
        .now = self->now,
    };
    if (!action_parse(exchange_field(self, "action", 0), &out->action) ||
        out->action == ACTION_UNDO)
        return error_set(err, STATUS_USAGE, "unknown action");
    if (out->action == ACTION_DEFER)
        out->tones = (struct view){NULL, 0};
    return desk_check_text("note", out->note, err);
}

static int decide_one(struct exchange *self, struct request *request,
                      struct view id, struct done *done, struct error *err)
{
    struct outcome outcome;

    request->comment = id;
    const int status = decide_run(self->worker->queue, request,
                                  &self->worker->arena, &outcome, err);
    if (status == STATUS_OK && done->count < TOGETHER)
        done->id[done->count++] = id;
    return status;
}

/* The comment, then its near-duplicates: of these, one that somebody else has
 * or has decided meanwhile is left to them. */
static int decide_all(struct exchange *self, struct done *done,
                      struct error *err)
{
    struct request request;
    struct view also;
    int status;

    if ((status = read_request(self, &request, err)) < 0 ||
        (status = decide_one(self, &request, request.comment, done, err)) < 0)
        return status;
    for (size_t i = 0;
         i < TOGETHER - 1 && (also = exchange_field(self, "also", i)).ptr;
         i++) {
        status = decide_one(self, &request, also, done, err);
        if (status != STATUS_BAD_INPUT && status != STATUS_BUSY &&
            status != STATUS_NOT_FOUND && status < 0)
            return status;
        error_clear(err);
    }
    return STATUS_OK;
}

static void refuse(struct exchange *self, const struct error *err)
{
    if (err->status == STATUS_BAD_INPUT)
        page_problem(self, 409,
                     "Ce commentaire est déjà traité, ou il n'y a plus rien à "
                     "annuler.",
                     "This comment is dealt with already, or there is nothing "
                     "left to undo.");
    else
        page_failure(self, err);
}

void queue_decide(struct exchange *self)
{
    const struct wish wish = wish_of(self);
    struct done done = {.count = 0};
    struct error err = {.status = STATUS_OK};
    struct view at;

    if (worker_queue(self->console->pool, self->worker, &err) < 0 ||
        decide_all(self, &done, &err) < 0) {
        refuse(self, &err);
        return;
    }
    /* what was decided is safe; that no next one is found is another matter */
    if (find_next(self, &wish, &at, &err) < 0)
        at = (struct view){NULL, 0};
    go(self, &wish, at, &done);
}

static int undo_one(struct exchange *self, struct view id, struct error *err)
{
    const struct request request = {
        .comment = id,
        .action = ACTION_UNDO,
        .moderator = self->account.name,
        .now = self->now,
    };
    struct outcome outcome;
    const int status = decide_run(self->worker->queue, &request,
                                  &self->worker->arena, &outcome, err);

    return status < 0 ? status : hold_one(self, outcome.comment.at.key, err);
}

void queue_undo(struct exchange *self)
{
    const struct wish wish = wish_of(self);
    const struct done nothing = {.count = 0};
    struct error err = {.status = STATUS_OK};
    struct view first = exchange_field(self, "last", 0), id;
    const struct view back = exchange_field(self, "back", 0);

    if (worker_queue(self->console->pool, self->worker, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    for (size_t i = 0;
         i < TOGETHER && (id = exchange_field(self, "last", i)).ptr; i++)
        if (undo_one(self, id, &err) < 0) {
            refuse(self, &err);
            return;
        }
    if (view_is(back, "journal"))
        answer_redirect(self, "/journal");
    else
        go(self, &wish, first, &nothing);
}

void queue_home(struct exchange *self)
{
    answer_redirect(self, "/queue");
}
