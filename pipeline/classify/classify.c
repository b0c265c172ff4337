#include "classify.h"

#include "imply.h"

#include <math.h>
#include <string.h>

struct classifier classifier_of(const struct model *model)
{
    const struct model_parts *p = model_parts(model);
    struct classifier self = {.model = model};

    for (uint32_t t = 0; t < p->tone_count; t++)
        self.threshold[t] = p->tone[t].threshold;
    return self;
}

uint16_t classify_probability(double value, double platt_a, double platt_b)
{
    const double x = platt_a * value + platt_b;
    const double e = exp(-fabs(x));
    const double parts = (x >= 0 ? e : 1.0) / (1.0 + e) * PROBABILITY_ONE;
    const uint16_t whole = (uint16_t)parts;

    return (uint16_t)(whole + (parts - whole >= 0.5));
}

void classify_values(const struct model *model,
                     const struct feature_sums *in, double *value)
{
    const struct model_parts *p = model_parts(model);

    for (size_t t = 0; t < p->tone_count; t++)
        value[t] = 0;
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t t = 0; t < p->tone_count && in->factor[b] > 0; t++)
            value[t] += in->factor[b] * (double)in->weight[b][t];
    for (size_t t = 0; t < p->tone_count; t++)
        value[t] = value[t] * p->tone[t].unit + p->tone[t].bias;
}

void classify_sums(const struct classifier *self,
                   const struct feature_sums *in, struct verdict *out)
{
    const struct model_parts *p = model_parts(self->model);
    struct tone_origin origin[WEIGHT_LANES];
    double value[WEIGHT_LANES];

    classify_values(self->model, in, value);
    imply_origins(p->tone, p->tone_count, value, origin);
    out->tone_count = p->tone_count;
    for (size_t t = 0; t < p->tone_count; t++) {
        const struct model_tone *tone = &p->tone[t];
        struct tone_verdict *v = &out->tone[t];
        v->decision_value = imply_value(&origin[t], value);
        v->probability = classify_probability(v->decision_value,
                                              tone->platt_a, tone->platt_b);
        v->flagged = v->probability >= self->threshold[t] &&
                     !(tone->flags & TONE_OBSERVATION_ONLY);
    }
}

static void begin(const struct model *model, struct memo *memo)
{
    const struct model_parts *p = model_parts(model);
    const struct facts_of of = {&p->settings.lexicon, &p->settings.ngram,
                                &p->vocabulary, p->weight};

    memo_begin(memo, &of, model_id(model));
}

static int score(const struct classifier *self, const struct feature_input *in,
                 struct verdict *out, struct scored *scored,
                 struct arena *arena, struct error *err)
{
    const struct model_parts *p = model_parts(self->model);
    int status;

    if (in->memo)
        begin(self->model, in->memo);
    if ((status = features_collect(&p->settings, in, &scored->source, arena,
                                   err)) < 0 ||
        (status = features_add_up(&p->settings, &p->vocabulary, p->weight,
                                  &scored->source, &scored->sums, arena,
                                  err)) < 0)
        return status;
    classify_sums(self, &scored->sums, out);
    return STATUS_OK;
}

int classify_text(const struct classifier *self,
                  const struct feature_input *in, struct verdict *out,
                  struct scored *scored, struct arena *arena,
                  struct error *err)
{
    const size_t used = arena->used;
    struct scored own;

    if (scored)
        return score(self, in, out, scored, arena, err);
    const int status = score(self, in, out, &own, arena, err);
    arena->used = used;
    return status;
}

const char *classify_sentiment(const struct model *model,
                               const struct verdict *verdict)
{
    const struct model_parts *p = model_parts(model);
    const char *sentiment = "neutral";
    uint16_t best = 0;

    for (uint32_t t = 0; t < p->tone_count; t++) {
        const struct tone_verdict *v = &verdict->tone[t];
        if (!(p->tone[t].flags & TONE_SENTIMENT) || !v->flagged ||
            v->probability <= best)
            continue;
        best = v->probability;
        sentiment = p->tone[t].name;
    }
    return sentiment;
}
