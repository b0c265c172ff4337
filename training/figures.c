#include "figures.h"

#include "file.h"
#include "json_build.h"

#include <math.h>
#include <stdlib.h>

struct figures figures_of(const struct evaluation *evaluation,
                          const char *basis)
{
    return (struct figures){
        .basis = basis,
        .tones = &evaluation->corpus->tones,
        .measures = evaluation->tone,
        .observed = evaluation->observed,
        .intervals = evaluation->draws ? evaluation->interval : NULL,
        .mean = evaluation->draws ? evaluation->mean : NULL,
        .draws = evaluation->draws,
        .seed = evaluation->seed,
    };
}

struct figures_mean figures_mean(const struct tone_names *tones,
                                 const struct measures *measures)
{
    struct figures_mean m = {0, 0};
    size_t sentiments = 0;

    for (size_t t = 0; t < tones->count; t++) {
        const bool sentiment = tones_sentiment(view_of(tones->name[t]));
        sentiments += sentiment;
        m.all += measures[t].average_precision;
        if (!sentiment)
            m.tones += measures[t].average_precision;
    }
    m.all /= (double)tones->count;
    if (tones->count > sentiments)
        m.tones /= (double)(tones->count - sentiments);
    return m;
}

/* ---- a table ------------------------------------------------------------ */

static void print_value(FILE *to, double value, int decimals)
{
    if (isnan(value))
        fprintf(to, " %9s", "-");
    else
        fprintf(to, " %9.*f", decimals, value);
}

/* ".742-.793": thousandths, the 0 before the point left out. */
static void print_interval(FILE *to, const struct interval *interval)
{
    const long low = lround(interval->low * 1000);
    const long high = lround(interval->high * 1000);

    if (isnan(interval->low))
        fprintf(to, " %9s", "-");
    else if (low >= 1000)
        fprintf(to, "  1.00-1.0");
    else if (high >= 1000)
        fprintf(to, "  .%03ld-1.0", low);
    else
        fprintf(to, " .%03ld-.%03ld", low, high);
}

void figures_show(FILE *to, const struct figures *self)
{
    const struct figures_mean mean = figures_mean(self->tones, self->measures);
    static const int decimals[] = {3, 3, 3, 4, 4, 4, 4};

    fprintf(to, "%-16s %9s %8s %9s %9s %9s %9s %9s %9s %9s\n", "tone",
            "positives", "flagged", "precision", "recall", "F1", "avg.prec.",
            "AUC", "Brier", "ECE");
    for (size_t t = 0; t < self->tones->count; t++) {
        const struct measures *m = &self->measures[t];
        fprintf(to, "%-16s %9zu %8zu", self->tones->name[t], m->positives,
                m->flagged);
        for (size_t k = 0; k < MEASURE_KINDS; k++)
            print_value(to, measure_value(m, (enum measure_kind)k),
                        decimals[k]);
        if (self->observed >> t & 1)
            fprintf(to, "  observation only");
        if (self->intervals) {
            fprintf(to, "\n%35s", "95 %");
            for (size_t k = 0; k < MEASURE_KINDS; k++)
                print_interval(to, &self->intervals[t].of[k]);
        }
        fprintf(to, "\n");
    }
    if (self->mean)
        fprintf(to,
                "95 %% intervals: %zu draws of whole discussions, seed %ju; "
                "mean average precision %.4f-%.4f, %.4f-%.4f\n",
                self->draws, (uintmax_t)self->seed, self->mean[0].low,
                self->mean[0].high, self->mean[1].low, self->mean[1].high);
    fprintf(to,
            "mean average precision: %.4f over the tones, %.4f with the "
            "sentiment pair\n",
            mean.tones, mean.all);
}

/* ---- JSON --------------------------------------------------------------- */

json_t *figures_number(double value)
{
    return isnan(value) ? json_null() : json_real(round(value * 1e4) / 1e4);
}

static json_t *interval_json(const struct interval *interval)
{
    return json_pack("[o,o]", figures_number(interval->low),
                     figures_number(interval->high));
}

static json_t *tone_json(const struct measures *m, bool observed,
                         const struct intervals *intervals)
{
    json_t *tone =
        json_pack("{s:I,s:I,s:I,s:b}", "count", (json_int_t)m->count,
                  "positives", (json_int_t)m->positives, "flagged",
                  (json_int_t)m->flagged, "observation_only", observed);
    json_t *list = intervals ? json_object() : NULL;

    for (size_t k = 0; k < MEASURE_KINDS; k++) {
        const char *key = measure_key((enum measure_kind)k);
        json_put(&tone, key,
                 figures_number(measure_value(m, (enum measure_kind)k)));
        if (intervals)
            json_put(&list, key, interval_json(&intervals->of[k]));
    }
    if (list)
        json_put(&tone, "interval", list);
    return tone;
}

static json_t *sections_json(const struct figures *self)
{
    json_t *list = json_array();

    for (size_t i = 0; i < self->sections->count; i++) {
        const struct section_threshold *s = &self->sections->item[i];
        json_add(
            &list,
            json_pack("{s:s,s:s,s:I,s:I,s:o,s:o,s:o}", "section", s->section,
                      "tone", self->tones->name[s->tone], "count",
                      (json_int_t)s->count, "positives",
                      (json_int_t)s->positives, "threshold",
                      figures_number((double)s->threshold / PROBABILITY_ONE),
                      "before", figures_number(s->before), "after",
                      figures_number(s->after)));
    }
    return list;
}

json_t *figures_json(const struct figures *self)
{
    const struct figures_mean mean = figures_mean(self->tones, self->measures);
    json_t *list = json_object();

    for (size_t t = 0; t < self->tones->count; t++)
        json_put(&list, self->tones->name[t],
                 tone_json(&self->measures[t], self->observed >> t & 1,
                           self->intervals ? &self->intervals[t] : NULL));
    json_t *all =
        json_pack("{s:s,s:o,s:o}", "basis", self->basis,
                  "mean_average_precision", figures_number(mean.tones),
                  "mean_with_sentiment", figures_number(mean.all));
    if (self->mean) {
        json_put(&all, "draws", json_integer((json_int_t)self->draws));
        json_put(&all, "seed", json_integer((json_int_t)self->seed));
        json_put(&all, "interval", interval_json(&self->mean[0]));
        json_put(&all, "interval_with_sentiment",
                 interval_json(&self->mean[1]));
    }
    json_put(&all, "tones", list);
    if (self->sections)
        json_put(&all, "sections", sections_json(self));
    return all;
}

int figures_save(const char *path, const struct figures *self,
                 struct error *err)
{
    json_t *all = figures_json(self);
    char *text =
        all ? json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
    const int status = text ? file_write(path, view_of(text), err)
                            : error_set(err, STATUS_NO_MEMORY, "out of memory");

    free(text);
    json_decref(all);
    return status;
}
