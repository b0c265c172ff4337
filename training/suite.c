#include "suite.h"

#include "classify.h"
#include "evaluate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const sentiments[] = {"negative", "neutral", "positive"};
#define SENTIMENTS (sizeof(sentiments) / sizeof(sentiments[0]))

static size_t find_sentiment(const char *name)
{
    size_t s = 0;

    while (s < SENTIMENTS && strcmp(sentiments[s], name) != 0)
        s++;
    return s;
}

/* ---- running ------------------------------------------------------------ */

static uint32_t flagged_tones(const struct verdict *v)
{
    uint32_t bits = 0;

    for (size_t t = 0; t < v->tone_count; t++)
        if (v->tone[t].flagged)
            bits |= UINT32_C(1) << t;
    return bits;
}

static bool passes(const struct suite_case *c)
{
    const uint32_t flagged = flagged_tones(&c->verdict);
    const unsigned sentiment = 1u << find_sentiment(c->sentiment);

    return !(c->wanted & ~flagged) && !(c->unwanted & flagged) &&
           !(c->is & ~sentiment) && !(c->isnt & sentiment);
}

int suite_run(struct suite *self, size_t threads, struct error *err)
{
    size_t *comment = malloc((self->count + 1) * sizeof(*comment));
    struct verdict *verdict = malloc((self->count + 1) * sizeof(*verdict));
    int status;

    if (comment && verdict) {
        for (size_t i = 0; i < self->count; i++)
            comment[i] = self->cases[i].comment;
        status = evaluate_verdicts(self->model, &self->corpus, comment,
                                   self->count, threads, verdict, err);
    } else {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < self->capability_count; i++)
        self->capability[i].passed = 0;
    for (size_t i = 0; status == STATUS_OK && i < self->count; i++) {
        struct suite_case *c = &self->cases[i];
        c->verdict = verdict[i];
        c->sentiment = classify_sentiment(self->model, &c->verdict);
        c->passed = passes(c);
        self->capability[c->capability].passed += c->passed;
    }
    free(comment);
    free(verdict);
    return status;
}

/* ---- looking ------------------------------------------------------------ */

size_t suite_passed(const struct suite *self)
{
    size_t passed = 0;

    for (size_t i = 0; i < self->capability_count; i++)
        passed += self->capability[i].passed;
    return passed;
}

struct view suite_text(const struct suite *self, const struct suite_case *c)
{
    return self->corpus.comment[c->comment].text;
}

struct view suite_parent(const struct suite *self, const struct suite_case *c)
{
    return self->corpus.comment[c->comment].parent_text;
}

static void tell_tone(const struct suite *self, const struct suite_case *c,
                      size_t tone, struct suite_expectation *out)
{
    const bool wanted = c->wanted >> tone & 1;
    const struct tone_verdict *v = &c->verdict.tone[tone];

    *out = (struct suite_expectation){.met = v->flagged == wanted,
                                      .probability = v->probability};
    snprintf(out->text, sizeof(out->text), "%c%s", wanted ? '+' : '-',
             model_parts(self->model)->tone[tone].name);
}

static void tell_sentiment(const struct suite *self, const struct suite_case *c,
                           size_t sentiment, struct suite_expectation *out)
{
    const bool wanted = c->is >> sentiment & 1;
    const int tone = model_find_tone(self->model, sentiments[sentiment]);

    *out = (struct suite_expectation){
        .met = (find_sentiment(c->sentiment) == sentiment) == wanted};
    if (tone >= 0)
        out->probability = c->verdict.tone[tone].probability;
    snprintf(out->text, sizeof(out->text), "%c%s", wanted ? '+' : '-',
             sentiments[sentiment]);
}

bool suite_expectation(const struct suite *self, const struct suite_case *c,
                       size_t i, struct suite_expectation *out)
{
    for (size_t t = 0; t < model_parts(self->model)->tone_count; t++)
        if (((c->wanted | c->unwanted) >> t & 1) && !i--) {
            tell_tone(self, c, t, out);
            return true;
        }
    for (size_t s = 0; s < SENTIMENTS; s++)
        if (((unsigned)(c->is | c->isnt) >> s & 1) && !i--) {
            tell_sentiment(self, c, s, out);
            return true;
        }
    return false;
}

void suite_free(struct suite *self)
{
    for (size_t i = 0; i < self->file_count; i++)
        buffer_free(&self->file[i]);
    free(self->file);
    free(self->capability);
    free(self->cases);
    corpus_free(&self->corpus);
    *self = (struct suite){.model = NULL};
}
