/* POST comments:suggestscore: what a client's people say of a text. */
#include "analyze.h"

#include "hooks.h"
#include "json_body.h"
#include "pipeline.h"

#include <stdlib.h>

static const struct json_member members[] = {
    {"comment",         NULL,               JSON_OBJECT},
    {"context",         NULL,               JSON_OBJECT},
    {"attributeScores", "attribute_scores", JSON_OBJECT},
    {"languages",       NULL,               JSON_ARRAY },
    {"clientToken",     "client_token",     JSON_STRING},
    {"sessionId",       "session_id",       JSON_STRING},
    {"communityId",     "community_id",     JSON_STRING},
};

static bool is_score(const json_t *score)
{
    const json_t *value = json_body_get(score, "value", NULL);

    return json_is_object(score) && json_is_number(value) &&
           json_number_value(value) >= 0 && json_number_value(value) <= 1;
}

static bool are_spans(const json_t *spans)
{
    for (size_t i = 0; i < json_array_size(spans); i++) {
        const json_t *span = json_array_get(spans, i);
        if (!json_is_integer(json_body_get(span, "begin", NULL)) ||
            !json_is_integer(json_body_get(span, "end", NULL)) ||
            !is_score(json_body_get(span, "score", NULL)))
            return false;
    }
    return true;
}

/* A summary, spans or both, each with its value. */
static bool are_scores(const json_t *scores)
{
    const json_t *summary =
                     json_body_get(scores, "summaryScore", "summary_score"),
                 *spans = json_body_get(scores, "spanScores", "span_scores");

    return json_is_object(scores) && (summary || json_array_size(spans)) &&
           (!summary || is_score(summary)) && are_spans(spans);
}

static bool check_scores(struct exchange *self, json_t *map)
{
    if (!json_object_size(map)) {
        json_body_refuse(self, "attributeScores",
                         "Missing value at 'attributeScores'");
        return false;
    }
    for (void *at = json_object_iter(map); at;
         at = json_object_iter_next(map, at))
        if (!are_scores(json_object_iter_value(at))) {
            json_body_refuse(self, "attributeScores",
                             "Invalid value at 'attributeScores[%.60s]'",
                             json_object_iter_key(at));
            return false;
        }
    return true;
}

/* "comment:ID", as Coral names the comment; absent where it is none. */
static struct view comment_of(const struct analysis *analysis)
{
    static const char scheme[] = "comment:";

    return view_starts(analysis->client_token, scheme)
               ? view_from(analysis->client_token, sizeof(scheme) - 1)
               : (struct view){NULL, 0};
}

static int keep(struct exchange *self, const struct analysis *analysis,
                const char *scores, struct error *err)
{
    const struct suggestion suggestion = {
        .time = self->now,
        .token = self->token.key,
        .comment = comment_of(analysis),
        .text = analysis->text,
        .scores = view_of(scores),
        .request = buffer_view(&self->body),
    };
    struct store *store = self->worker->store;
    int status = store_begin(store, err);

    if (status < 0)
        return status;
    if ((status = suggestion_add(store, &suggestion, err)) < 0) {
        store_rollback(store);
        return status;
    }
    return store_commit(store, err);
}

static void suggest(struct exchange *self, struct analysis *analysis)
{
    struct error err = {.status = STATUS_OK};
    json_t *map;

    analysis->record =
        arena_alloc(&self->worker->arena, 1, sizeof(*analysis->record));
    if (!analysis->record ||
        scorer_take(self->console->scorer, self->worker->store, &analysis->held,
                    &err) < 0) {
        answer_failure(self, &err);
        return;
    }
    map = json_body_get(analysis->root, "attributeScores", "attribute_scores");
    if (!json_body_members(self, analysis->root, "", members,
                           sizeof(members) / sizeof(members[0])) ||
        !analyze_read(self, analysis) || !check_scores(self, map) ||
        !analyze_text(self, analysis, analysis->text, analysis->record))
        return;
    char *scores = json_dumps(map, JSON_COMPACT | JSON_REAL_PRECISION(10));
    if (!scores)
        error_set(&err, STATUS_NO_MEMORY, "out of memory");
    if (!scores || keep(self, analysis, scores, &err) < 0)
        answer_failure(self, &err);
    else
        answer_json(self, 200, analyze_frame(analysis, "requestedLanguages"));
    free(scores);
}

void analyze_suggestion(struct exchange *self)
{
    struct analysis analysis = {.root = json_body_object(self)};

    if (analysis.root)
        suggest(self, &analysis);
    analyze_free(self, &analysis);
}
