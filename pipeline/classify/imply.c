#include "imply.h"

/* Monotone in the probability. */
static double log_odds(const struct model_tone *tone, double value)
{
    return -(tone->platt_a * value + tone->platt_b);
}

static struct tone_origin origin_of(const struct model_tone *tone,
                                    size_t tones, const double *value,
                                    size_t t)
{
    struct tone_origin origin = {t, 1, 0};

    if (!tone[t].implied_by || !(tone[t].platt_a < 0))
        return origin;
    double most = log_odds(&tone[t], value[t]);
    for (size_t other = 0; other < tones; other++) {
        const struct model_tone *o = &tone[other];
        if (!(tone[t].implied_by >> other & 1) || !(o->platt_a < 0) ||
            log_odds(o, value[other]) <= most)
            continue;
        most = log_odds(o, value[other]);
        origin = (struct tone_origin){
            other, o->platt_a / tone[t].platt_a,
            (o->platt_b - tone[t].platt_b) / tone[t].platt_a};
    }
    return origin;
}

void imply_origins(const struct model_tone *tone, size_t tones,
                   const double *value, struct tone_origin *out)
{
    for (size_t t = 0; t < tones; t++)
        out[t] = origin_of(tone, tones, value, t);
}
