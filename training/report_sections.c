#include "report_sections.h"

#include "figures.h"
#include "report_cost.h"
#include "report_plots.h"

#include <math.h>

static const int decimals[MEASURE_KINDS] = {3, 3, 3, 3, 3, 4, 4};

/* ---- figures by tone --------------------------------------------------------
 */

static void tone_row(struct sheet *p, const struct results *r, size_t tone)
{
    const struct evaluation *e = r->evaluation;
    const struct measures *m = &e->tone[tone];

    sheet_markup(p, "<tr><th scope=\"row\">");
    sheet_text(p, section_tone(p, r, tone));
    if (section_observes(r, tone)) {
        sheet_markup(p, "<br/>");
        sheet_element(p, "small", NULL,
                      report_say(p->language, REPORT_OBSERVATION));
    }
    sheet_markup(p, "</th>");
    sheet_count(p, m->positives);
    sheet_count(p, m->flagged);
    for (size_t k = 0; k < MEASURE_KINDS; k++) {
        const struct interval *i = &e->interval[tone].of[k];
        const double value = measure_value(m, (enum measure_kind)k);
        sheet_markup(p, "<td>");
        sheet_text(p, report_decimal(p->language, value, decimals[k]).text);
        if (e->draws)
            sheet_element(p, "small", NULL,
                          report_range(p->language, i->low, i->high, 3).text);
        sheet_markup(p, "</td>");
    }
    sheet_row_end(p);
}

void section_tones(struct sheet *p, const struct results *r)
{
    static const enum report_key head[] = {REPORT_TONE,
                                           REPORT_POSITIVES,
                                           REPORT_FLAGGED,
                                           REPORT_PRECISION,
                                           REPORT_RECALL,
                                           REPORT_F1,
                                           REPORT_AVERAGE_PRECISION,
                                           REPORT_ROC_AUC,
                                           REPORT_BRIER,
                                           REPORT_CALIBRATION_ERROR};
    const struct evaluation *e = r->evaluation;
    const struct report_number draws =
        report_count(p->language, (double)e->draws);
    const struct report_number seed =
        report_count(p->language, (double)e->seed);
    const char *const values[] = {draws.text, seed.text};

    sheet_table(p, report_say(p->language, REPORT_TONES_CAPTION), head,
                sizeof(head) / sizeof(head[0]));
    for (size_t t = 0; t < e->corpus->tones.count; t++)
        tone_row(p, r, t);
    sheet_table_end(p);
    sheet_paragraph(p, e->draws ? REPORT_TONES_NOTE : REPORT_TONES_NO_DRAWS,
                    values, 2);
}

/* ---- thresholds --------------------------------------------------------- */

/* "1 flag in 3 wrong" */
static void tell_wrong(struct sheet *p, const struct cost *c, char *out,
                       size_t size)
{
    const double share = c->wrong > 0.5 ? 1 - c->wrong : c->wrong;
    const struct report_number one_in =
        report_count(p->language, share > 0 ? round(1 / share) : 0);
    const char *const value[] = {one_in.text};
    enum report_key key = REPORT_COST_FEW_WRONG;

    if (isnan(c->wrong))
        key = REPORT_COST_NO_FLAG;
    else if (c->wrong <= 0)
        key = REPORT_COST_NONE_WRONG;
    else if (c->wrong > 0.5 && share > 0)
        key = REPORT_COST_MANY_WRONG;
    sheet_filled(p, key, value, 1, out, size);
}

static void cost_sentence(struct sheet *p, const char *name,
                          const struct cost *c)
{
    const struct report_number at =
        report_decimal(p->language, (double)c->threshold / PROBABILITY_ONE, 2);
    const struct report_number daily = report_count(p->language, c->daily);
    const struct report_number missed = report_percent(p->language, c->missed);
    char wrong[96];

    tell_wrong(p, c, wrong, sizeof(wrong));
    const char *const values[] = {at.text, daily.text, missed.text, name,
                                  wrong};
    sheet_paragraph(p, REPORT_COST_SENTENCE, values, 5);
}

static void cost_row(struct sheet *p, const struct cost *c)
{
    sheet_markup(p, c->own ? "<tr class=\"own\"><th scope=\"row\">"
                           : "<tr><th scope=\"row\">");
    sheet_text(p, report_decimal(p->language,
                                 (double)c->threshold / PROBABILITY_ONE,
                                 c->own ? 4 : 2)
                      .text);
    if (c->own) {
        sheet_markup(p, " ");
        sheet_element(p, "small", NULL,
                      report_say(p->language, REPORT_COST_OWN));
    }
    sheet_markup(p, "</th>");
    sheet_count(p, (size_t)lround(c->daily));
    sheet_cell(p, report_percent(p->language, c->missed).text);
    sheet_cell(p, report_percent(p->language, c->wrong).text);
    sheet_row_end(p);
}

static void cost_tone(struct sheet *p, const struct results *r, size_t tone)
{
    static const enum report_key head[] = {
        REPORT_COST_THRESHOLD, REPORT_COST_DAILY, REPORT_COST_MISSED,
        REPORT_COST_WRONG};
    const char *const name[] = {section_tone(p, r, tone)};
    const uint16_t own = model_parts(r->model)->tone[tone].threshold;
    struct ranking ranking = {0, NULL};
    struct cost cost[COST_ROWS];
    char caption[128];

    if (p->status < 0 || !r->evaluation->tone[tone].positives ||
        tones_sentiment(view_of(r->evaluation->corpus->tones.name[tone])))
        return;
    p->status = evaluate_ranking(r->evaluation, tone, NULL, &ranking, p->err);
    if (p->status < 0)
        return;
    const size_t rows = cost_table(&ranking, own, r->volume, cost);
    ranking_free(&ranking);
    sheet_element(p, "h3", NULL, name[0]);
    sheet_markup(p, "\n");
    for (size_t i = 0; i < rows; i++)
        if (cost[i].own)
            cost_sentence(p, name[0], &cost[i]);
    sheet_filled(p, REPORT_COSTS_CAPTION, name, 1, caption, sizeof(caption));
    sheet_table(p, caption, head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < rows; i++)
        cost_row(p, &cost[i]);
    sheet_table_end(p);
}

void section_costs(struct sheet *p, const struct results *r)
{
    const struct report_number volume = report_count(p->language, r->volume);
    const char *const value[] = {volume.text};

    sheet_paragraph(p, REPORT_COSTS_NOTE, value, 1);
    for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++)
        cost_tone(p, r, t);
}

/* ---- curves ------------------------------------------------------------- */

void section_curves(struct sheet *p, const struct results *r)
{
    const struct evaluation *e = r->evaluation;

    sheet_paragraph(p, REPORT_CURVES_NOTE, NULL, 0);
    for (size_t t = 0; p->status == STATUS_OK && t < e->corpus->tones.count;
         t++) {
        struct ranking ranking = {0, NULL};
        p->status = evaluate_ranking(e, t, NULL, &ranking, p->err);
        if (p->status == STATUS_OK)
            plots_tone(p, section_tone(p, r, t), &ranking, &e->tone[t],
                       model_parts(r->model)->tone[t].threshold);
        ranking_free(&ranking);
    }
}

static void learning_head(struct sheet *p, const struct curve *curve)
{
    sheet_markup(p, "<div class=\"wide\"><table>\n");
    sheet_element(p, "caption", NULL,
                  report_say(p->language, REPORT_LEARNING_CAPTION));
    sheet_markup(p, "\n<thead><tr>");
    sheet_element(p, "th", "scope=\"col\"",
                  report_say(p->language, REPORT_TONE));
    for (size_t i = 0; i < curve->count; i++)
        sheet_element(
            p, "th", "scope=\"col\"",
            report_percent(p->language, (double)curve->point[i].percent / 100)
                .text);
    sheet_markup(p, "</tr></thead>\n<tbody>\n");
}

static void learning_table(struct sheet *p, const struct results *r,
                           const double *mean)
{
    learning_head(p, r->curve);
    sheet_row(p, report_say(p->language, REPORT_AXIS_TRAINED));
    for (size_t i = 0; i < r->curve->count; i++)
        sheet_count(p, r->curve->point[i].comments);
    sheet_row_end(p);
    for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++) {
        sheet_row(p, section_tone(p, r, t));
        for (size_t i = 0; i < r->curve->count; i++)
            sheet_decimal(p, r->curve->point[i].tone[t].average_precision, 3);
        sheet_row_end(p);
    }
    sheet_row(p, report_say(p->language, REPORT_MEAN));
    for (size_t i = 0; i < r->curve->count; i++)
        sheet_decimal(p, mean[i], 3);
    sheet_row_end(p);
    sheet_table_end(p);
}

void section_learning(struct sheet *p, const struct results *r)
{
    double mean[CURVE_POINTS] = {0};

    if (!r->curve || !r->curve->count) {
        sheet_paragraph(p, REPORT_LEARNING_HOW, NULL, 0);
        return;
    }
    for (size_t i = 0; i < r->curve->count; i++)
        mean[i] =
            figures_mean(&r->evaluation->corpus->tones, r->curve->point[i].tone)
                .tones;
    sheet_paragraph(p, REPORT_LEARNING_NOTE, NULL, 0);
    plots_curve(p, r->curve, mean);
    learning_table(p, r, mean);
}
