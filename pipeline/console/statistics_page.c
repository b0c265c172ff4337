#include "statistics_page.h"

#include "chart.h"
#include "clock.h"
#include "layout.h"
#include "monitor.h"
#include "overview.h"
#include "palette.h"

#include <stdio.h>
#include <string.h>

#define DAYS 30
#define DAY_SECONDS 86400
#define WEEKS 8

/* What the charts are drawn from. */
struct series {
    struct chart_point volume[DAYS];
    struct chart_point tone[MODEL_TONES_CEILING][DAYS]; /* shares */
};

static void name_days(struct series *series, int64_t first)
{
    for (int64_t d = 0; d < DAYS; d++) {
        const struct wall_clock day = clock_to_utc((first + d) * DAY_SECONDS);
        for (size_t t = 0; t <= MODEL_TONES_CEILING; t++) {
            struct chart_point *point =
                t ? &series->tone[t - 1][d] : &series->volume[d];
            point->value = 0;
            snprintf(point->name, sizeof(point->name), "%02d/%02d", day.day,
                     day.month);
        }
    }
}

static void fill(struct series *series, const struct day_counts *days,
                 int64_t first)
{
    for (size_t i = 0; i < days->count; i++) {
        const struct day_count *d = &days->item[i];
        const int64_t at = d->day - first;
        if (at < 0 || at >= DAYS)
            continue;
        series->volume[at].value += (double)d->count;
        for (size_t t = 0; t < MODEL_TONES_CEILING; t++)
            if (d->tones >> t & 1)
                series->tone[t][at].value += (double)d->count;
    }
    for (size_t d = 0; d < DAYS; d++)
        for (size_t t = 0; t < MODEL_TONES_CEILING; t++)
            if (series->volume[d].value > 0)
                series->tone[t][d].value /= series->volume[d].value;
}

static void put_duration(struct html *page, int64_t seconds)
{
    if (seconds < 0)
        html_raw(page, "–");
    else if (seconds < 3600)
        HTML(page, "{} min", N(seconds / 60));
    else if (seconds < 2 * DAY_SECONDS)
        HTML(page, "{} h", N((seconds + 1800) / 3600));
    else
        HTML(page, "{} {}", N(seconds / DAY_SECONDS), W("jours", "days"));
}

static void put_tally(struct html *page, const struct monitor *m, int64_t now)
{
    HTML(page,
         "<section class=\"panel\"><h2>{}</h2><dl class=\"tally\"><div><dt>{}"
         "</dt><dd>{}</dd></div>",
         W("Attente", "Waiting"), W("dans la file", "in the queue"),
         N(m->ages.count));
    HTML(page, "<div><dt>{}</dt><dd>",
         W("attente la plus longue", "longest wait"));
    put_duration(page, m->ages.oldest == TIME_NONE ? -1 : now - m->ages.oldest);
    HTML(page, "</dd></div><div><dt>{}</dt><dd>",
         W("délai médian de décision", "median until decided"));
    put_duration(page, m->median);
    HTML(page, "</dd></div><div><dt>{}</dt><dd>",
         W("délai de neuf décisions sur dix", "nine in ten within"));
    put_duration(page, m->late);
    HTML(page, "</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl></section>",
         W("décidés en huit semaines", "decided in eight weeks"),
         N(m->decided));
}

/* The head of the table names the figure, and where it is stacked the label. */
static const struct {
    const char *french, *english;
} figures[] = {
    {"Signalés et décidés", "Flagged and decided"},
    {"Contredits",             "Overturned"         },
    {"Accord (kappa)",         "Agreement (kappa)"  },
    {"Rappel estimé",         "Recall, estimated"  }
};

#define FIGURES (sizeof(figures) / sizeof(figures[0]))

static void open_figure(struct html *page, size_t which)
{
    HTML(page, "<td class=\"number\" data-label=\"{}\">",
         W(figures[which].french, figures[which].english));
}

static void put_quality_row(struct html *page, const struct monitor_tone *tone)
{
    uint64_t flagged = tone->before.flagged + tone->recent.flagged,
             undone = tone->before.undone + tone->recent.undone;

    HTML(page,
         "<tr class=\"{}\"><th scope=\"row\" class=\"whole\"><span "
         "class=\"swatch\"></span> {}</th>",
         S(palette_class(tone->name)), palette_name(tone->name));
    open_figure(page, 0);
    HTML(page, "{}</td>", N(flagged));
    open_figure(page, 1);
    if (flagged)
        HTML(page, "{}", P((double)undone / (double)flagged));
    else
        html_raw(page, "–");
    html_raw(page, "</td>");
    open_figure(page, 2);
    if (tone->agreement.defined)
        HTML(page, "{}", F(tone->agreement.kappa));
    else
        html_raw(page, "–");
    html_raw(page, "</td>");
    open_figure(page, 3);
    if (!tone->recall.few)
        HTML(page, "{}", P(tone->recall.estimate));
    else
        html_words(page, "trop peu", "too few");
    html_raw(page, "</td></tr>");
}

static void put_quality(struct html *page, const struct monitor *m)
{
    HTML(page,
         "<section class=\"panel wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\"><h2>{}</h2><table class=\"stacked\"><thead><tr>"
         "<th>{}</th>",
         W("Qualité", "Quality"),
         W("Signalements, accord, rappel", "Flags, agreement, recall"),
         W("Ton", "Tone"));
    for (size_t i = 0; i < FIGURES; i++)
        HTML(page, "<th class=\"number\">{}</th>",
             W(figures[i].french, figures[i].english));
    html_raw(page, "</tr></thead><tbody>");
    for (size_t t = 0; t < m->model.tone_count; t++)
        put_quality_row(page, &m->tone[t]);
    html_raw(page, "</tbody></table></section>");
}

/* "sem. 41", "week 41" of "2026-W41". */
static void name_week(const struct html *page, int64_t monday,
                      char out[CHART_NAME_SIZE])
{
    char week[WEEK_NAME_SIZE];

    monitor_week(monday, week);
    snprintf(out, CHART_NAME_SIZE, "%s %s", html_pick(page, "sem.", "week"),
             strchr(week, 'W') + 1);
}

static void put_overturns(struct exchange *self, struct html *page,
                          const struct monitor *m)
{
    struct chart_point *point =
        arena_alloc(&self->worker->arena, m->weeks, sizeof(*point));
    const struct chart chart = {.point = point,
                                .count = point ? m->weeks : 0,
                                .share = true,
                                .most = 1,
                                .bars = true,
                                .style = "tone-insult"};

    for (size_t w = 0; point && w < m->weeks; w++) {
        uint64_t flagged = 0, undone = 0;
        for (size_t t = 0; t < m->model.tone_count; t++) {
            flagged += m->tone[t].week[w].flagged;
            undone += m->tone[t].week[w].undone;
        }
        point[w].value = flagged ? (double)undone / (double)flagged : 0;
        name_week(page, m->monday + (int64_t)w * 7 * DAY_SECONDS,
                  point[w].name);
    }
    html_raw(page, "<section class=\"panel\">");
    chart_put(page, &chart,
              W("Signalements contredits par les modérateurs, par semaine",
                "Flags that moderators overturned, by week"));
    html_raw(page, "</section>");
}

static bool has_volume(const struct series *series)
{
    for (size_t d = 0; d < DAYS; d++)
        if (series->volume[d].value > 0)
            return true;
    return false;
}

static void put_series(struct html *page, const struct series *series,
                       const struct model_record *model)
{
    const struct chart volume = {
        .point = series->volume, .count = DAYS, .bars = true, .style = "plain"};

    html_raw(page, "<section class=\"panel\">");
    chart_put(page, &volume,
              W("Commentaires notés par jour", "Comments scored a day"));
    if (!has_volume(series))
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Rien n'a été noté ces trente derniers jours.",
               "Nothing was scored in the last thirty days."));
    html_raw(page, "</section>");
    if (!has_volume(series))
        return;
    HTML(page, "<h2>{}</h2><div class=\"panels charts\">",
         W("Part de chaque ton, par jour", "Share of each tone, by day"));
    for (size_t t = 0; t < model->tone_count; t++) {
        const struct chart chart = {.point = series->tone[t],
                                    .count = DAYS,
                                    .share = true,
                                    .bars = true,
                                    .style =
                                        palette_class(model->tone[t].name)};
        html_raw(page, "<section class=\"panel\">");
        chart_put(page, &chart, palette_name(model->tone[t].name));
        html_raw(page, "</section>");
    }
    html_raw(page, "</div>");
}

/* ---- kept --------------------------------------------------------------- */

struct statistics {
    struct monitor monitor;
    struct series series;
};

int statistics_make(struct worker *worker, int64_t now, struct arena *arena,
                    const void **out, struct error *err)
{
    const int64_t first = now / DAY_SECONDS - DAYS + 1;
    struct statistics *made = arena_alloc(arena, 1, sizeof(*made));
    struct day_counts days;
    int64_t active;
    int status;

    if (!made)
        return error_set(err, STATUS_TOO_BIG, "no room for statistics");
    if ((status = monitor_run(worker->store, &worker->policy, now, WEEKS, arena,
                              &made->monitor, err)) < 0 ||
        (status = store_active_model(worker->store, &active, err)) < 0 ||
        (status = overview_days(worker->store, active, first * DAY_SECONDS,
                                arena, &days, err)) < 0)
        return status;
    name_days(&made->series, first);
    fill(&made->series, &days, first);
    *out = made;
    return STATUS_OK;
}

static void put_all(struct exchange *self, struct html *page,
                    const struct shelf_copy *copy)
{
    const struct statistics *s = copy->value;

    HTML(page, "<div class=\"bar\"><h1>{}</h1><p class=\"counts\">{} ",
         W("Statistiques", "Statistics"), W("chiffres du", "figures of"));
    page_time(page, copy->since);
    html_raw(page, "</p></div>");
    put_tally(page, &s->monitor, copy->since);
    html_raw(page, "<div class=\"panels\">");
    put_quality(page, &s->monitor);
    put_overturns(self, page, &s->monitor);
    html_raw(page, "</div>");
    put_series(page, &s->series, &s->monitor.model);
}

void statistics_show(struct exchange *self)
{
    const struct console *console = self->console;
    const struct shelf_copy *copy;
    struct error err = {.status = STATUS_OK};

    if (worker_queue(console->pool, self->worker, &err) < 0 ||
        shelf_take(console->shelf, SHELF_STATISTICS, self->worker, self->now,
                   &copy, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_STATISTICS, "Statistiques", "Statistics");
    put_all(self, &page, copy);
    shelf_give(console->shelf, copy);
    page_end(self, &page);
}
