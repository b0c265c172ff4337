#include "coral.h"

#include "arrival.h"
#include "clock.h"
#include "credentials.h"
#include "hooks.h"
#include "json_body.h"
#include "markup.h"
#include "utf8.h"

#include <stdio.h>
#include <string.h>

#define ID_SIZE (DIGEST_HEX_SIZE + 8)

/* What Coral tells. */
struct told {
    struct view body, author, parent, story, url, tenant;
};

/* Signed by one of the secrets we have? 1, 0, or a status. */
static int check_signature(struct exchange *self, struct error *err)
{
    const struct view header = exchange_header(self, "X-Coral-Signature");
    struct hook_list hooks;
    bool fits = false;
    const int status =
        hook_list(self->worker->store, &self->worker->arena, &hooks, err);

    for (size_t i = 0; i < hooks.count && status == STATUS_OK; i++)
        if (hooks.item[i].kind == HOOK_CORAL)
            fits |= signature_fits(header, hooks.item[i].secret,
                                   buffer_view(&self->body));
    return status < 0 ? status : fits;
}

static void read_told(const json_t *root, struct told *out)
{
    const json_t *comment = json_body_get(root, "comment", NULL),
                 *author = json_body_get(root, "author", NULL),
                 *story = json_body_get(root, "story", NULL);

    *out = (struct told){
        .body = json_body_text(json_body_get(comment, "body", NULL)),
        .parent = json_body_text(json_body_get(comment, "parentID", NULL)),
        .author = json_body_text(json_body_get(author, "id", NULL)),
        .story = json_body_text(json_body_get(story, "id", NULL)),
        .url = json_body_text(json_body_get(story, "url", NULL)),
        .tenant = json_body_text(json_body_get(root, "tenantID", NULL)),
    };
}

/* Coral gives no id: the same comment again gets the same one. */
static void name_comment(const struct told *told, char id[ID_SIZE])
{
    struct digest digest;
    char hex[DIGEST_HEX_SIZE];

    digest_begin(&digest);
    digest_field(&digest, told->tenant);
    digest_field(&digest, told->story);
    digest_field(&digest, told->author);
    digest_field(&digest, told->parent);
    digest_field(&digest, told->body);
    digest_end(&digest, hex);
    snprintf(id, ID_SIZE, "coral-%.20s", hex);
}

static struct view short_name(struct view name)
{
    return utf8_first(name, NAME_CEILING);
}

/* How the policy takes what was flagged. */
struct opinion_of {
    bool withhold, toxic, spam;
};

static struct opinion_of judge(const struct arrival *arrival,
                               const struct policy *policy)
{
    struct opinion_of opinion = {.withhold = !arrival->scored};

    for (size_t t = 0; arrival->scored && t < arrival->model.tone_count; t++) {
        const struct view name = arrival->model.tone[t].name;
        const struct policy_tone *rule = policy_find(policy, name);
        const double weight = rule ? rule->weight : policy->other_tone;
        if (!arrival->score.verdict.tone[t].flagged || weight <= 0)
            continue;
        const bool heavy =
            weight >= 1 || (rule && (rule->first || rule->gather));
        opinion.withhold |= heavy;
        opinion.spam |= view_is(name, "spam");
        opinion.toxic |= !view_is(name, "spam") && !view_is(name, "distress");
    }
    return opinion;
}

static void answer(struct exchange *self, const struct opinion_of *opinion,
                   const char *id)
{
    json_t *root = json_object(), *actions = json_array();
    const struct view base = exchange_base(self);
    char link[512];

    if (opinion->withhold)
        json_object_set_new(root, "status", json_string("SYSTEM_WITHHELD"));
    if (opinion->toxic)
        json_array_append_new(actions,
                              json_pack("{s:s, s:s}", "actionType", "FLAG",
                                        "reason", "COMMENT_DETECTED_TOXIC"));
    if (opinion->spam)
        json_array_append_new(actions,
                              json_pack("{s:s, s:s}", "actionType", "FLAG",
                                        "reason", "COMMENT_DETECTED_SPAM"));
    if (json_array_size(actions))
        json_object_set(root, "actions", actions);
    json_decref(actions);
    if (id && json_object_size(root)) {
        /* Coral drops what it does not know; people find the reasons here */
        snprintf(link, sizeof(link), "%.*s/comment/%s", VIEW_ARG(base), id);
        json_object_set_new(root, "permalink", json_string(link));
        answer_header(self, "X-Vigie-Permalink", link);
    }
    answer_json(self, 200, root);
}

static void withhold(struct exchange *self, const char *why)
{
    const struct opinion_of opinion = {.withhold = true};

    self->console->around->say("coral", why);
    atomic_fetch_add(&self->console->metrics->unscored, 1);
    answer(self, &opinion, NULL);
}

static int put(struct exchange *self, const struct comment *comment,
               struct arrival *arrival, struct error *err)
{
    struct store *store = self->worker->store;
    struct held_model *held = NULL;
    int status;

    if ((status = scorer_take(self->console->scorer, store, &held, err)) < 0)
        return status;
    if ((status = worker_queue(self->console->pool, self->worker, err)) ==
            STATUS_OK &&
        (status = store_begin(store, err)) == STATUS_OK) {
        status = arrival_put(self, held, comment, arrival, err);
        if (status == STATUS_OK)
            status = store_commit(store, err);
        else
            store_rollback(store);
    }
    scorer_give(self->console->scorer, held);
    return status;
}

static void moderate(struct exchange *self, const struct told *told)
{
    struct arrival *arrival =
        arena_alloc(&self->worker->arena, 1, sizeof(*arrival));
    struct buffer text = {.ceiling = TEXT_CEILING};
    struct error err = {.status = STATUS_OK};
    char id[ID_SIZE], discussion[NAME_CEILING + 8];

    name_comment(told, id);
    snprintf(discussion, sizeof(discussion), "coral-%.*s",
             (int)(told->story.len < 512 ? told->story.len : 0),
             told->story.ptr ? told->story.ptr : "");
    if (!arrival || markup_text(told->body, &text, &err) < 0) {
        withhold(self, err.message);
        buffer_free(&text);
        return;
    }
    const struct comment comment = {
        .id = view_of(id),
        .discussion = view_of(discussion),
        .title = short_name(told->url),
        .author = short_name(told->author),
        .reply_to = short_name(told->parent),
        .text = view_trim(buffer_view(&text)),
        .published = TIME_NONE,
        .time = self->now,
    };
    if (!comment.text.len) { /* a picture alone: nothing to say of it */
        answer_json(self, 200, json_object());
    } else if (put(self, &comment, arrival, &err) < 0) {
        withhold(self, err.message);
    } else {
        const struct opinion_of opinion = judge(arrival, &self->worker->policy);
        answer(self, &opinion, id);
    }
    buffer_free(&text);
}

void coral_moderate(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};
    struct told told;
    const int status = check_signature(self, &err);

    if (status < 0) {
        withhold(self, err.message);
        return;
    }
    if (status == 0) {
        answer_error(self, 401, "UNAUTHENTICATED",
                     "X-Coral-Signature does not fit", NULL);
        return;
    }
    json_t *root = json_body_object(self);
    if (!root)
        return;
    read_told(root, &told);
    moderate(self, &told);
    json_decref(root);
}
