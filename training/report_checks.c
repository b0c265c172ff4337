/* The sections of the page that look for weaknesses. */
#include "report_sections.h"

#include <math.h>
#include <string.h>

/* ---- slices ------------------------------------------------------------- */

const char *report_slice(enum report_language language,
                         const struct slice *slice)
{
    static const struct {
        enum slice_kind kind;
        const char *name;
        enum report_key key;
    } known[] = {
        {SLICE_SECTION,  "",        REPORT_SLICE_UNNAMED   },
        {SLICE_SECTION,  "*",       REPORT_SLICE_REST      },
        {SLICE_LENGTH,   "1-100",   REPORT_SLICE_SHORT     },
        {SLICE_LENGTH,   "101-350", REPORT_SLICE_MIDDLE    },
        {SLICE_LENGTH,   "351-",    REPORT_SLICE_LONG      },
        {SLICE_LANGUAGE, "fr",      REPORT_LANGUAGE_fr     },
        {SLICE_LANGUAGE, "en",      REPORT_LANGUAGE_en     },
        {SLICE_LANGUAGE, "other",   REPORT_LANGUAGE_other  },
        {SLICE_LANGUAGE, "unknown", REPORT_LANGUAGE_unknown},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (known[i].kind == slice->kind &&
            strcmp(known[i].name, slice->name) == 0)
            return report_say(language, known[i].key);
    return slice->name;
}

static size_t tones_shown(const struct results *r, const struct slice *s)
{
    size_t shown = 0;

    for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++)
        shown += slice_shows(s, t);
    return shown;
}

static void slice_rows(struct sheet *p, const struct results *r,
                       const struct slice *s)
{
    for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++) {
        const struct measures *m = &s->tone[t];
        if (!slice_shows(s, t))
            continue;
        sheet_row(p, report_slice(p->language, s));
        sheet_element(p, "td", "class=\"text\"", section_tone(p, r, t));
        sheet_count(p, m->count);
        sheet_count(p, m->positives);
        sheet_decimal(p, m->average_precision, 3);
        sheet_decimal(p, m->roc_auc, 3);
        sheet_decimal(p, m->precision, 3);
        sheet_decimal(p, m->recall, 3);
        sheet_row_end(p);
    }
}

/* The slices in which no tone has enough positives. */
static void slices_left_out(struct sheet *p, const struct results *r,
                            enum slice_kind kind)
{
    struct buffer list = {.ptr = NULL};

    for (size_t i = 0; i < r->slices->count; i++) {
        const struct slice *s = &r->slices->slice[i];
        if (s->kind != kind || tones_shown(r, s) || p->status < 0)
            continue;
        p->status =
            buffer_printf(&list, p->err, "%s%s (%zu)", list.len ? ", " : "",
                          report_slice(p->language, s), s->count);
    }
    const char *const value[] = {list.ptr};
    if (list.len)
        sheet_paragraph(p, REPORT_SLICE_NOTHING, value, 1);
    buffer_free(&list);
}

static void slices_table(struct sheet *p, const struct results *r,
                         enum slice_kind kind, enum report_key title)
{
    static const enum report_key head[] = {REPORT_SLICE,
                                           REPORT_TONE,
                                           REPORT_COMMENTS,
                                           REPORT_POSITIVES,
                                           REPORT_AVERAGE_PRECISION,
                                           REPORT_ROC_AUC,
                                           REPORT_PRECISION,
                                           REPORT_RECALL};

    sheet_table(p, report_say(p->language, title), head,
                sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < r->slices->count; i++)
        if (r->slices->slice[i].kind == kind)
            slice_rows(p, r, &r->slices->slice[i]);
    sheet_table_end(p);
    slices_left_out(p, r, kind);
}

void section_slices(struct sheet *p, const struct results *r)
{
    static const enum report_key titles[SLICE_KINDS] = {
        REPORT_SLICE_section, REPORT_SLICE_length, REPORT_SLICE_language};
    const struct report_number least =
        report_count(p->language, SLICE_POSITIVES);
    const char *const value[] = {least.text};

    sheet_paragraph(p, REPORT_SLICES_NOTE, value, 1);
    for (size_t k = 0; r->slices && k < SLICE_KINDS; k++)
        slices_table(p, r, (enum slice_kind)k, titles[k]);
}

/* ---- bias --------------------------------------------------------------- */

static void bias_cell(struct sheet *p, double auc)
{
    sheet_cell(p, isnan(auc) ? report_say(p->language, REPORT_TOO_FEW)
                             : report_decimal(p->language, auc, 3).text);
}

static void bias_table(struct sheet *p, const struct results *r, size_t which)
{
    static const enum report_key head[] = {
        REPORT_BIAS_GROUP,    REPORT_POSITIVES, REPORT_BIAS_NEGATIVES,
        REPORT_BIAS_SUBGROUP, REPORT_BIAS_BPSN, REPORT_BIAS_BNSP};
    const char *const name[] = {section_tone(p, r, r->bias->tone[which])};
    char caption[128];

    sheet_filled(p, REPORT_BIAS_CAPTION, name, 1, caption, sizeof(caption));
    sheet_table(p, caption, head, sizeof(head) / sizeof(head[0]));
    for (size_t g = 0; g < r->bias->groups; g++) {
        const struct bias_figures *f = &r->bias->group[g].tone[which];
        sheet_row(p, r->bias->group[g].name);
        sheet_count(p, f->positives);
        sheet_count(p, f->negatives);
        bias_cell(p, f->subgroup_auc);
        bias_cell(p, f->bpsn_auc);
        bias_cell(p, f->bnsp_auc);
        sheet_row_end(p);
    }
    sheet_table_end(p);
}

void section_bias(struct sheet *p, const struct results *r)
{
    if (!r->bias || !r->bias->tones) {
        sheet_paragraph(p, REPORT_BIAS_NO_TONE, NULL, 0);
        return;
    }
    for (size_t i = 0; i < r->bias->tones; i++) {
        const struct report_number least = report_count(p->language, BIAS_CELL);
        const struct report_number auc =
            report_decimal(p->language, r->bias->auc[i], 3);
        const char *const values[] = {least.text, auc.text};
        if (i == 0)
            sheet_paragraph(p, REPORT_BIAS_NOTE, values, 1);
        const char *const overall[] = {section_tone(p, r, r->bias->tone[i]),
                                       auc.text};
        sheet_paragraph(p, REPORT_BIAS_OVERALL, overall, 2);
        bias_table(p, r, i);
    }
}

/* ---- suite -------------------------------------------------------------- */

static void suite_share(struct sheet *p, const char *name, size_t passed,
                        size_t count)
{
    sheet_row(p, name);
    sheet_count(p, passed);
    sheet_count(p, count);
    sheet_cell(
        p, report_percent(p->language,
                          count ? (double)passed / (double)count : (double)NAN)
               .text);
    sheet_row_end(p);
}

static void failed_case(struct sheet *p, const struct suite *s,
                        const struct suite_case *c)
{
    const struct view parent = suite_parent(s, c);
    struct suite_expectation e;

    sheet_row(p, s->capability[c->capability].name);
    sheet_markup(p, "<td class=\"text\">");
    sheet_view(p, suite_text(s, c));
    if (parent.len) {
        sheet_markup(p, "\n<small>");
        sheet_text(p, report_say(p->language, REPORT_SUITE_ANSWERS));
        sheet_markup(p, " ");
        sheet_view(p, parent);
        sheet_markup(p, "</small>");
    }
    sheet_markup(p, "</td><td class=\"text\">");
    for (size_t i = 0; suite_expectation(s, c, i, &e); i++) {
        if (e.met)
            continue;
        sheet_text(p, e.text);
        sheet_text(p, " (");
        sheet_text(p, report_decimal(p->language,
                                     (double)e.probability / PROBABILITY_ONE, 2)
                          .text);
        sheet_text(p, ") ");
    }
    sheet_markup(p, "</td>");
    sheet_row_end(p);
}

void section_suite(struct sheet *p, const struct results *r)
{
    static const enum report_key head[] = {
        REPORT_SUITE_CAPABILITY, REPORT_SUITE_PASSED, REPORT_SUITE_CASES,
        REPORT_SUITE_SHARE};
    static const enum report_key failed[] = {
        REPORT_SUITE_CAPABILITY, REPORT_SUITE_TEXT, REPORT_SUITE_EXPECTED};

    if (!r->suite) {
        sheet_paragraph(p, REPORT_SUITE_HOW, NULL, 0);
        return;
    }
    sheet_table(p, report_say(p->language, REPORT_SUITE_CAPTION), head,
                sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < r->suite->capability_count; i++)
        suite_share(p, r->suite->capability[i].name,
                    r->suite->capability[i].passed,
                    r->suite->capability[i].count);
    suite_share(p, report_say(p->language, REPORT_SUITE_TOTAL),
                suite_passed(r->suite), r->suite->count);
    sheet_table_end(p);
    if (!r->failures)
        return;
    sheet_table(p, report_say(p->language, REPORT_SUITE_FAILED), failed,
                sizeof(failed) / sizeof(failed[0]));
    for (size_t i = 0; i < r->suite->count; i++)
        if (!r->suite->cases[i].passed)
            failed_case(p, r->suite, &r->suite->cases[i]);
    sheet_table_end(p);
}
