#include "measure.h"

#include "verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *measure_key(enum measure_kind kind)
{
    static const char *const keys[] = {
#define X(name, member) #member,
        MEASURE_LIST(X)
#undef X
    };

    return keys[kind];
}

double measure_value(const struct measures *measures, enum measure_kind kind)
{
    const double values[] = {
#define X(name, member) measures->member,
        MEASURE_LIST(X)
#undef X
    };

    return values[kind];
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/* ---- the order ---------------------------------------------------------- */

/* Equal values in an order that does not depend on how they came, since sums
 * of fractions do. */
static int by_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->value < y->value || x->value > y->value)
        return x->value < y->value ? 1 : -1;
    if (x->probability != y->probability)
        return x->probability < y->probability ? 1 : -1;
    if (x->positive != y->positive)
        return x->positive ? -1 : 1;
    return (x->discussion > y->discussion) - (x->discussion < y->discussion);
}

int ranking_open(struct ranking *out, size_t count, struct error *err)
{
    *out = (struct ranking){count, calloc(count + 1, sizeof(*out->item))};
    if (!out->item)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    return STATUS_OK;
}

void ranking_sort(struct ranking *self)
{
    qsort(self->item, self->count, sizeof(*self->item), by_value);
}

void ranking_free(struct ranking *self)
{
    free(self->item);
    *self = (struct ranking){0, NULL};
}

/* ---- one pass ----------------------------------------------------------- */

/* Comments of one value. */
struct step {
    size_t all, positives, flagged, right;
    double brier;       /* sum of squared errors  */
    double probability; /* sum                    */
};

/* Returns the index behind the comments that share the value of item i. */
static size_t take_step(const struct ranking *r, const uint32_t *weight,
                        size_t i, struct step *out)
{
    const double value = r->item[i].value;
    struct step s = {.all = 0};

    for (; i < r->count && r->item[i].value >= value; i++) {
        const struct ranked *c = &r->item[i];
        const size_t times = weight ? weight[c->discussion] : 1;
        const double p = (double)c->probability / PROBABILITY_ONE;
        const double miss = p - (double)c->positive;
        s.all += times;
        s.positives += c->positive ? times : 0;
        s.flagged += c->flagged ? times : 0;
        s.right += c->flagged && c->positive ? times : 0;
        s.brier += (double)times * miss * miss;
        s.probability += (double)times * p;
    }
    *out = s;
    return i;
}

/* Bins are filled from the last, the most probable, down.  Each comment is
 * CALIBRATION_BINS parts and a bin holds as many parts as there are comments:
 * whole numbers, so that the borders are exact. */
struct bins {
    struct calibration_bin bin[CALIBRATION_BINS];
    size_t size, at, filled; /* parts; index; parts in bin `at` */
};

static void fill_bins(struct bins *b, const struct step *s)
{
    const size_t parts = s->all * CALIBRATION_BINS;
    size_t left = parts;

    while (left) {
        struct calibration_bin *bin = &b->bin[b->at];
        const size_t room = b->size - b->filled;
        const size_t take = left < room ? left : room;
        const double share = (double)take / (double)parts;
        bin->count += share * (double)s->all;
        bin->probability += share * s->probability;
        bin->positives += share * (double)s->positives;
        left -= take;
        b->filled += take;
        if (b->filled == b->size && b->at) {
            b->at--;
            b->filled = 0;
        }
    }
}

static struct bins open_bins(size_t comments)
{
    struct bins b = {.size = comments, .at = CALIBRATION_BINS - 1};

    memset(b.bin, 0, sizeof(b.bin));
    return b;
}

static double calibration_error(const struct bins *b)
{
    double gap = 0;

    for (size_t i = 0; i < CALIBRATION_BINS; i++)
        gap += fabs(b->bin[i].probability - b->bin[i].positives);
    return ratio(gap, (double)b->size);
}

static size_t weigh(const struct ranking *r, const uint32_t *weight)
{
    size_t sum = 0;

    if (!weight)
        return r->count;
    for (size_t i = 0; i < r->count; i++)
        sum += weight[r->item[i].discussion];
    return sum;
}

void ranking_measure(const struct ranking *self, const uint32_t *weight,
                     struct measures *out)
{
    struct measures m = {.count = weigh(self, weight)};
    struct bins bins = open_bins(m.count);
    double precision_sum = 0, misordered = 0;
    size_t seen = 0, i = 0;

    while (i < self->count) {
        struct step s;
        i = take_step(self, weight, i, &s);
        const double above = (double)(seen - m.positives); /* negatives */
        const double negatives = (double)(s.all - s.positives);
        misordered += (double)s.positives * (above + negatives / 2);
        seen += s.all;
        m.positives += s.positives;
        m.flagged += s.flagged;
        m.right += s.right;
        m.brier += s.brier;
        if (s.positives)
            precision_sum +=
                (double)m.positives / (double)seen * (double)s.positives;
        fill_bins(&bins, &s);
    }
    const double positives = (double)m.positives;
    const double pairs = positives * (double)(m.count - m.positives);
    m.average_precision = ratio(precision_sum, positives);
    m.roc_auc = pairs > 0 ? 1 - misordered / pairs : (double)NAN;
    m.brier = ratio(m.brier, (double)m.count);
    m.calibration_error = calibration_error(&bins);
    m.precision = ratio((double)m.right, (double)m.flagged);
    m.recall = ratio((double)m.right, positives);
    m.f1 = ratio(2.0 * (double)m.right, (double)(m.flagged + m.positives));
    *out = m;
}

void ranking_bins(const struct ranking *self,
                  struct calibration_bin bin[CALIBRATION_BINS])
{
    struct bins bins = open_bins(self->count);

    for (size_t i = 0; i < self->count;) {
        struct step s;
        i = take_step(self, NULL, i, &s);
        fill_bins(&bins, &s);
    }
    memcpy(bin, bins.bin, sizeof(bins.bin));
}

/* ---- arrays as they come ------------------------------------------------ */

int measure_average_precision(const double *value, const bool *positive,
                              size_t count, double *out, struct error *err)
{
    struct ranking r;
    struct measures m;
    const int status = ranking_open(&r, count, err);

    if (status < 0)
        return status;
    for (size_t i = 0; i < count; i++)
        r.item[i] = (struct ranked){.value = value[i], .positive = positive[i]};
    ranking_sort(&r);
    ranking_measure(&r, NULL, &m);
    ranking_free(&r);
    *out = m.average_precision;
    return STATUS_OK;
}

int measure(const double *value, const uint16_t *probability,
            const bool *flagged, const bool *positive, size_t count,
            struct measures *out, struct error *err)
{
    struct ranking r;
    const int status = ranking_open(&r, count, err);

    if (status < 0)
        return status;
    for (size_t i = 0; i < count; i++)
        r.item[i] = (struct ranked){.value = value[i],
                                    .probability = probability[i],
                                    .positive = positive[i],
                                    .flagged = flagged[i]};
    ranking_sort(&r);
    ranking_measure(&r, NULL, out);
    ranking_free(&r);
    return STATUS_OK;
}
