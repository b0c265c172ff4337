/* What a model is bad at, found in its own figures. */
#include "card_parts.h"
#include "report.h"

#include <math.h>

/* What is worth a line: chosen for reading, not measured. */
#define RANKING_LEAST 0.7     /* average precision                       */
#define WIDTH_MOST 0.1        /* of its interval                         */
#define CALIBRATION_MOST 0.03 /* what issue 3 asks for, from 100 positives */
#define CALIBRATION_POSITIVES 100
#define GAP 0.05 /* of an AUC to that over all comments     */
#define SLICES_TOLD 12

/* A list under way: "hate (0.66), threat (0.69)". */
struct naming {
    struct sheet *sheet;
    struct buffer text;
};

static void add(struct naming *n, const char *text)
{
    struct sheet *s = n->sheet;

    if (s->status == STATUS_OK && n->text.len)
        s->status = buffer_add_text(&n->text, ", ", s->err);
    if (s->status == STATUS_OK)
        s->status = buffer_add_text(&n->text, text, s->err);
}

static void add_value(struct naming *n, const char *name, double value)
{
    struct sheet *s = n->sheet;

    if (s->status == STATUS_OK)
        s->status = buffer_printf(&n->text, s->err, "%s%s (%s)",
                                  n->text.len ? ", " : "", name,
                                  report_decimal(s->language, value, 3).text);
}

/* The line with the list as {0}; nothing for an empty list. */
static void tell(struct naming *n, enum report_key key, const char *second)
{
    const char *const values[] = {n->text.ptr, second};

    if (n->text.len)
        card_say(n->sheet, "- ", key, values, 2, "\n");
    buffer_free(&n->text);
}

static const char *tone_of(const struct sheet *s, const struct card_facts *f,
                           size_t tone)
{
    return report_tone(s->language, f->card->corpus->tones.name[tone]);
}

/* ---- tones -------------------------------------------------------------- */

static void weak_figures(struct sheet *s, const struct card_facts *f)
{
    struct naming low = {.sheet = s}, wide = {.sheet = s}, off = {.sheet = s};

    for (size_t t = 0; t < f->card->corpus->tones.count; t++) {
        const struct measures *m = &f->evaluation.tone[t];
        const struct interval *i =
            &f->evaluation.interval[t].of[MEASURE_AVERAGE_PRECISION];
        if (m->average_precision < RANKING_LEAST)
            add_value(&low, tone_of(s, f, t), m->average_precision);
        if (i->high - i->low > WIDTH_MOST)
            add_value(&wide, tone_of(s, f, t), i->high - i->low);
        if (m->positives >= CALIBRATION_POSITIVES &&
            m->calibration_error > CALIBRATION_MOST)
            add_value(&off, tone_of(s, f, t), m->calibration_error);
    }
    tell(&low, REPORT_CARD_WEAK_RANKING,
         report_decimal(s->language, RANKING_LEAST, 1).text);
    tell(&wide, REPORT_CARD_WEAK_WIDE,
         report_decimal(s->language, WIDTH_MOST, 1).text);
    tell(&off, REPORT_CARD_WEAK_CALIBRATION,
         report_decimal(s->language, CALIBRATION_MOST, 2).text);
}

static void weak_tones(struct sheet *s, const struct card_facts *f)
{
    struct naming observed = {.sheet = s}, missed = {.sheet = s};

    for (size_t t = 0; t < f->card->corpus->tones.count; t++) {
        const struct tone_report *r = &f->card->report->tone[t];
        if (r->observation_only)
            add(&observed, tone_of(s, f, t));
        else if (!r->aim_reached)
            add(&missed, tone_of(s, f, t));
    }
    tell(&observed, REPORT_CARD_WEAK_OBSERVED,
         report_count(s->language, POSITIVES_TO_FLAG).text);
    tell(&missed, REPORT_CARD_WEAK_AIM, "");
}

/* ---- slices ------------------------------------------------------------- */

/* How much lower the tone's AUC is in the slice; negative when it is not. */
static double gap_of(const struct card_facts *f, const struct slice *s,
                     size_t tone)
{
    const double gap = f->evaluation.tone[tone].roc_auc - s->tone[tone].roc_auc;

    return slice_shows(s, tone) && !isnan(gap) ? gap : -1;
}

/* The slice and tone with the largest gap below `limit`, the first of equal
 * ones behind (slice, tone) *at. */
static bool next_gap(const struct card_facts *f, double *limit, size_t *at)
{
    const size_t tones = f->card->corpus->tones.count;
    double best = GAP;
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < f->slices.count * tones; i++) {
        const double gap = gap_of(f, &f->slices.slice[i / tones], i % tones);
        const bool behind = gap < *limit || (!(gap > *limit) && i > *at);
        if (!behind || gap < best || (found != SIZE_MAX && !(gap > best)))
            continue;
        best = gap;
        found = i;
    }
    *limit = best;
    *at = found;
    return found != SIZE_MAX;
}

static void weak_slices(struct sheet *s, const struct card_facts *f)
{
    const size_t tones = f->card->corpus->tones.count;
    struct naming list = {.sheet = s};
    double limit = 1;
    size_t at = 0;

    for (size_t n = 0; n < SLICES_TOLD && next_gap(f, &limit, &at); n++) {
        const struct slice *slice = &f->slices.slice[at / tones];
        const struct report_number auc =
            report_decimal(s->language, slice->tone[at % tones].roc_auc, 3);
        const char *const values[] = {tone_of(s, f, at % tones),
                                      report_slice(s->language, slice),
                                      auc.text};
        char text[192];
        sheet_filled(s, REPORT_CARD_WEAK_SLICE, values, 3, text, sizeof(text));
        add(&list, text);
    }
    tell(&list, REPORT_CARD_WEAK_SLICES,
         report_decimal(s->language, GAP, 2).text);
}

/* ---- groups ------------------------------------------------------------- */

/* The lowest AUC of a group, NAN where none could be measured. */
static double lowest(const struct bias_figures *b)
{
    return fmin(b->subgroup_auc, fmin(b->bpsn_auc, b->bnsp_auc));
}

static void weak_groups(struct sheet *s, const struct card_facts *f)
{
    struct naming worse = {.sheet = s}, untested = {.sheet = s};

    for (size_t g = 0; g < f->bias.groups && f->bias.tones; g++) {
        const struct bias_group *group = &f->bias.group[g];
        bool measured = false;
        for (size_t i = 0; i < f->bias.tones; i++) {
            const double auc = lowest(&group->tone[i]);
            char name[96];
            measured |= !isnan(auc);
            if (isnan(auc) || auc > f->bias.auc[i] - GAP)
                continue;
            snprintf(name, sizeof(name), "%s, %s", group->name,
                     tone_of(s, f, f->bias.tone[i]));
            add_value(&worse, name, auc);
        }
        if (!measured)
            add(&untested, group->name);
    }
    tell(&worse, REPORT_CARD_WEAK_BIAS,
         report_decimal(s->language, GAP, 2).text);
    tell(&untested, REPORT_CARD_WEAK_UNTESTED, "");
}

void card_weaknesses(struct sheet *sheet, const struct card_facts *facts)
{
    card_say(sheet, "\n## ", REPORT_CARD_WEAK, NULL, 0, "\n\n");
    weak_tones(sheet, facts);
    weak_figures(sheet, facts);
    weak_slices(sheet, facts);
    weak_groups(sheet, facts);
    card_say(sheet, "- ", REPORT_CARD_WEAK_ELSEWHERE, NULL, 0, "\n");
}
