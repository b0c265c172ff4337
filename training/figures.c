#include "figures.h"

#include "file.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

struct means {
    double tones, all;
};

static struct means mean_average_precision(const struct tone_names *tones,
                                           const struct measures *measures)
{
    struct means m = {0, 0};
    size_t sentiments = 0;

    for (size_t t = 0; t < tones->count; t++) {
        const bool sentiment =
            view_is(view_of(tones->name[t]), "negative") ||
            view_is(view_of(tones->name[t]), "positive");
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

void figures_print(FILE *to, const struct tone_names *tones,
                   const struct measures *measures)
{
    const struct means mean = mean_average_precision(tones, measures);

    fprintf(to, "%-16s %9s %8s %9s %7s %7s %9s %7s\n", "tone", "positives",
            "flagged", "precision", "recall", "F1", "avg.prec.", "Brier");
    for (size_t t = 0; t < tones->count; t++) {
        const struct measures *m = &measures[t];
        fprintf(to, "%-16s %9zu %8zu %9.3f %7.3f %7.3f %9.4f %7.4f\n",
                tones->name[t], m->positives, m->flagged, m->precision,
                m->recall, m->f1, m->average_precision, m->brier);
    }
    fprintf(to,
            "mean average precision: %.4f over the tones, %.4f with the "
            "sentiment pair\n",
            mean.tones, mean.all);
}

static json_t *rounded(double value)
{
    return json_real(round(value * 1e4) / 1e4);
}

int figures_write(const char *path, const char *basis,
                  const struct tone_names *tones,
                  const struct measures *measures, struct error *err)
{
    const struct means mean = mean_average_precision(tones, measures);
    json_t *list = json_object();
    int status;

    for (size_t t = 0; t < tones->count; t++) {
        const struct measures *m = &measures[t];
        json_object_set_new(
            list, tones->name[t],
            json_pack("{s:I,s:I,s:o,s:o,s:o,s:o,s:o}", "positives",
                      (json_int_t)m->positives, "flagged",
                      (json_int_t)m->flagged, "precision",
                      rounded(m->precision), "recall", rounded(m->recall),
                      "f1", rounded(m->f1), "average_precision",
                      rounded(m->average_precision), "brier",
                      rounded(m->brier)));
    }
    json_t *all = json_pack("{s:s,s:o,s:o,s:o}", "basis", basis,
                            "mean_average_precision", rounded(mean.tones),
                            "mean_with_sentiment", rounded(mean.all), "tones",
                            list);
    char *text =
        all ? json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(6)) : NULL;
    if (text)
        status = file_write(path, view_of(text), err);
    else
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    free(text);
    json_decref(all);
    return status;
}
