/* Results as one JSON object. */
#include "report.h"

#include "figures.h"
#include "json_build.h"
#include "report_cost.h"

#include <math.h>

static json_t *count_of(size_t count)
{
    return json_integer((json_int_t)count);
}

static json_t *ten_thousandths(uint16_t value)
{
    return figures_number((double)value / PROBABILITY_ONE);
}

static const char *tone_name(const struct results *r, size_t tone)
{
    return r->evaluation->corpus->tones.name[tone];
}

/* ---- thresholds -------------------------------------------------------------
 */

static json_t *costs_of_tone(const struct results *r,
                             const struct ranking *ranking, size_t tone)
{
    struct cost cost[COST_ROWS];
    json_t *list = json_array();
    const size_t rows = cost_table(
        ranking, model_parts(r->model)->tone[tone].threshold, r->volume, cost);

    for (size_t i = 0; i < rows; i++)
        json_add(&list,
                 json_pack("{s:o,s:b,s:o,s:o,s:o}", "threshold",
                           ten_thousandths(cost[i].threshold), "model",
                           cost[i].own, "daily", figures_number(cost[i].daily),
                           "missed", figures_number(cost[i].missed), "wrong",
                           figures_number(cost[i].wrong)));
    return list;
}

static int costs_json(const struct results *r, json_t **out, struct error *err)
{
    json_t *all = json_object();

    for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++) {
        struct ranking ranking;
        const int status =
            evaluate_ranking(r->evaluation, t, NULL, &ranking, err);
        if (status < 0) {
            json_decref(all);
            return status;
        }
        json_put(&all, tone_name(r, t), costs_of_tone(r, &ranking, t));
        ranking_free(&ranking);
    }
    *out = json_pack("{s:o,s:o}", "volume", figures_number(r->volume), "tones",
                     all);
    return STATUS_OK;
}

/* ---- slices, bias, curve ------------------------------------------------ */

static json_t *slice_tone(const struct slice *s, size_t t)
{
    const struct measures *m = &s->tone[t];

    if (!slice_shows(s, t))
        return json_pack("{s:o,s:b}", "positives", count_of(m->positives),
                         "too_few", 1);
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "count", count_of(m->count),
                     "positives", count_of(m->positives), "average_precision",
                     figures_number(m->average_precision), "roc_auc",
                     figures_number(m->roc_auc), "precision",
                     figures_number(m->precision), "recall",
                     figures_number(m->recall));
}

static json_t *slices_json(const struct results *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->slices->count; i++) {
        const struct slice *s = &r->slices->slice[i];
        json_t *tones = json_object();
        for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++)
            json_put(&tones, tone_name(r, t), slice_tone(s, t));
        json_add(&list, json_pack("{s:s,s:s,s:o,s:o}", "by", slice_key(s->kind),
                                  "name", s->name, "count", count_of(s->count),
                                  "tones", tones));
    }
    return list;
}

static json_t *bias_tone(const struct bias_figures *f)
{
    return json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "positives", count_of(f->positives),
        "negatives", count_of(f->negatives), "background_positives",
        count_of(f->background_positives), "background_negatives",
        count_of(f->background_negatives), "subgroup_auc",
        figures_number(f->subgroup_auc), "bpsn_auc",
        figures_number(f->bpsn_auc), "bnsp_auc", figures_number(f->bnsp_auc));
}

static json_t *bias_json(const struct results *r)
{
    json_t *list = json_array();

    for (size_t g = 0; g < r->bias->groups; g++) {
        const struct bias_group *group = &r->bias->group[g];
        json_t *tones = json_object();
        for (size_t i = 0; i < r->bias->tones; i++)
            json_put(&tones, tone_name(r, r->bias->tone[i]),
                     bias_tone(&group->tone[i]));
        json_add(&list,
                 json_pack("{s:s,s:o,s:o}", "group", group->name, "count",
                           count_of(group->count), "tones", tones));
    }
    return list;
}

static json_t *curve_json(const struct results *r)
{
    json_t *list = json_array();

    for (size_t i = 0; i < r->curve->count; i++) {
        const struct curve_point *p = &r->curve->point[i];
        json_t *tones = json_object();
        for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++)
            json_put(&tones, tone_name(r, t),
                     figures_number(p->tone[t].average_precision));
        json_add(&list,
                 json_pack("{s:o,s:o,s:o,s:o}", "percent", count_of(p->percent),
                           "discussions", count_of(p->discussions), "comments",
                           count_of(p->comments), "average_precision", tones));
    }
    return list;
}

/* ---- suite -------------------------------------------------------------- */

static json_t *text_json(struct view text)
{
    return text.len ? json_stringn(text.ptr, text.len) : json_null();
}

static json_t *failed_case(const struct suite *s, const struct suite_case *c)
{
    json_t *unmet = json_object();
    struct suite_expectation e;

    for (size_t i = 0; suite_expectation(s, c, i, &e); i++)
        if (!e.met)
            json_put(&unmet, e.text, ten_thousandths(e.probability));
    return json_pack("{s:s,s:o,s:o,s:o}", "capability",
                     s->capability[c->capability].name, "text",
                     text_json(suite_text(s, c)), "parent_text",
                     text_json(suite_parent(s, c)), "unmet", unmet);
}

static json_t *suite_json(const struct results *r)
{
    const struct suite *s = r->suite;
    json_t *capabilities = json_array(), *failures = json_array();

    for (size_t i = 0; i < s->capability_count; i++)
        json_add(&capabilities,
                 json_pack("{s:s,s:o,s:o}", "name", s->capability[i].name,
                           "passed", count_of(s->capability[i].passed), "count",
                           count_of(s->capability[i].count)));
    for (size_t i = 0; r->failures && i < s->count; i++)
        if (!s->cases[i].passed)
            json_add(&failures, failed_case(s, &s->cases[i]));
    json_t *all =
        json_pack("{s:o,s:o,s:o}", "passed", count_of(suite_passed(s)), "count",
                  count_of(s->count), "capabilities", capabilities);
    if (r->failures)
        json_put(&all, "failures", failures);
    else
        json_decref(failures);
    return all;
}

/* ---- everything --------------------------------------------------------- */

static int add_evaluation(json_t **all, const struct results *r,
                          struct error *err)
{
    const struct evaluation *e = r->evaluation;
    const struct figures figures = figures_of(e, report_split(r->split));
    json_t *costs;
    const int status = costs_json(r, &costs, err);

    if (status < 0)
        return status;
    json_put(all, "split", json_string(report_split(r->split)));
    json_put(all, "comments", count_of(e->count));
    json_put(all, "discussions", count_of(e->discussions));
    json_put(all, "figures", figures_json(&figures));
    json_put(all, "thresholds", costs);
    if (r->slices)
        json_put(all, "slices", slices_json(r));
    if (r->bias)
        json_put(all, "bias", bias_json(r));
    if (r->curve && r->curve->count)
        json_put(all, "learning_curve", curve_json(r));
    return STATUS_OK;
}

json_t *report_json(const struct results *results, struct error *err)
{
    json_t *all = json_pack("{s:s,s:s}", "model", model_id(results->model),
                            "version", results->version);
    int status = STATUS_OK;

    if (!all)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK && results->evaluation)
        status = add_evaluation(&all, results, err);
    if (status == STATUS_OK && results->suite)
        json_put(&all, "suite", suite_json(results));
    if (!all)
        return error_set(err, STATUS_NO_MEMORY, "out of memory"), NULL;
    if (status < 0) {
        json_decref(all);
        return NULL;
    }
    return all;
}
