#include "classify.h"

#include <math.h>
#include <string.h>

/* |weight| <= 2^15: so many of them stay inside an int32. */
#define SAFE_ADDITIONS 32768

struct classifier classifier_of(const struct model *model)
{
    const struct model_parts *p = model_parts(model);
    struct classifier self = {.model = model};

    for (uint32_t t = 0; t < p->tone_count; t++)
        self.threshold[t] = p->tone[t].threshold;
    return self;
}

/* sum[t] = the weights of `count` features, exact. */
static void add_weights(const int16_t *weight, const uint32_t *index,
                        size_t count, int64_t sum[MODEL_LANES])
{
    memset(sum, 0, MODEL_LANES * sizeof(*sum));
    while (count) {
        const size_t part = count < SAFE_ADDITIONS ? count : SAFE_ADDITIONS;
        int32_t lane[MODEL_LANES] = {0};
        for (size_t i = 0; i < part; i++) {
            const int16_t *row = weight + (size_t)index[i] * MODEL_LANES;
            for (size_t t = 0; t < MODEL_LANES; t++)
                lane[t] += row[t];
        }
        for (size_t t = 0; t < MODEL_LANES; t++)
            sum[t] += lane[t];
        index += part;
        count -= part;
    }
}

uint16_t classify_probability(double value, double platt_a, double platt_b)
{
    const double x = platt_a * value + platt_b;
    const double p =
        x >= 0 ? exp(-x) / (1.0 + exp(-x)) : 1.0 / (1.0 + exp(x));

    return (uint16_t)lround(p * PROBABILITY_ONE);
}

void classify_run(const struct classifier *self,
                  const struct feature_vector *in, struct verdict *out)
{
    const struct model_parts *p = model_parts(self->model);
    double value[MODEL_LANES] = {0};
    size_t begin = 0;

    for (size_t b = 0; b < BLOCKS; b++) {
        int64_t sum[MODEL_LANES];
        add_weights(p->weight, in->index + begin, in->block_end[b] - begin,
                    sum);
        begin = in->block_end[b];
        for (size_t t = 0; t < p->tone_count; t++)
            value[t] += in->factor[b] * (double)sum[t];
    }
    out->tone_count = p->tone_count;
    for (size_t t = 0; t < p->tone_count; t++) {
        const struct model_tone *tone = &p->tone[t];
        struct tone_verdict *v = &out->tone[t];
        v->decision_value = value[t] * tone->unit + tone->bias;
        v->probability = classify_probability(v->decision_value,
                                              tone->platt_a, tone->platt_b);
        v->flagged = v->probability >= self->threshold[t] &&
                     !(tone->flags & TONE_OBSERVATION_ONLY);
    }
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
