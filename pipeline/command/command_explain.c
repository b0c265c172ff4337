#include "buffer.h"
#include "command.h"
#include "cue_words.h"
#include "explain.h"
#include "home.h"
#include "json_build.h"
#include "options.h"
#include "passage.h"
#include "pipeline.h"
#include "render.h"
#include "source.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct explain_options {
    const char *model, *tone, *parent, *format, *lang;
    bool all; /* every reason, not the heaviest */
};

enum wording { WORDING_NAMES, WORDING_FRENCH, WORDING_ENGLISH };

#define REASONS_SHOWN 12

/* Everything one explanation needs at hand. */
struct inquiry {
    struct pipeline pipeline;
    struct record record;
    struct explanation *explanation;
    struct passage_list quoted;
    struct workbench bench;
    enum wording wording; /* of cues: their names, or in words */
};

/* The argument, or standard input whole when it is "-". */
static int take_text(const char *argument, struct buffer *out,
                     struct error *err)
{
    struct source *source;
    struct view chunk;
    int status;

    out->ceiling = TEXT_CEILING;
    if (strcmp(argument, "-") != 0)
        return buffer_add_text(out, argument, err);
    if ((status = source_open(&source, argument, err)) < 0)
        return status;
    while ((status = source_read(source, &chunk, err)) > 0)
        if ((status = buffer_add_view(out, chunk, err)) < 0)
            break;
    source_free(source);
    if (status < 0)
        error_locate(err, "standard input", 0);
    return status;
}

static int check_text(struct view text, struct error *err)
{
    const size_t broken = utf8_check(text);

    if (broken != UTF8_VALID)
        return error_set(err, STATUS_BAD_INPUT, "invalid UTF-8 at byte %zu",
                         broken);
    if (text.len && memchr(text.ptr, '\0', text.len))
        return error_set(err, STATUS_BAD_INPUT, "NUL byte in the text");
    return STATUS_OK;
}

static int inquire(struct inquiry *q, const struct model *model,
                   struct view text, const char *parent, struct error *err)
{
    struct feature_input in = {.text = &q->record.text, .memo = &q->bench.memo};
    int status;

    pipeline_open(&q->pipeline, model);
    q->record.comment.text = text;
    if (parent) {
        q->record.comment.parent_text = view_of(parent);
        in.parent = &q->record.parent;
    }
    if ((status = workbench_open(&q->bench, err)) < 0 ||
        (status = pipeline_run(&q->pipeline, &q->record, &q->bench,
                               &q->bench.scratch, err)) < 0)
        return status;
    if ((status = passage_find(&model_parts(model)->settings, &in, &q->quoted,
                               &q->bench.scratch, err)) < 0)
        return status;
    return explain_open(&q->explanation, model, &in, &q->bench.scratch, err);
}

static int wording_of(const char *lang, enum wording *out, struct error *err)
{
    *out = !lang                     ? WORDING_NAMES
           : strcmp(lang, "fr") == 0 ? WORDING_FRENCH
                                     : WORDING_ENGLISH;
    if (!lang || *out == WORDING_FRENCH || strcmp(lang, "en") == 0)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, "--lang is fr or en");
}

static void name_cue(const char *cue, enum wording wording,
                     char out[CUE_WORDS_SIZE])
{
    if (wording == WORDING_NAMES)
        snprintf(out, CUE_WORDS_SIZE, "%s", cue);
    else
        cue_words(view_of(cue),
                  wording == WORDING_FRENCH ? CUE_FRENCH : CUE_ENGLISH, out);
}

/* The one or the other language of this text. */
static const char *say(const struct inquiry *q, const char *french,
                       const char *english)
{
    return q->wording == WORDING_FRENCH ? french : english;
}

/* "negative", "neutral" or "positive", as one says it. */
static const char *say_sentiment(const struct inquiry *q, const char *name)
{
    if (strcmp(name, "negative") == 0)
        return say(q, "négatif", name);
    if (strcmp(name, "positive") == 0)
        return say(q, "positif", name);
    return say(q, "neutre", name);
}

static void print_quoted(const struct inquiry *q)
{
    for (size_t i = 0; i < q->quoted.count; i++) {
        const struct passage *p = &q->quoted.passage[i];
        printf("%s (%s)%s \xC2\xAB", say(q, "citation", "quoted"),
               language_code(p->language), say(q, " :", ":"));
        render_name(stdout,
                    utf8_range(q->record.comment.text, p->begin, p->end), 60);
        printf("\xC2\xBB\n");
    }
}

static void print_reason(const struct inquiry *q, const struct reason *r)
{
    const struct view text = q->record.comment.text;
    char words[CUE_WORDS_SIZE];

    printf("  %+9.4f  ", r->weight);
    if (r->cue) {
        name_cue(r->cue, q->wording, words);
        printf("(%s)", words);
    }
    if (r->end > r->begin) {
        printf("%s\xC2\xAB", r->cue ? " " : "");
        render_name(stdout, utf8_range(text, r->begin, r->end), 60);
        printf("\xC2\xBB");
    }
    printf("\n");
}

static int print_tone(struct inquiry *q, const struct explain_options *o,
                      size_t tone, struct error *err)
{
    const struct model_tone *m =
        &model_parts(q->pipeline.classifier.model)->tone[tone];
    const struct tone_verdict *v = &q->record.verdict.tone[tone];
    const struct reason *reason;
    size_t count;
    double rest = 0;
    const int status = explain_tone(q->explanation, tone, &reason, &count,
                                    &q->bench.scratch, err);

    if (status < 0)
        return status;
    printf("%s %.4f ", m->name, (double)v->probability / PROBABILITY_ONE);
    if (m->flags & TONE_OBSERVATION_ONLY)
        printf("(%s)", say(q, "observé seulement", "observation only"));
    else
        printf("(%s %.4f)", say(q, "signalé à partir de", "flagged from"),
               (double)m->threshold / PROBABILITY_ONE);
    printf("%s %+.4f\n", say(q, " : valeur de décision", ": decision value"),
           v->decision_value);
    const size_t shown =
        o->all || count < REASONS_SHOWN ? count : REASONS_SHOWN;
    for (size_t i = 0; i < shown; i++)
        print_reason(q, &reason[i]);
    for (size_t i = shown; i < count; i++)
        rest += reason[i].weight;
    if (shown < count)
        printf("  %+9.4f  %zu %s\n", rest, count - shown,
               say(q, "raisons plus légères", "lighter reasons"));
    printf("  %+9.4f  %s\n", explain_bias(q->explanation, tone),
           say(q, "biais", "bias"));
    return STATUS_OK;
}

static json_t *json_reasons(const struct inquiry *q,
                            const struct reason *reason, size_t count)
{
    json_t *list = json_array();
    char words[CUE_WORDS_SIZE];

    for (size_t i = 0; i < count; i++) {
        json_t *one = json_pack(
            "{s:I,s:I,s:f}", "start", (json_int_t)reason[i].begin, "end",
            (json_int_t)reason[i].end, "weight", reason[i].weight);
        if (reason[i].cue)
            json_put(&one, "cue", json_string(reason[i].cue));
        if (reason[i].cue && q->wording != WORDING_NAMES) {
            name_cue(reason[i].cue, q->wording, words);
            json_put(&one, "words", json_string(words));
        }
        json_add(&list, one);
    }
    return list;
}

static json_t *json_quoted(const struct inquiry *q)
{
    json_t *list = json_array();

    for (size_t i = 0; i < q->quoted.count; i++) {
        const struct passage *p = &q->quoted.passage[i];
        json_add(&list, json_pack("{s:I,s:I,s:s}", "start",
                                  (json_int_t)p->begin, "end",
                                  (json_int_t)p->end, "language",
                                  language_code(p->language)));
    }
    return list;
}

static int print_tone_json(struct inquiry *q, size_t tone, struct error *err)
{
    const struct model_tone *m =
        &model_parts(q->pipeline.classifier.model)->tone[tone];
    const struct tone_verdict *v = &q->record.verdict.tone[tone];
    const struct reason *reason;
    size_t count;
    const int status = explain_tone(q->explanation, tone, &reason, &count,
                                    &q->bench.scratch, err);

    if (status < 0)
        return status;
    return render_json_line(
        stdout,
        json_pack("{s:s,s:o,s:o,s:b,s:f,s:f,s:o,s:o}", "tone", m->name,
                  "probability", render_json_ratio(v->probability), "threshold",
                  render_json_ratio(m->threshold), "flagged", v->flagged,
                  "decision_value", v->decision_value, "bias",
                  explain_bias(q->explanation, tone), "reasons",
                  json_reasons(q, reason, count), "quoted", json_quoted(q)),
        err);
}

/* The most probable tone, where none is flagged. */
static size_t most_probable(const struct verdict *v)
{
    size_t best = 0;

    for (size_t t = 1; t < v->tone_count; t++)
        if (v->tone[t].probability > v->tone[best].probability)
            best = t;
    return best;
}

static int print_tones(struct inquiry *q, const struct explain_options *o,
                       enum render_format format, struct error *err)
{
    const struct model *model = q->pipeline.classifier.model;
    const struct verdict *v = &q->record.verdict;
    const int asked = o->tone ? model_find_tone(model, o->tone) : -1;
    bool any = false;
    int status = STATUS_OK;

    for (size_t t = 0; t < v->tone_count; t++)
        any |= v->tone[t].flagged;
    for (size_t t = 0; status == STATUS_OK && t < v->tone_count; t++) {
        const bool wanted = asked >= 0 ? t == (size_t)asked
                            : any      ? v->tone[t].flagged
                                       : t == most_probable(v);
        if (wanted)
            status = format == RENDER_JSON ? print_tone_json(q, t, err)
                                           : print_tone(q, o, t, err);
    }
    return status;
}

static int explain_text(const struct explain_options *o,
                        const struct model *model, const char *argument,
                        struct error *err)
{
    struct inquiry *q = calloc(1, sizeof(*q));
    struct buffer text = {.ptr = NULL};
    enum render_format format;
    int status;

    if (!q)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = render_format(o->format, false, &format, err)) < 0 ||
        (status = wording_of(o->lang, &q->wording, err)) < 0 ||
        (status = take_text(argument, &text, err)) < 0 ||
        (status = check_text(buffer_view(&text), err)) < 0 ||
        (o->parent && (status = check_text(view_of(o->parent), err)) < 0) ||
        (status = inquire(q, model, buffer_view(&text), o->parent, err)) < 0)
        goto out;
    if (o->tone && model_find_tone(model, o->tone) < 0) {
        status =
            error_set(err, STATUS_USAGE, "the model has no tone '%s'", o->tone);
        goto out;
    }
    if (format == RENDER_TEXT) {
        printf("%s, %s %s, %s %s\n", model_id(model),
               say(q, "langue :", "language:"),
               language_code(q->record.language),
               say(q, "sentiment :", "sentiment:"),
               say_sentiment(
                   q, classify_sentiment(model, &q->record.verdict)));
        print_quoted(q);
    }
    status = print_tones(q, o, format, err);
out:
    buffer_free(&text);
    workbench_free(&q->bench);
    free(q);
    return status;
}

int command_explain(const struct command *self,
                    const struct surroundings *around, int argc, char **argv,
                    struct error *err)
{
    struct explain_options o = {.format = "text"};
    struct model *model = NULL;
    char **text;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"tone",   OPTION_TEXT, &o.tone,   "TONE", "default: the flagged ones"  },
        {"all",    OPTION_FLAG, &o.all,    NULL,   "every reason, however light"},
        {"parent", OPTION_TEXT, &o.parent, "TEXT", "the comment it answers"     },
        {"model",  OPTION_TEXT, &o.model,  "DIR",  "default: the shipped one"   },
        {"format", OPTION_TEXT, &o.format, "F",    "text or json"               },
        {"lang",   OPTION_TEXT, &o.lang,   "L",
         "in words: fr or en; default: cues by their names"                     },
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &text, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (count != 1)
        return error_set(err, STATUS_USAGE,
                         "one text is needed, or '-' for standard input");
    if ((status = home_model(around, o.model, &model, err)) < 0)
        return status;
    status = explain_text(&o, model, text[0], err);
    model_free(model);
    return status;
}
