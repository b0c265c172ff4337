/* Results as lines for a terminal. */
#include "report.h"

#include "figures.h"
#include "utf8.h"

#include <math.h>
#include <string.h>

/* Names may have letters of several bytes: columns are counted in code
 * points. */
static void print_name(FILE *to, const char *name, size_t width)
{
    const size_t len = utf8_count(view_of(name));

    fprintf(to, "%s%*s", name, len < width ? (int)(width - len) : 0, "");
}

static void print_decimal(FILE *to, double value)
{
    if (isnan(value))
        fprintf(to, " %9s", "too few");
    else
        fprintf(to, " %9.3f", value);
}

/* ---- slices and bias ---------------------------------------------------- */

static const char *slice_name(const struct slice *s)
{
    if (s->kind == SLICE_SECTION && strcmp(s->name, "*") == 0)
        return "(smaller sections)";
    return s->name[0] ? s->name : "(none)";
}

static void print_slice(FILE *to, const struct results *r,
                        const struct slice *s)
{
    const struct tone_names *tones = &r->evaluation->corpus->tones;
    size_t shown = 0;

    for (size_t t = 0; t < tones->count; t++) {
        const struct measures *m = &s->tone[t];
        if (!slice_shows(s, t))
            continue;
        print_name(to, slice_name(s), 26);
        fprintf(to, " %-16s %8zu %9zu", tones->name[t], m->count, m->positives);
        print_decimal(to, m->average_precision);
        print_decimal(to, m->roc_auc);
        print_decimal(to, m->precision);
        print_decimal(to, m->recall);
        fprintf(to, "\n");
        shown++;
    }
    if (shown)
        return;
    print_name(to, slice_name(s), 26);
    fprintf(to, " %-16s %8zu %9s\n", "(every tone)", s->count, "too few");
}

static void print_bias(FILE *to, const struct results *r, size_t which)
{
    const struct bias *b = r->bias;

    fprintf(to, "\n%s: AUC over all comments %.3f\n",
            r->evaluation->corpus->tones.name[b->tone[which]], b->auc[which]);
    fprintf(to, "%-20s %9s %9s %9s %9s %9s\n", "identity terms", "positives",
            "negatives", "subgroup", "BPSN", "BNSP");
    for (size_t g = 0; g < b->groups; g++) {
        const struct bias_figures *f = &b->group[g].tone[which];
        print_name(to, b->group[g].name, 20);
        fprintf(to, " %9zu %9zu", f->positives, f->negatives);
        print_decimal(to, f->subgroup_auc);
        print_decimal(to, f->bpsn_auc);
        print_decimal(to, f->bnsp_auc);
        fprintf(to, "\n");
    }
}

void report_print_slices(FILE *to, const struct results *results)
{
    for (size_t k = 0; results->slices && k < SLICE_KINDS; k++) {
        fprintf(to, "%s%-26s %-16s %8s %9s %9s %9s %9s %9s\n", k ? "\n" : "",
                slice_key((enum slice_kind)k), "tone", "comments", "positives",
                "avg.prec.", "AUC", "precision", "recall");
        for (size_t i = 0; i < results->slices->count; i++)
            if (results->slices->slice[i].kind == (enum slice_kind)k)
                print_slice(to, results, &results->slices->slice[i]);
    }
    for (size_t i = 0; results->bias && i < results->bias->tones; i++)
        print_bias(to, results, i);
    fprintf(to, "\n");
}

void report_print_curve(FILE *to, const struct results *results)
{
    const struct tone_names *tones = &results->evaluation->corpus->tones;

    fprintf(to, "%-10s %11s %8s %9s\n", "trained on", "discussions", "comments",
            "avg.prec.");
    for (size_t i = 0; i < results->curve->count; i++) {
        const struct curve_point *p = &results->curve->point[i];
        fprintf(to, "%8zu %% %11zu %8zu %9.4f\n", p->percent, p->discussions,
                p->comments, figures_mean(tones, p->tone).tones);
    }
    fprintf(to, "\n");
}

/* ---- suite -------------------------------------------------------------- */

/* A text on one line: control characters and what orders bidirectional text
 * become '?'. */
static void print_text(FILE *to, struct view text)
{
    for (size_t at = 0, next; at < text.len; at = next) {
        const uint32_t c = utf8_decode(text.ptr, at, &next);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) ||
            (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
            fputc(c == '\n' ? ' ' : '?', to);
        else
            fwrite(text.ptr + at, 1, next - at, to);
    }
}

static void print_failure(FILE *to, const struct suite *s,
                          const struct suite_case *c)
{
    const struct view parent = suite_parent(s, c);
    struct suite_expectation e;

    fprintf(to, "  ");
    print_text(to, suite_text(s, c));
    if (parent.len) {
        fprintf(to, "\n      in answer to: ");
        print_text(to, parent);
    }
    fprintf(to, "\n     ");
    for (size_t i = 0; suite_expectation(s, c, i, &e); i++)
        fprintf(to, " %s%s %.4f", e.met ? "" : "not met: ", e.text,
                (double)e.probability / PROBABILITY_ONE);
    fprintf(to, "\n");
}

static void print_share(FILE *to, const char *name, size_t width, size_t passed,
                        size_t count)
{
    print_name(to, name, width);
    fprintf(to, " %5zu/%-5zu %5.1f %%\n", passed, count,
            count ? 100.0 * (double)passed / (double)count : 0.0);
}

void report_print_suite(FILE *to, const struct results *results)
{
    const struct suite *s = results->suite;
    size_t width = 0;

    for (size_t i = 0; i < s->capability_count; i++) {
        const size_t len = utf8_count(view_of(s->capability[i].name));
        width = len > width ? len : width;
    }
    for (size_t i = 0; i < s->capability_count; i++) {
        print_share(to, s->capability[i].name, width, s->capability[i].passed,
                    s->capability[i].count);
        for (size_t c = 0; results->failures && c < s->count; c++)
            if (s->cases[c].capability == i && !s->cases[c].passed)
                print_failure(to, s, &s->cases[c]);
    }
    print_share(to, "all", width, suite_passed(s), s->count);
}
