#include "report.h"

#include "figures.h"
#include "file.h"
#include "report_sections.h"
#include "report_sheet.h"

#include <stdio.h>
#include <string.h>

#define CALIBRATION_LIMIT 0.03 /* what issue 3 asks for */
#define CALIBRATION_POSITIVES 100

static const char style_colours[] =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#bbb;"
    "--soft:#f2f2f0;--link:#1a4f8b}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e4e4e0;--paper:#17181a;"
    "--line:#55585c;--soft:#222427;--link:#8fbcf0}}\n"
    "@media print{:root{--ink:#000;--paper:#fff;--line:#999;--soft:#fff}"
    "nav{display:none}section,figure,tr{break-inside:avoid}"
    "section{break-inside:auto}h2,caption{break-after:avoid}"
    "details{display:block}}\n";

static const char style_text[] =
    "body{font:16px/1.5 Georgia,'Liberation Serif',serif;color:var(--ink);"
    "background:var(--paper);max-width:66rem;margin:2rem auto;"
    "padding:0 1.2rem}\n"
    "p,ul{max-width:44rem}h1{font-size:1.8rem;line-height:1.2}"
    "h2{font-size:1.35rem;margin-top:2.5rem;"
    "border-bottom:1px solid var(--line)}h3{font-size:1.1rem}\n"
    "a{color:var(--link)}nav ul{columns:2;padding-left:1.2rem}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0;"
    "font-variant-numeric:tabular-nums;font-size:.93rem}\n"
    "caption{text-align:left;font-style:italic;padding:.3rem 0}"
    "th,td{padding:.2rem .7rem;border-bottom:1px solid var(--line);"
    "text-align:right;vertical-align:top}"
    "th[scope=row],thead th:first-child,td.text{text-align:left}"
    "tbody th{font-weight:normal}thead th{vertical-align:bottom}\n"
    "tr.own{background:var(--soft)}td small{display:block;opacity:.75;"
    "white-space:nowrap}td.text{white-space:pre-line;min-width:18rem}\n"
    "figure{margin:1.5rem 0}figcaption{font-weight:bold}"
    ".plots{display:flex;flex-wrap:wrap;gap:.5rem}"
    ".plots svg{flex:1 1 15rem;max-width:22rem;height:auto;"
    "color:var(--ink)}\n"
    ".warning{border-left:4px solid #c05a1a;padding-left:.8rem}\n";

static const struct {
    const char *id;
    enum report_key title;
    void (*write)(struct sheet *sheet, const struct results *r);
} sections[] = {
    {"tones",    REPORT_TONES,    section_tones   },
    {"costs",    REPORT_COSTS,    section_costs   },
    {"curves",   REPORT_CURVES,   section_curves  },
    {"learning", REPORT_LEARNING, section_learning},
    {"slices",   REPORT_SLICES,   section_slices  },
    {"bias",     REPORT_BIAS,     section_bias    },
    {"suite",    REPORT_SUITE,    section_suite   },
};

const char *report_split(enum evaluate_split split)
{
    static const char *const names[] = {"train", "test", "all"};

    return names[split];
}

const char *section_tone(const struct sheet *sheet, const struct results *r,
                         size_t tone)
{
    return report_tone(sheet->language,
                       r->evaluation->corpus->tones.name[tone]);
}

bool section_observes(const struct results *r, size_t tone)
{
    return model_parts(r->model)->tone[tone].flags & TONE_OBSERVATION_ONLY;
}

/* ---- summary --------------------------------------------------------------
 */

static void summarize_data(struct sheet *p, const struct results *r)
{
    static const enum report_key splits[] = {
        REPORT_SPLIT_train, REPORT_SPLIT_test, REPORT_SPLIT_all};
    const struct evaluation *e = r->evaluation;
    const struct report_number comments =
        report_count(p->language, (double)e->count);
    const struct report_number discussions =
        report_count(p->language, (double)e->discussions);
    const char *const values[] = {comments.text, discussions.text,
                                  report_say(p->language, splits[r->split]),
                                  model_id(r->model)};

    sheet_paragraph(p, REPORT_SUMMARY_DATA, values, 4);
    if (r->split == EVALUATE_TEST)
        return;
    sheet_element(p, "p", "class=\"warning\"",
                  report_say(p->language, REPORT_SUMMARY_TRAIN_WARNING));
    sheet_markup(p, "\n");
}

static void summarize_mean(struct sheet *p, const struct results *r)
{
    const struct evaluation *e = r->evaluation;
    const struct figures_mean mean = figures_mean(&e->corpus->tones, e->tone);
    const struct report_number tones =
        report_decimal(p->language, mean.tones, 4);
    const struct report_number all = report_decimal(p->language, mean.all, 4);
    char interval[2][64] = {"", ""};

    for (size_t i = 0; e->draws && i < 2; i++) {
        const struct report_number range =
            report_range(p->language, e->mean[i].low, e->mean[i].high, 3);
        const char *const value[] = {range.text};
        sheet_filled(p, REPORT_SUMMARY_INTERVAL, value, 1, interval[i],
                     sizeof(interval[i]));
    }
    const char *const values[] = {tones.text, interval[0], all.text,
                                  interval[1]};
    sheet_paragraph(p, REPORT_SUMMARY_MEAN, values, 4);
}

static void summarize_extremes(struct sheet *p, const struct results *r)
{
    const struct evaluation *e = r->evaluation;
    size_t best = SIZE_MAX, worst = SIZE_MAX;

    for (size_t t = 0; t < e->corpus->tones.count; t++) {
        const double now = e->tone[t].average_precision;
        if (!e->tone[t].positives ||
            tones_sentiment(view_of(e->corpus->tones.name[t])))
            continue;
        if (best == SIZE_MAX || now > e->tone[best].average_precision)
            best = t;
        if (worst == SIZE_MAX || now < e->tone[worst].average_precision)
            worst = t;
    }
    if (best == worst)
        return;
    const struct report_number high =
        report_decimal(p->language, e->tone[best].average_precision, 3);
    const struct report_number low =
        report_decimal(p->language, e->tone[worst].average_precision, 3);
    const char *const values[] = {section_tone(p, r, best), high.text,
                                  section_tone(p, r, worst), low.text};
    sheet_paragraph(p, REPORT_SUMMARY_BEST, values, 4);
}

/* A paragraph whose {0} is the list of the tones that `is` picks. */
static void summarize_list(struct sheet *p, const struct results *r,
                           enum report_key key,
                           bool (*is)(const struct results *r, size_t tone))
{
    struct buffer list = {.ptr = NULL};

    for (size_t t = 0; t < r->evaluation->corpus->tones.count; t++) {
        if (!is(r, t) || p->status < 0)
            continue;
        if (list.len)
            p->status = buffer_add_text(&list, ", ", p->err);
        if (p->status == STATUS_OK)
            p->status = buffer_add_text(&list, section_tone(p, r, t), p->err);
    }
    const char *const value[] = {
        list.len ? list.ptr : report_say(p->language, REPORT_NONE)};
    sheet_paragraph(p, key, value, 1);
    buffer_free(&list);
}

static bool is_off(const struct results *r, size_t tone)
{
    const struct measures *m = &r->evaluation->tone[tone];

    return m->positives >= CALIBRATION_POSITIVES &&
           m->calibration_error > CALIBRATION_LIMIT;
}

static void summarize_suite(struct sheet *p, const struct results *r)
{
    const size_t passed = suite_passed(r->suite);
    const struct report_number some = report_count(p->language, (double)passed);
    const struct report_number all =
        report_count(p->language, (double)r->suite->count);
    const struct report_number share =
        report_percent(p->language, (double)passed / (double)r->suite->count);
    const char *const values[] = {some.text, all.text, share.text};

    sheet_paragraph(p, REPORT_SUMMARY_SUITE, values, 3);
}

static void summarize(struct sheet *p, const struct results *r)
{
    sheet_section(p, "summary", REPORT_SUMMARY);
    summarize_data(p, r);
    summarize_mean(p, r);
    summarize_extremes(p, r);
    summarize_list(p, r, REPORT_SUMMARY_CALIBRATION, is_off);
    summarize_list(p, r, REPORT_SUMMARY_OBSERVATION, section_observes);
    if (r->suite)
        summarize_suite(p, r);
    sheet_paragraph(p, REPORT_SUMMARY_PERSON, NULL, 0);
    sheet_markup(p, "</section>\n");
}

/* ---- the page --------------------------------------------------------------
 */

static void write_head(struct sheet *p, const struct results *r)
{
    const char *const value[] = {model_id(r->model)};
    char title[128];

    sheet_filled(p, REPORT_TITLE, value, 1, title, sizeof(title));
    sheet_markup(p, "<!DOCTYPE html>\n<html lang=\"");
    sheet_text(p, report_say(p->language, REPORT_LANGUAGE_CODE));
    sheet_markup(p, "\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                    "<meta name=\"viewport\" content=\"width=device-width, "
                    "initial-scale=1\"/>\n");
    sheet_element(p, "title", NULL, title);
    sheet_markup(p, "\n<style>\n");
    sheet_markup(p, style_colours);
    sheet_markup(p, style_text);
    sheet_markup(p, "</style>\n</head>\n<body>\n<header>\n");
    sheet_element(p, "h1", NULL, title);
    sheet_markup(p, "\n</header>\n<nav aria-label=\"");
    sheet_text(p, report_say(p->language, REPORT_CONTENTS));
    sheet_markup(p, "\"><ul>\n");
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        sheet_markup(p, "<li><a href=\"#");
        sheet_markup(p, sections[i].id);
        sheet_markup(p, "\">");
        sheet_text(p, report_say(p->language, sections[i].title));
        sheet_markup(p, "</a></li>\n");
    }
    sheet_markup(p, "</ul></nav>\n<main>\n");
}

static void write_foot(struct sheet *p, const struct results *r)
{
    const char *const values[] = {r->version, model_id(r->model),
                                  model_parts(r->model)->data_sha256};

    sheet_section(p, "method", REPORT_METHOD);
    sheet_paragraph(p, REPORT_METHOD_NOTE, values, 3);
    sheet_markup(p, "</section>\n</main>\n</body>\n</html>\n");
}

int report_write(const char *path, const struct results *results,
                 enum report_language language, struct error *err)
{
    struct sheet sheet;

    sheet_open(&sheet, language, err);
    write_head(&sheet, results);
    summarize(&sheet, results);
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        sheet_section(&sheet, sections[i].id, sections[i].title);
        sections[i].write(&sheet, results);
        sheet_markup(&sheet, "</section>\n");
    }
    write_foot(&sheet, results);
    if (sheet.status == STATUS_OK)
        sheet.status = file_write(path, buffer_view(&sheet.out), err);
    buffer_free(&sheet.out);
    return sheet.status;
}
