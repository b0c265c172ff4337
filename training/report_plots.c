#include "report_plots.h"

#include "plot.h"
#include "verdict.h"

#include <math.h>
#include <string.h>

#define CURVE_STEP 0.004 /* a point of the curve at least so far on */
#define HISTOGRAM_BINS 20
#define BLUE "#3b82c4"
#define ORANGE "#d9822b"

/* A script under way; keeps the page's first failure as the page does. */
struct script {
    struct sheet *sheet;
    struct buffer text;
};

static void say(struct script *s, const char *line)
{
    if (s->sheet->status == STATUS_OK)
        s->sheet->status = buffer_add_text(&s->text, line, s->sheet->err);
}

static void point(struct script *s, double x, double y)
{
    if (s->sheet->status == STATUS_OK)
        s->sheet->status =
            buffer_printf(&s->text, s->sheet->err, "%.4f %.4f\n", x, y);
}

/* Our own words: they hold no quotation mark of gnuplot's but the apostrophe,
 * which is doubled. */
static void axis(struct script *s, const char *which, enum report_key key)
{
    const char *label = report_say(s->sheet->language, key);

    say(s, "set ");
    say(s, which);
    say(s, "label '");
    for (; *label; label++) {
        const char letter[] = {*label, '\0'};
        say(s, *label == '\'' ? "''" : letter);
    }
    say(s, "'\n");
}

static void begin(struct script *s)
{
    if (s->sheet->language == REPORT_FRENCH)
        say(s, "set decimalsign ','\n");
}

static void draw(struct script *s, const char *title)
{
    struct sheet *p = s->sheet;

    sheet_markup(p, "<svg role=\"img\" viewBox=\"0 0 360 300\" "
                    "xmlns=\"http://www.w3.org/2000/svg\">");
    sheet_element(p, "title", NULL, title);
    if (p->status == STATUS_OK)
        p->status = plot_draw(buffer_view(&s->text), &p->out, p->err);
    sheet_markup(p, "</svg>\n");
    buffer_free(&s->text);
}

/* ---- precision and recall -------------------------------------------------
 */

static void curve_points(struct script *s, const struct ranking *r,
                         size_t positives)
{
    double drawn_x = -1, drawn_y = -1;
    size_t right = 0;

    for (size_t i = 0; i < r->count; i++) {
        right += r->item[i].positive;
        if (i + 1 < r->count && r->item[i + 1].value >= r->item[i].value)
            continue;
        const double x = (double)right / (double)positives;
        const double y = (double)right / (double)(i + 1);
        if (fabs(x - drawn_x) + fabs(y - drawn_y) < CURVE_STEP &&
            i + 1 < r->count)
            continue;
        point(s, x, y);
        drawn_x = x;
        drawn_y = y;
    }
}

/* Precision and recall where everything from the threshold on is flagged. */
static void own_point(struct script *s, const struct ranking *r,
                      size_t positives, uint16_t threshold)
{
    size_t flagged = 0, right = 0;

    for (size_t i = 0; i < r->count; i++) {
        flagged += r->item[i].probability >= threshold;
        right += r->item[i].probability >= threshold && r->item[i].positive;
    }
    if (flagged)
        point(s, (double)right / (double)positives,
              (double)right / (double)flagged);
    else
        point(s, 0, 1);
}

static void plot_precision_recall(struct sheet *sheet, const char *name,
                                  const struct ranking *r,
                                  const struct measures *m, uint16_t threshold)
{
    struct script s = {.sheet = sheet};
    const double base = (double)m->positives / (double)r->count;
    const struct report_number precision =
        report_decimal(sheet->language, m->average_precision, 3);
    const char *const values[] = {name, precision.text};
    char title[256];

    begin(&s);
    say(&s, "set xrange [0:1]\nset yrange [0:1.02]\n");
    axis(&s, "x", REPORT_AXIS_RECALL);
    axis(&s, "y", REPORT_AXIS_PRECISION);
    say(&s, "$curve << EOD\n");
    curve_points(&s, r, m->positives);
    say(&s, "EOD\n$own << EOD\n");
    own_point(&s, r, m->positives, threshold);
    say(&s, "EOD\n$base << EOD\n");
    point(&s, 0, base);
    point(&s, 1, base);
    say(&s,
        "EOD\nplot $base with lines lw 1.5 dt 2 lc rgb '#888888', "
        "$curve with lines lw 2 lc rgb '" BLUE "', "
        "$own using 1:2:(0.018) with circles fs solid lc rgb '" ORANGE "'\n");
    sheet_filled(sheet, REPORT_CURVE_PRECISION_RECALL, values, 2, title,
                 sizeof(title));
    draw(&s, title);
}

/* ---- reliability ------------------------------------------------------------
 */

static void plot_reliability(struct sheet *sheet, const char *name,
                             const struct ranking *r, const struct measures *m)
{
    struct calibration_bin bin[CALIBRATION_BINS];
    struct script s = {.sheet = sheet};
    const struct report_number gap =
        report_decimal(sheet->language, m->calibration_error, 3);
    const char *const values[] = {name, gap.text};
    char title[256];

    ranking_bins(r, bin);
    begin(&s);
    say(&s, "set xrange [0:1]\nset yrange [0:1]\n");
    axis(&s, "x", REPORT_AXIS_PROBABILITY);
    axis(&s, "y", REPORT_AXIS_OBSERVED);
    say(&s, "$bins << EOD\n");
    for (size_t i = 0; i < CALIBRATION_BINS; i++)
        if (bin[i].count > 0)
            point(&s, bin[i].probability / bin[i].count,
                  bin[i].positives / bin[i].count);
    say(&s,
        "EOD\n$even << EOD\n0 0\n1 1\nEOD\n"
        "plot $even with lines lw 1.5 dt 2 lc rgb '#888888', "
        "$bins with lines lw 1.5 lc rgb '" BLUE "', "
        "$bins using 1:2:(0.014) with circles fs solid lc rgb '" BLUE "'\n");
    sheet_filled(sheet, REPORT_CURVE_RELIABILITY, values, 2, title,
                 sizeof(title));
    draw(&s, title);
}

/* ---- histogram ---------------------------------------------------------- */

static void histogram(struct script *s, const struct ranking *r, bool positive)
{
    size_t bin[HISTOGRAM_BINS] = {0}, all = 0;

    for (size_t i = 0; i < r->count; i++) {
        if (r->item[i].positive != positive)
            continue;
        size_t b =
            (size_t)r->item[i].probability * HISTOGRAM_BINS / PROBABILITY_ONE;
        if (b == HISTOGRAM_BINS)
            b--;
        bin[b]++;
        all++;
    }
    for (size_t b = 0; b < HISTOGRAM_BINS; b++)
        point(s, ((double)b + 0.5) / HISTOGRAM_BINS,
              all ? 100.0 * (double)bin[b] / (double)all : 0);
}

static void plot_histogram(struct sheet *sheet, const char *name,
                           const struct ranking *r, const struct measures *m)
{
    struct script s = {.sheet = sheet};
    const struct report_number with =
        report_count(sheet->language, (double)m->positives);
    const struct report_number without =
        report_count(sheet->language, (double)(m->count - m->positives));
    const char *const values[] = {name, with.text, without.text};
    char title[256];

    begin(&s);
    say(&s, "set xrange [0:1]\nset yrange [0:*]\n");
    axis(&s, "x", REPORT_AXIS_PROBABILITY);
    axis(&s, "y", REPORT_AXIS_SHARE);
    say(&s, "$without << EOD\n");
    histogram(&s, r, false);
    say(&s, "EOD\n$with << EOD\n");
    histogram(&s, r, true);
    say(&s, "EOD\nset boxwidth 0.05\n"
            "plot $without with boxes fs solid 0.45 noborder lc rgb '" BLUE
            "', $with with boxes fs solid 0.6 noborder lc rgb '" ORANGE "'\n");
    sheet_filled(sheet, REPORT_CURVE_HISTOGRAM, values, 3, title,
                 sizeof(title));
    draw(&s, title);
}

void plots_tone(struct sheet *sheet, const char *name,
                const struct ranking *ranking, const struct measures *measures,
                uint16_t threshold)
{
    const char *const values[] = {name};

    if (!measures->positives) {
        sheet_paragraph(sheet, REPORT_CURVE_NOTHING, values, 1);
        return;
    }
    sheet_markup(sheet, "<figure>");
    sheet_element(sheet, "figcaption", NULL, name);
    sheet_markup(sheet, "\n<div class=\"plots\">\n");
    plot_precision_recall(sheet, name, ranking, measures, threshold);
    plot_reliability(sheet, name, ranking, measures);
    plot_histogram(sheet, name, ranking, measures);
    sheet_markup(sheet, "</div></figure>\n");
}

/* ---- learning curve ----------------------------------------------------- */

void plots_curve(struct sheet *sheet, const struct curve *curve,
                 const double *mean)
{
    struct script s = {.sheet = sheet};
    const struct report_number first =
        report_decimal(sheet->language, mean[0], 3);
    const struct report_number last =
        report_decimal(sheet->language, mean[curve->count - 1], 3);
    const char *const values[] = {first.text, last.text};
    char title[256];

    begin(&s);
    say(&s, "set xrange [0:*]\nset yrange [0:1]\n");
    axis(&s, "x", REPORT_AXIS_TRAINED);
    axis(&s, "y", REPORT_AXIS_MEAN);
    say(&s, "$mean << EOD\n");
    for (size_t i = 0; i < curve->count; i++)
        point(&s, (double)curve->point[i].comments, mean[i]);
    say(&s, "EOD\nplot $mean with lines lw 2 lc rgb '" BLUE "'\n");
    sheet_filled(sheet, REPORT_LEARNING_PLOT, values, 2, title, sizeof(title));
    sheet_markup(sheet, "<figure><div class=\"plots\">\n");
    draw(&s, title);
    sheet_markup(sheet, "</div></figure>\n");
}
