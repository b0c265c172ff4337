#include "chart.h"

static double height_of(double value, double most)
{
    return most > 0 ? 100 * (value < most ? value : most) / most : 0;
}

static void put_bars(struct html *page, const struct chart *chart, double most)
{
    const double step = 1000.0 / (double)chart->count;

    for (size_t i = 0; i < chart->count; i++) {
        const double height = height_of(chart->point[i].value, most);
        HTML(page,
             "<rect class=\"barre\" x=\"{}\" y=\"{}\" width=\"{}\" "
             "height=\"{}\"/>",
             X4((double)i * step + step * 0.12), X4(100 - height),
             X4(step * 0.76), X4(height));
    }
}

static double step_of(const struct chart *chart)
{
    return chart->count > 1 ? 1000.0 / (double)(chart->count - 1) : 1000;
}

/* What stands behind a line: a band, thin bars. */
static void put_ground(struct html *page, const struct chart *chart,
                       double most)
{
    const double step = step_of(chart), wide = step > 8 ? 4 : step / 2;

    if (chart->band < chart->band_end)
        HTML(page,
             "<rect class=\"band\" x=\"{}\" y=\"0\" width=\"{}\" "
             "height=\"100\"/>",
             X4((double)chart->band * step),
             X4((double)(chart->band_end - 1 - chart->band) * step + wide));
    if (!chart->each)
        return;
    html_raw(page, "<path class=\"each\" d=\"");
    for (size_t i = 0; i < chart->count; i++)
        HTML(page, "M{} 100V{}", X4((double)i * step),
             X4(100 - height_of(chart->each[i], most)));
    html_raw(page, "\"/>");
}

static void put_line(struct html *page, const struct chart *chart, double most)
{
    const double step = step_of(chart);

    put_ground(page, chart, most);
    html_raw(page, "<path class=\"area\" d=\"M0 100");
    for (size_t i = 0; i < chart->count; i++)
        HTML(page, " L{} {}", X4((double)i * step),
             X4(100 - height_of(chart->point[i].value, most)));
    HTML(page, " L{} 100 Z\"/><path class=\"line\" d=\"",
         X4((double)(chart->count - 1) * step));
    for (size_t i = 0; i < chart->count; i++)
        HTML(page, "{}{} {}", S(i ? " L" : "M"), X4((double)i * step),
             X4(100 - height_of(chart->point[i].value, most)));
    html_raw(page, "\"/>");
}

static struct html_value figure(const struct chart *chart, double value)
{
    return chart->share ? P(value) : N((int64_t)(value + 0.5));
}

static void put_table(struct html *page, const struct chart *chart)
{
    HTML(page,
         "<details class=\"figures\"><summary>{}</summary><div class=\"wide\" "
         "tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>",
         W("Chiffres", "Figures"), W("Chiffres", "Figures"));
    if (chart->each)
        HTML(page, "<thead><tr><td></td><th>{}</th><th>{}</th></tr></thead>",
             W("Moyenne", "Mean"), W("Lui seul", "By itself"));
    html_raw(page, "<tbody>");
    for (size_t i = 0; i < chart->count; i++) {
        HTML(page, "<tr><th scope=\"row\">{}</th><td>{}</td>",
             S(chart->point[i].name), figure(chart, chart->point[i].value));
        if (chart->each)
            HTML(page, "<td>{}</td>", figure(chart, chart->each[i]));
        html_raw(page, "</tr>");
    }
    html_raw(page, "</tbody></table></div></details>");
}

void chart_put(struct html *page, const struct chart *chart,
               struct html_value title)
{
    double most = chart->most;

    if (!chart->count)
        return;
    for (size_t i = 0; i < chart->count && chart->most <= 0; i++)
        most = chart->point[i].value > most ? chart->point[i].value : most;
    HTML(page, "<figure class=\"chart {}\"><figcaption>{}</figcaption>",
         S(chart->style), title);
    HTML(page, "<div class=\"plot\"><p class=\"peak\">{}</p>",
         figure(chart, most));
    html_raw(page, "<svg viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" "
                   "aria-hidden=\"true\"><path class=\"grid\" d=\"M0 0H1000M0 "
                   "50H1000M0 100H1000\"/>");
    if (chart->bars)
        put_bars(page, chart, most);
    else
        put_line(page, chart, most);
    HTML(page,
         "</svg><p class=\"ends\"><span>{}</span><span>{}</span></p></div>",
         S(chart->point[0].name), S(chart->point[chart->count - 1].name));
    put_table(page, chart);
    html_raw(page, "</figure>");
}
