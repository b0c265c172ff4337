/* Requests of comments:analyze and comments:suggestscore. */
#include "analyze.h"

#include "json_body.h"

#include <stdio.h>
#include <string.h>

#define ERROR_TYPE "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"

void analyze_refuse(struct exchange *self, const char *type,
                    const char *message)
{
    answer_error(
        self, 400, "INVALID_ARGUMENT", message,
        json_pack("[{s:s, s:s}]", "@type", ERROR_TYPE, "errorType", type));
}

/* Plain text only, as the original. */
static bool check_entry(struct exchange *self, const json_t *entry,
                        const char *where)
{
    static const struct json_member members[] = {
        {"text", NULL, JSON_STRING},
        {"type", NULL, JSON_STRING}
    };
    const char *type;

    if (!json_body_members(self, entry, where, members, 2))
        return false;
    type = json_string_value(json_body_get(entry, "type", NULL));
    if (!type || strcmp(type, "PLAIN_TEXT") == 0 ||
        strcmp(type, "TEXT_TYPE_UNSPECIFIED") == 0)
        return true;
    analyze_refuse(self, "INVALID_REQUEST",
                   strcmp(type, "HTML") == 0
                       ? "Currently, only 'PLAIN_TEXT' comments are supported"
                       : "Unknown text type");
    return false;
}

static bool read_comment(struct exchange *self, struct analysis *out)
{
    const json_t *comment = json_body_get(out->root, "comment", NULL);

    out->text = json_body_text(json_body_get(comment, "text", NULL));
    if (comment && !check_entry(self, comment, "comment."))
        return false;
    if (!view_trim(out->text).len) {
        analyze_refuse(self, "COMMENT_EMPTY", "Comment must be non-empty.");
        return false;
    }
    if (out->text.len > ANALYZE_TEXT_CEILING) {
        analyze_refuse(self, "COMMENT_TOO_LONG", "Comment text too long.");
        return false;
    }
    return true;
}

static bool read_article(struct exchange *self, const json_t *pair,
                         struct analysis *out)
{
    static const struct json_member members[] = {
        {"article",       NULL,             JSON_OBJECT},
        {"parentComment", "parent_comment", JSON_OBJECT}
    };
    const json_t *article = json_body_get(pair, "article", NULL),
                 *parent =
                     json_body_get(pair, "parentComment", "parent_comment");

    if (!json_body_members(self, pair, "context.articleAndParentComment.",
                           members, 2) ||
        (article && !check_entry(self, article,
                                 "context.articleAndParentComment.article.")) ||
        (parent &&
         !check_entry(self, parent,
                      "context.articleAndParentComment.parentComment.")))
        return false;
    out->parent = json_body_text(json_body_get(parent, "text", NULL));
    if (out->parent.len > TEXT_CEILING)
        out->parent = (struct view){NULL, 0};
    return true;
}

/* The comment answered is read, as everywhere in vigie; entries are not. */
static bool read_context(struct exchange *self, struct analysis *out)
{
    static const struct json_member members[] = {
        {"entries",                 NULL,                         JSON_ARRAY },
        {"articleAndParentComment", "article_and_parent_comment", JSON_OBJECT}
    };
    const json_t *context = json_body_get(out->root, "context", NULL),
                 *entries = json_body_get(context, "entries", NULL),
                 *pair = json_body_get(context, "articleAndParentComment",
                                       "article_and_parent_comment");

    if (context && !json_body_members(self, context, "context.", members, 2))
        return false;
    if (pair && json_array_size(entries)) {
        analyze_refuse(self, "INVALID_REQUEST",
                       "Context can have either entries or "
                       "article_and_parent_comment, but both fields were "
                       "populated.");
        return false;
    }
    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);
        if (!json_is_object(entry)) {
            json_body_refuse(self, "context.entries",
                             "Invalid value at 'context.entries[%zu]'", i);
            return false;
        }
        if (!check_entry(self, entry, "context.entries."))
            return false;
    }
    return !pair || read_article(self, pair, out);
}

static bool read_languages(struct exchange *self, struct analysis *out)
{
    const json_t *list = json_body_get(out->root, "languages", NULL);

    if (json_array_size(list) > ANALYZE_LANGUAGES) {
        json_body_refuse(self, "languages", "Too many values at 'languages'");
        return false;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct view code = json_body_text(json_array_get(list, i));
        if (!code.len || code.len > 35) {
            json_body_refuse(self, "languages",
                             "Invalid value at 'languages[%zu]'", i);
            return false;
        }
        out->language[out->language_count++] = code;
    }
    return true;
}

bool analyze_read(struct exchange *self, struct analysis *out)
{
    out->client_token =
        json_body_text(json_body_get(out->root, "clientToken", "client_token"));
    out->community =
        json_body_text(json_body_get(out->root, "communityId", "community_id"));
    return read_comment(self, out) && read_context(self, out) &&
           read_languages(self, out);
}

json_t *analyze_frame(const struct analysis *self, const char *languages)
{
    const enum language guess = self->record->language;
    const char *detected = guess == LANGUAGE_ENGLISH ? "en"
                           : guess == LANGUAGE_OTHER ? "und"
                                                     : "fr";
    json_t *frame = json_object(), *list = json_array();

    for (size_t i = 0; i < self->language_count; i++)
        json_array_append_new(
            list, json_stringn(self->language[i].ptr, self->language[i].len));
    if (!self->language_count)
        json_array_append_new(list, json_string(detected));
    json_object_set_new(frame, languages, list);
    json_object_set_new(frame, "detectedLanguages", json_pack("[s]", detected));
    if (self->client_token.ptr)
        json_object_set_new(
            frame, "clientToken",
            json_stringn(self->client_token.ptr, self->client_token.len));
    return frame;
}

bool analyze_text(struct exchange *self, const struct analysis *analysis,
                  struct view text, struct record *record)
{
    struct worker *worker = self->worker;
    struct error err = {.status = STATUS_OK};

    *record = (struct record){
        .comment = {.text = text, .parent_text = analysis->parent}
    };
    arena_reset(&worker->bench.scratch);
    if (pipeline_run(&analysis->held->plain, record, &worker->bench,
                     &worker->arena, &err) == STATUS_OK) {
        atomic_fetch_add(&self->console->metrics->scored, 1);
        return true;
    }
    atomic_fetch_add(&self->console->metrics->unscored, 1);
    answer_error(self, 503, "UNAVAILABLE", err.message, NULL);
    return false;
}

void analyze_free(struct exchange *self, struct analysis *analysis)
{
    if (analysis->held)
        scorer_give(self->console->scorer, analysis->held);
    json_decref(analysis->root);
}
