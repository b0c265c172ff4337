#include "chart.h"

static double height_of(const struct chart *chart, size_t i, double most)
{
    const double value = chart->point[i].value;

    return most > 0 ? 100 * (value < most ? value : most) / most : 0;
}

static void put_bars(struct html *page, const struct chart *chart, double most)
{
    const double step = 1000.0 / (double)chart->count;

    for (size_t i = 0; i < chart->count; i++) {
        const double height = height_of(chart, i, most);
        HTML(page,
             "<rect class=\"barre\" x=\"{}\" y=\"{}\" width=\"{}\" "
             "height=\"{}\"/>",
             X4((double)i * step + step * 0.12), X4(100 - height),
             X4(step * 0.76), X4(height));
    }
}

static void put_line(struct html *page, const struct chart *chart, double most)
{
    const double step =
        chart->count > 1 ? 1000.0 / (double)(chart->count - 1) : 1000;

    html_raw(page, "<path class=\"area\" d=\"M0 100");
    for (size_t i = 0; i < chart->count; i++)
        HTML(page, " L{} {}", X4((double)i * step),
             X4(100 - height_of(chart, i, most)));
    HTML(page, " L{} 100 Z\"/><path class=\"line\" d=\"",
         X4((double)(chart->count - 1) * step));
    for (size_t i = 0; i < chart->count; i++)
        HTML(page, "{}{} {}", S(i ? " L" : "M"), X4((double)i * step),
             X4(100 - height_of(chart, i, most)));
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
         "tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><tbody>",
         W("Chiffres", "Figures"), W("Chiffres", "Figures"));
    for (size_t i = 0; i < chart->count; i++)
        HTML(page, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
             S(chart->point[i].name), figure(chart, chart->point[i].value));
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
