#include "costs.h"

#include "review.h"

#include <string.h>

/* Decisions on their way into bins. */
struct counting {
    const struct policy *policy;
    const struct model_record *record;
    int64_t model;
    struct costs *costs;
};

/* 1 yes, 0 no, -1 nothing: see monitor.h. */
static int said(const struct counting *self, const struct review *review,
                size_t tone)
{
    const struct view name = self->record->tone[tone].name;

    for (size_t i = 0; i < review->label_count; i++)
        if (view_equal(review->label[i], name))
            return review->value[i];
    if (!policy_accuses(self->policy, name))
        return -1;
    if (!review->removed)
        return 0;
    return review->verdict.tone[tone].flagged ? 1 : -1;
}

static int visit(void *context, const struct review *review, struct error *err)
{
    const struct counting *self = context;

    (void)err;
    if (review->model != self->model)
        return STATUS_OK;
    for (size_t t = 0; t < self->record->tone_count; t++) {
        struct tone_costs *costs = &self->costs->tone[t];
        const size_t bin = review->verdict.tone[t].probability / 100;
        const int yes = said(self, review, t);
        if (yes == 1)
            costs->right[bin]++;
        else if (yes == 0)
            costs->wrong[bin]++;
    }
    return STATUS_OK;
}

/* From "so many in this bin" to "so many from this bin on". */
static void add_up(uint64_t bins[OVERVIEW_BINS])
{
    for (size_t i = OVERVIEW_BINS - 1; i-- > 0;)
        bins[i] += bins[i + 1];
}

int costs_measure(struct store *store, const struct policy *policy,
                  int64_t model, const struct model_record *record,
                  struct costs *out, struct error *err)
{
    uint64_t bins[MODEL_TONES_CEILING][OVERVIEW_BINS];
    struct counting counting = {policy, record, model, out};
    int status;

    memset(out, 0, sizeof(*out));
    if ((status = overview_histogram(store, model, record->tone_count, bins,
                                     &out->days, err)) < 0 ||
        (status = review_each(store, visit, &counting, err)) < 0)
        return status;
    if (out->days < 1) /* a shorter time says nothing of a day */
        out->days = 1;
    for (size_t t = 0; t < record->tone_count; t++) {
        struct tone_costs *costs = &out->tone[t];
        add_up(bins[t]);
        add_up(costs->right);
        add_up(costs->wrong);
        for (size_t i = 0; i < OVERVIEW_BINS; i++) {
            costs->flagged[i] = (double)bins[t][i] / out->days;
            costs->missed[i] = costs->right[0] - costs->right[i];
        }
    }
    return STATUS_OK;
}
