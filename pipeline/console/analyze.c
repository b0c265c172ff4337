#include "analyze.h"

#include "json_body.h"
#include "pipeline.h"
#include "span.h"

#include <stdio.h>
#include <string.h>

#define ERROR_TYPE "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"

/* One attribute that was asked for. */
struct wanted {
    const char *name;
    struct attribute attribute;
    double threshold; /* below 0: none */
};

struct wanted_list {
    size_t count;
    struct wanted item[ANALYZE_ATTRIBUTES];
};

static bool refuse_type(struct exchange *self, const char *name,
                        const char *type)
{
    char message[256];

    if (!type || strcmp(type, "PROBABILITY") == 0 ||
        strcmp(type, "SCORE_TYPE_UNSPECIFIED") == 0)
        return false;
    snprintf(message, sizeof(message),
             "Requested score type %.60s is not supported by attribute %.60s",
             type, name);
    analyze_refuse(self, "INVALID_REQUEST", message);
    return true;
}

static bool read_wanted(struct exchange *self, const struct analysis *analysis,
                        const char *name, const json_t *value,
                        struct wanted *out)
{
    static const struct json_member members[] = {
        {"scoreType",      "score_type",      JSON_STRING},
        {"scoreThreshold", "score_threshold", JSON_REAL  }
    };
    const json_t *threshold =
        json_body_get(value, "scoreThreshold", "score_threshold");
    char message[160];

    *out = (struct wanted){.name = name, .threshold = -1};
    if (!attribute_find(model_parts(analysis->held->found.model), view_of(name),
                        &out->attribute)) {
        snprintf(message, sizeof(message),
                 "Unknown requested attribute: %.100s", name);
        analyze_refuse(self, "INVALID_REQUEST", message);
        return false;
    }
    if (!json_is_object(value)) {
        json_body_refuse(self, "requestedAttributes",
                         "Invalid value at 'requestedAttributes[%.60s]'", name);
        return false;
    }
    if (!json_body_members(self, value, "requestedAttributes.", members, 2) ||
        refuse_type(
            self, name,
            json_string_value(json_body_get(value, "scoreType", "score_type"))))
        return false;
    if (threshold)
        out->threshold = json_number_value(threshold);
    return true;
}

static bool read_attributes(struct exchange *self,
                            const struct analysis *analysis,
                            struct wanted_list *out)
{
    json_t *map = json_body_get(analysis->root, "requestedAttributes",
                                "requested_attributes");

    out->count = 0;
    if (!json_object_size(map)) {
        analyze_refuse(self, "NO_REQUESTED_ATTRIBUTES",
                       "Missing requested_attributes");
        return false;
    }
    if (json_object_size(map) > ANALYZE_ATTRIBUTES) {
        analyze_refuse(self, "INVALID_REQUEST", "Too many attributes");
        return false;
    }
    for (void *at = json_object_iter(map); at;
         at = json_object_iter_next(map, at))
        if (!read_wanted(self, analysis, json_object_iter_key(at),
                         json_object_iter_value(at), &out->item[out->count++]))
            return false;
    return true;
}

/* ---- languages ---------------------------------------------------------- */

/* French, and English, which programs send that know no better. */
static bool is_served(struct view code)
{
    const struct view primary = view_first(code, 2);

    return (code.len == 2 || (code.len > 2 && code.ptr[2] == '-')) &&
           (view_is(primary, "fr") || view_is(primary, "en") ||
            view_is(primary, "FR") || view_is(primary, "EN"));
}

static void refuse_languages(struct exchange *self, const char *attribute,
                             const char *member, json_t *codes)
{
    char message[400];
    size_t len = (size_t)snprintf(
        message, sizeof(message),
        "Attribute %.60s does not support request languages: ", attribute);

    for (size_t i = 0; i < json_array_size(codes) && len < 300; i++)
        len += (size_t)snprintf(message + len, sizeof(message) - len, "%s%.35s",
                                i ? ", " : "",
                                json_string_value(json_array_get(codes, i)));
    answer_error(self, 400, "INVALID_ARGUMENT", message,
                 json_pack("[{s:s, s:s, s:{s:s, s:o}}]", "@type", ERROR_TYPE,
                           "errorType", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
                           "languageNotSupportedByAttributeError", "attribute",
                           attribute, member, codes));
}

/* What was asked for must be served; what was not is refused only when the
 * text is plainly neither French nor English: clients take an error for a
 * comment that is fine. */
static bool check_languages(struct exchange *self,
                            const struct analysis *analysis, const char *first)
{
    json_t *codes;

    for (size_t i = 0; i < analysis->language_count; i++) {
        if (is_served(analysis->language[i]))
            continue;
        codes = json_array();
        for (size_t k = 0; k < analysis->language_count; k++)
            json_array_append_new(codes,
                                  json_stringn(analysis->language[k].ptr,
                                               analysis->language[k].len));
        refuse_languages(self, first, "requestedLanguages", codes);
        return false;
    }
    if (analysis->language_count ||
        analysis->record->language != LANGUAGE_OTHER)
        return true;
    refuse_languages(self, first, "detectedLanguages", json_pack("[s]", "und"));
    return false;
}

/* ---- answer ------------------------------------------------------------- */

static json_t *make_score(double value)
{
    return json_pack("{s:f, s:s}", "value", value, "type", "PROBABILITY");
}

static json_t *make_span(const struct span *span, double value)
{
    return json_pack("{s:I, s:I, s:o}", "begin", (json_int_t)span->begin16,
                     "end", (json_int_t)span->end16, "score",
                     make_score(value));
}

/* Each attribute's scores, without spans. */
static json_t *make_scores(const struct analysis *analysis,
                           const struct wanted_list *wanted)
{
    json_t *map = json_object();

    for (size_t i = 0; i < wanted->count; i++) {
        const struct wanted *w = &wanted->item[i];
        const double value =
            attribute_value(&w->attribute, &analysis->record->verdict);
        if (value >= w->threshold)
            json_object_set_new(map, w->name,
                                json_pack("{s:[], s:o}", "spanScores",
                                          "summaryScore", make_score(value)));
    }
    return map;
}

static void add_span(json_t *map, const struct wanted_list *wanted,
                     const struct span *span, const struct verdict *verdict)
{
    for (size_t i = 0; i < wanted->count; i++) {
        const struct wanted *w = &wanted->item[i];
        json_t *scores = json_object_get(map, w->name);
        if (scores)
            json_array_append_new(
                json_object_get(scores, "spanScores"),
                make_span(span, attribute_value(&w->attribute, verdict)));
    }
}

/* A score a sentence, each read by itself. */
static bool add_sentences(struct exchange *self,
                          const struct analysis *analysis,
                          const struct wanted_list *wanted, json_t *map)
{
    const struct view text = analysis->text;
    struct span *span =
        arena_alloc(&self->worker->arena, SPANS_CEILING, sizeof(*span));
    struct record *record =
        arena_alloc(&self->worker->arena, 1, sizeof(*record));

    if (!span || !record)
        return false;
    const size_t count = span_sentences(text, span);
    for (size_t i = 0; i < count; i++) {
        const struct view sentence = {text.ptr + span[i].begin,
                                      span[i].end - span[i].begin};
        if (!analyze_text(self, analysis, sentence, record))
            return false;
        add_span(map, wanted, &span[i], &record->verdict);
    }
    return true;
}

static void answer(struct exchange *self, const struct analysis *analysis,
                   const struct wanted_list *wanted)
{
    const struct span whole = {0, analysis->text.len, 0,
                               span_units(analysis->text)};
    json_t *frame = analyze_frame(analysis, "languages"),
           *map = make_scores(analysis, wanted);

    if (!analysis->spans)
        add_span(map, wanted, &whole, &analysis->record->verdict);
    else if (!add_sentences(self, analysis, wanted, map)) {
        if (!self->status)
            answer_error(self, 503, "UNAVAILABLE", "out of memory", NULL);
        json_decref(map);
        json_decref(frame);
        return;
    }
    if (json_object_size(map))
        json_object_set(frame, "attributeScores", map);
    json_decref(map);
    answer_json(self, 200, frame);
}

static const struct json_member members[] = {
    {"comment",             NULL,                   JSON_OBJECT},
    {"context",             NULL,                   JSON_OBJECT},
    {"requestedAttributes", "requested_attributes", JSON_OBJECT},
    {"languages",           NULL,                   JSON_ARRAY },
    {"spanAnnotations",     "span_annotations",     JSON_TRUE  },
    {"doNotStore",          "do_not_store",         JSON_TRUE  },
    {"clientToken",         "client_token",         JSON_STRING},
    {"sessionId",           "session_id",           JSON_STRING},
    {"communityId",         "community_id",         JSON_STRING},
};

static void analyze(struct exchange *self, struct analysis *analysis)
{
    struct wanted_list *wanted =
        arena_alloc(&self->worker->arena, 1, sizeof(*wanted));
    struct error err = {.status = STATUS_OK};

    analysis->record =
        arena_alloc(&self->worker->arena, 1, sizeof(*analysis->record));
    if (!wanted || !analysis->record ||
        scorer_take(self->console->scorer, self->worker->store, &analysis->held,
                    &err) < 0) {
        answer_failure(self, &err);
        return;
    }
    analysis->spans = json_is_true(
        json_body_get(analysis->root, "spanAnnotations", "span_annotations"));
    if (json_body_members(self, analysis->root, "", members,
                          sizeof(members) / sizeof(members[0])) &&
        analyze_read(self, analysis) &&
        read_attributes(self, analysis, wanted) &&
        analyze_text(self, analysis, analysis->text, analysis->record) &&
        check_languages(self, analysis, wanted->item[0].name))
        answer(self, analysis, wanted);
}

void analyze_comment(struct exchange *self)
{
    struct analysis analysis = {.root = json_body_object(self)};

    if (analysis.root)
        analyze(self, &analysis);
    analyze_free(self, &analysis);
}
