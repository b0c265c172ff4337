#include "site.h"

#include "clock.h"
#include "decide.h"
#include "desk.h"
#include "item.h"
#include "json_body.h"
#include "render.h"
#include "sheet.h"

#define NEIGHBOURS 3
#define LIST_LIMIT 20
#define LIST_CEILING 500

void site_show_comment(struct exchange *self)
{
    struct worker *worker = self->worker;
    struct sheet *sheet = arena_alloc(&worker->arena, 1, sizeof(*sheet));
    struct error err = {.status = STATUS_OK};

    if (!sheet) {
        answer_failure(self, &err);
        return;
    }
    *sheet = (struct sheet){.has_parent = false};
    if (worker_queue(self->console->pool, worker, &err) < 0 ||
        sheet_load(worker->store, self->match.part[0], NEIGHBOURS, self->now,
                   &worker->arena, sheet, &err) < 0)
        answer_failure(self, &err);
    else
        answer_json(self, 200, sheet_json(sheet, &worker->policy));
}

static json_t *count_queue(struct store *store, struct error *err)
{
    struct counts counts;

    if (store_counts(store, &counts, err) < 0)
        return NULL;
    return json_pack("{s:I, s:I, s:I, s:I}", "first",
                     (json_int_t)counts.lane[LANE_FIRST], "ranked",
                     (json_int_t)counts.lane[LANE_RANKED], "gathered",
                     (json_int_t)counts.lane[LANE_GATHERED], "unscored",
                     (json_int_t)counts.state[COMMENT_WAITING]);
}

static int list_items(struct exchange *self, const struct place_list *places,
                      json_t *list, struct error *err)
{
    struct worker *worker = self->worker;
    struct item *item = arena_alloc(&worker->arena, 1, sizeof(*item));
    int status = STATUS_OK;

    if (!item)
        return error_set(err, STATUS_TOO_BIG, "no room for a comment");
    for (size_t i = 0; i < places->count && status == STATUS_OK; i++) {
        status = item_load(worker->store, &worker->policy, &places->item[i],
                           &worker->arena, item, err);
        if (status == STATUS_OK)
            json_array_append_new(list, item_json(item));
    }
    return status;
}

void site_list_queue(struct exchange *self)
{
    struct worker *worker = self->worker;
    const struct view given = exchange_query(self, "limit");
    const int64_t limit = given.len ? exchange_whole(given) : LIST_LIMIT;
    const struct queue_filter filter = {
        .tone = exchange_query(self, "tone"),
        .discussion = exchange_query(self, "discussion"),
        .moderator = exchange_query(self, "moderator"),
        .limit = (size_t)limit,
    };
    struct error err = {.status = STATUS_OK};
    struct place_list places;
    json_t *list, *counts;

    if (limit < 1 || limit > LIST_CEILING) {
        answer_error(self, 400, "INVALID_ARGUMENT",
                     "limit is a whole number from 1 to 500", NULL);
        return;
    }
    list = json_array();
    counts = count_queue(worker->store, &err);
    if (!counts || worker_queue(self->console->pool, worker, &err) < 0 ||
        queue_list(worker->queue, &filter, self->now, &worker->arena, &places,
                   &err) < 0 ||
        list_items(self, &places, list, &err) < 0)
        answer_failure(self, &err);
    else
        answer_json(self, 200,
                    json_pack("{s:O, s:O}", "queue", list, "counts", counts));
    json_decref(list);
    json_decref(counts);
}

/* ---- decisions ---------------------------------------------------------- */

static const struct json_member members[] = {
    {"comment",   NULL, JSON_STRING},
    {"action",    NULL, JSON_STRING},
    {"tones",     NULL, JSON_ARRAY },
    {"note",      NULL, JSON_STRING},
    {"moderator", NULL, JSON_STRING},
    {"second",    NULL, JSON_TRUE  }
};

/* ["insult","negative"] as the journal writes it; [] is "none". */
static struct view join_tones(struct exchange *self, const json_t *list)
{
    struct buffer joined = {.ceiling = NAME_CEILING};
    struct error err = {.status = STATUS_OK};
    struct view copy = {NULL, 0};

    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct view tone = json_body_text(json_array_get(list, i));
        if (i)
            buffer_add_text(&joined, ",", &err);
        buffer_add_view(&joined, tone.ptr ? tone : view_of("?"), &err);
    }
    if (!joined.len)
        buffer_add_text(&joined, "none", &err);
    arena_copy(&self->worker->arena, buffer_view(&joined), &copy, &err);
    buffer_free(&joined);
    return copy;
}

static int read_request(struct exchange *self, const json_t *root,
                        struct request *out, struct error *err)
{
    const struct view action =
        json_body_text(json_body_get(root, "action", NULL));
    const json_t *tones = json_body_get(root, "tones", NULL);
    int status;

    *out = (struct request){
        .comment = json_body_text(json_body_get(root, "comment", NULL)),
        .moderator = json_body_text(json_body_get(root, "moderator", NULL)),
        .note = json_body_text(json_body_get(root, "note", NULL)),
        .second = json_is_true(json_body_get(root, "second", NULL)),
        .now = self->now,
    };
    if (!out->moderator.len)
        out->moderator = self->token.name;
    if (tones)
        out->tones = join_tones(self, tones);
    if (!out->comment.len)
        return error_set(err, STATUS_USAGE, "'comment' is missing");
    if (!action_parse(action, &out->action))
        return error_set(err, STATUS_USAGE,
                         "'action' is approve, remove, defer or undo");
    if ((status = desk_check_text("moderator", out->moderator, err)) < 0)
        return status;
    return desk_check_text("note", out->note, err);
}

static json_t *describe(const struct outcome *outcome)
{
    const struct decision *d = &outcome->decision;

    return json_pack(
        "{s:I, s:o, s:s, s:o, s:o, s:o, s:s, s:o}", "decision",
        (json_int_t)d->key, "comment",
        render_json_text(outcome->comment.comment.id), "action",
        action_name(d->action), "moderator", render_json_text(d->moderator),
        "tones", render_json_text(d->tones), "time", render_json_time(d->time),
        "state", comment_state_name(outcome->state), "until",
        render_json_time(d->action == ACTION_DEFER ? outcome->until
                                                   : TIME_NONE));
}

void site_decide(struct exchange *self)
{
    struct worker *worker = self->worker;
    struct error err = {.status = STATUS_OK};
    struct request request;
    struct outcome outcome;
    json_t *root = json_body_object(self);

    if (!root)
        return;
    if (json_body_members(self, root, "", members,
                          sizeof(members) / sizeof(members[0]))) {
        if (read_request(self, root, &request, &err) < 0 ||
            worker_queue(self->console->pool, worker, &err) < 0 ||
            decide_run(worker->queue, &request, &worker->arena, &outcome,
                       &err) < 0)
            answer_failure(self, &err);
        else
            answer_json(self, 200, describe(&outcome));
    }
    json_decref(root);
}
