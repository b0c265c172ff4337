#include "measure.h"

#include "verdict.h"

#include <stdlib.h>

struct ranked {
    double value;
    bool positive;
};

static int by_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return (x->value < y->value) - (x->value > y->value);
}

static double average_precision(struct ranked *ranked, size_t count,
                                size_t positives)
{
    size_t right = 0, before = 0;
    double sum = 0;

    if (!positives)
        return 0;
    qsort(ranked, count, sizeof(*ranked), by_value);
    for (size_t i = 0; i < count; i++) {
        right += ranked[i].positive;
        if (i + 1 < count && ranked[i + 1].value >= ranked[i].value)
            continue; /* equal values are one threshold */
        sum += (double)right / (double)(i + 1) * (double)(right - before);
        before = right;
    }
    return sum / (double)positives;
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

int measure(const double *value, const uint16_t *probability,
            const bool *flagged, const bool *positive, size_t count,
            struct measures *out, struct error *err)
{
    struct measures m = {.count = count};
    struct ranked *ranked = malloc((count + 1) * sizeof(*ranked));

    if (!ranked)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const double miss =
            (double)probability[i] / PROBABILITY_ONE - (double)positive[i];
        ranked[i] = (struct ranked){value[i], positive[i]};
        m.positives += positive[i];
        m.flagged += flagged[i];
        m.right += flagged[i] && positive[i];
        m.brier += miss * miss;
    }
    m.brier = ratio(m.brier, (double)count);
    m.precision = ratio((double)m.right, (double)m.flagged);
    m.recall = ratio((double)m.right, (double)m.positives);
    m.f1 = ratio(2.0 * (double)m.right, (double)(m.flagged + m.positives));
    m.average_precision = average_precision(ranked, count, m.positives);
    free(ranked);
    *out = m;
    return STATUS_OK;
}
