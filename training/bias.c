#include "bias.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct naming {
    const struct evaluation *evaluation;
    const struct bias_terms *terms;
    uint32_t *groups; /* [N] bit g: names group g */
    bool *member;     /* [N] scratch              */
};

static void see_text(void *context, size_t i, const struct text *text)
{
    struct naming *n = context;

    n->groups[i] = bias_terms_find(n->terms, text->folded);
}

static bool is_positive(const struct naming *n, size_t i, size_t tone)
{
    const struct evaluation *e = n->evaluation;

    return e->corpus->comment[e->comment[i]].tones >> tone & 1;
}

static bool is_known(const struct naming *n, size_t i, size_t tone)
{
    const struct evaluation *e = n->evaluation;

    return e->corpus->comment[e->comment[i]].known >> tone & 1;
}

/* AUC of the positives that name the group or not, against the negatives that
 * do or do not. */
static int auc_of(const struct naming *n, size_t group, size_t tone,
                  bool positives_name, bool negatives_name, double *out,
                  struct error *err)
{
    struct measures m;

    for (size_t i = 0; i < n->evaluation->count; i++) {
        const bool names = n->groups[i] >> group & 1;
        n->member[i] = names == (is_positive(n, i, tone) ? positives_name
                                                         : negatives_name);
    }
    const int status = evaluate_some(n->evaluation, tone, n->member, &m, err);
    if (status == STATUS_OK)
        *out = m.positives < BIAS_CELL || m.count - m.positives < BIAS_CELL
                   ? (double)NAN
                   : m.roc_auc;
    return status;
}

static void count_cells(const struct naming *n, size_t group, size_t tone,
                        struct bias_figures *out)
{
    *out = (struct bias_figures){.positives = 0};
    for (size_t i = 0; i < n->evaluation->count; i++) {
        const bool names = n->groups[i] >> group & 1;
        const bool positive = is_positive(n, i, tone);
        if (!is_known(n, i, tone))
            continue;
        out->positives += names && positive;
        out->negatives += names && !positive;
        out->background_positives += !names && positive;
        out->background_negatives += !names && !positive;
    }
}

static int measure_group(const struct naming *n, size_t group, size_t tone,
                         struct bias_figures *out, struct error *err)
{
    int status;

    count_cells(n, group, tone, out);
    if ((status = auc_of(n, group, tone, true, true, &out->subgroup_auc, err)) <
            0 ||
        (status = auc_of(n, group, tone, false, true, &out->bpsn_auc, err)) < 0)
        return status;
    return auc_of(n, group, tone, true, false, &out->bnsp_auc, err);
}

static void find_tones(struct bias *out, const struct evaluation *e)
{
    static const char *const names[BIAS_TONES] = {"hostility", "hate"};
    const struct tone_names *tones = &e->corpus->tones;

    for (size_t i = 0; i < BIAS_TONES; i++)
        for (size_t t = 0; t < tones->count; t++)
            if (view_is(view_of(names[i]), tones->name[t])) {
                out->auc[out->tones] = e->tone[t].roc_auc;
                out->tone[out->tones++] = t;
            }
}

int bias_measure(struct bias *out, const struct evaluation *evaluation,
                 const struct bias_terms *terms, struct error *err)
{
    const size_t room = evaluation->count + 1;
    struct naming n = {.evaluation = evaluation,
                       .terms = terms,
                       .groups = calloc(room, sizeof(*n.groups)),
                       .member = calloc(room, sizeof(*n.member))};
    int status;

    *out = (struct bias){.groups = terms->groups};
    find_tones(out, evaluation);
    if (n.groups && n.member)
        status = evaluate_texts(evaluation, see_text, &n, err);
    else
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t g = 0; status == STATUS_OK && g < terms->groups; g++) {
        struct bias_group *group = &out->group[g];
        snprintf(group->name, sizeof(group->name), "%s", terms->group[g]);
        for (size_t i = 0; i < evaluation->count; i++)
            group->count += n.groups[i] >> g & 1;
        for (size_t t = 0; status == STATUS_OK && t < out->tones; t++)
            status = measure_group(&n, g, out->tone[t], &group->tone[t], err);
    }
    free(n.groups);
    free(n.member);
    return status;
}
