#include "bootstrap.h"

#include "splitmix.h"
#include "workers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TAIL 0.025 /* on either side */

struct drawing {
    const struct bootstrap *settings;
    const struct ranking *ranking;
    size_t tones;
    size_t columns; /* tones * MEASURE_KINDS, then the two means */
    double *figure; /* [columns][draws]                          */
};

/* weight[d] = how often discussion d was drawn. */
static void draw(const struct bootstrap *s, size_t number, uint32_t *weight)
{
    uint64_t state = s->seed;
    state = splitmix_next(&state) + number;
    state = splitmix_next(&state);

    memset(weight, 0, (s->discussions + 1) * sizeof(*weight));
    for (size_t i = 0; i < s->discussions; i++)
        weight[splitmix_below(&state, s->discussions)]++;
}

static int run_draw(void *context, size_t number, size_t thread,
                    struct error *err)
{
    const struct drawing *d = context;
    const size_t draws = d->settings->draws;
    uint32_t *weight = malloc((d->settings->discussions + 1) * sizeof(*weight));
    double sum[2] = {0, 0};
    size_t counted = 0;

    (void)thread;
    if (!weight)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    draw(d->settings, number, weight);
    for (size_t t = 0; t < d->tones; t++) {
        struct measures m;
        ranking_measure(&d->ranking[t], weight, &m);
        for (size_t k = 0; k < MEASURE_KINDS; k++)
            d->figure[(t * MEASURE_KINDS + k) * draws + number] =
                measure_value(&m, (enum measure_kind)k);
        sum[1] += m.average_precision;
        if (d->settings->apart[t])
            continue;
        sum[0] += m.average_precision;
        counted++;
    }
    d->figure[(d->columns - 2) * draws + number] =
        counted ? sum[0] / (double)counted : (double)NAN;
    d->figure[(d->columns - 1) * draws + number] = sum[1] / (double)d->tones;
    free(weight);
    return STATUS_OK;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Linear between order statistics; count >= 1. */
static double quantile(const double *sorted, size_t count, double at)
{
    const double place = at * (double)(count - 1);
    const size_t below = (size_t)place;
    const size_t above = below + 1 < count ? below + 1 : below;

    return sorted[below] +
           (place - (double)below) * (sorted[above] - sorted[below]);
}

static struct interval percentiles(double *figure, size_t draws)
{
    size_t count = 0;

    for (size_t i = 0; i < draws; i++)
        if (!isnan(figure[i]))
            figure[count++] = figure[i];
    if (!count || count < draws - count)
        return (struct interval){(double)NAN, (double)NAN};
    qsort(figure, count, sizeof(*figure), by_size);
    return (struct interval){quantile(figure, count, TAIL),
                             quantile(figure, count, 1 - TAIL)};
}

int bootstrap_run(const struct bootstrap *self, const struct ranking *ranking,
                  size_t tones, struct intervals *out, struct interval mean[2],
                  struct error *err)
{
    struct drawing d = {self, ranking, tones, tones * MEASURE_KINDS + 2, NULL};
    int status;

    d.figure = malloc(d.columns * self->draws * sizeof(*d.figure));
    if (!d.figure)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    status = workers_each(self->threads, self->draws, run_draw, &d, err);
    if (status == STATUS_OK) {
        for (size_t c = 0; c + 2 < d.columns; c++)
            out[c / MEASURE_KINDS].of[c % MEASURE_KINDS] =
                percentiles(d.figure + c * self->draws, self->draws);
        for (size_t c = 0; c < 2; c++)
            mean[c] = percentiles(d.figure + (d.columns - 2 + c) * self->draws,
                                  self->draws);
    }
    free(d.figure);
    return status;
}
