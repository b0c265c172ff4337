#include "search.h"

#include "measure.h"
#include "processes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TOLERANCE 0.1 /* LIBLINEAR's eps; a finer one moved no ranking */
#define MARGIN 5e-4   /* average precision a change must gain: less is noise */

/* Relative scales of character n-grams, words, cues and the parent's words;
 * brought to length 1 before use.  Six were tried once; the rest never won. */
static const float scale_steps[][BLOCKS] = {
    {1.0f, 1.2f, 0.4f, 0.6f, 0.5f, 0.6f},
    {1.0f, 1.2f, 0.5f, 1.0f, 0.5f, 0.4f},
    {1.0f, 1.6f, 0.5f, 0.8f, 0.5f, 0.5f},
};
static const double cost_steps[] = {0.5, 0.7, 1.4, 2.0, 2.8};
static const double weight_steps[] = {2.0};

struct search {
    struct workshop shop; /* with the rows that take part */
    struct problem *problem;
    void (*report)(void *context, const char *line);
    void *context;
    bool *row;
    double *value; /* [T][N], shared */
    double ap[MODEL_TONES_CEILING];
};

static size_t tones_of(const struct search *s)
{
    return s->shop.corpus->tones.count;
}

/* Whole discussions, so many that about SEARCH_ROWS rows are left. */
static void choose_rows(struct search *s)
{
    const size_t n = s->problem->count;

    for (size_t i = 0; i < n; i++) {
        const struct view name =
            s->shop.corpus->comment[s->problem->comment[i]].discussion;
        uint64_t hash = 1;
        for (size_t k = 0; k < name.len; k++)
            hash = hash_mix(hash, (unsigned char)name.ptr[k]);
        s->row[i] = n <= SEARCH_ROWS ||
                    (double)(hash >> 40) / (1 << 24) * (double)n < SEARCH_ROWS;
    }
}

static int judge_tone(const struct search *s, size_t tone, double *out,
                      struct error *err)
{
    const size_t n = s->problem->count;
    double *value = malloc((n + 1) * sizeof(*value));
    bool *positive = malloc((n + 1) * sizeof(*positive));
    size_t count = 0;
    int status;

    if (!value || !positive) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    } else {
        for (size_t i = 0; i < n; i++) {
            const struct labelled *k =
                &s->shop.corpus->comment[s->problem->comment[i]];
            if (!s->row[i] || !(k->known >> tone & 1))
                continue;
            positive[count] = k->tones >> tone & 1;
            value[count++] = s->value[tone * n + i];
        }
        status = measure_average_precision(value, positive, count, out, err);
    }
    free(value);
    free(positive);
    return status;
}

/* Average precision of every tone with these parameters. */
static int judge(struct search *s, const struct parameters *p,
                 double ap[MODEL_TONES_CEILING], struct error *err)
{
    const size_t tones = tones_of(s), folds = s->shop.folds->count;
    struct machine *machine = calloc(tones * folds, sizeof(*machine));
    int status;

    if (!machine)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    problem_scale(s->problem, p->block_scale);
    for (size_t i = 0; i < tones * folds; i++) {
        const size_t tone = i / folds;
        machine[i] = (struct machine){
            tone,
            i % folds,
            {p->c[tone], p->positive_weight[tone], TOLERANCE},
            s->value + tone * s->problem->count,
            NULL
        };
    }
    status =
        machines_train(&s->shop, SOLVER_LIBLINEAR, machine, tones * folds, err);
    free(machine);
    for (size_t t = 0; status == STATUS_OK && t < tones; t++)
        status = judge_tone(s, t, &ap[t], err);
    return status;
}

static double mean(const struct search *s, const double *ap)
{
    double sum = 0;

    for (size_t t = 0; t < tones_of(s); t++)
        sum += ap[t];
    return sum / (double)tones_of(s);
}

static void tell(const struct search *s, const char *what, double before,
                 double after)
{
    char line[160];

    if (!s->report)
        return;
    snprintf(line, sizeof(line), "search: %s: mean average precision %.4f%s",
             what, after, after > before ? ", kept" : "");
    s->report(s->context, line);
}

static void unit_length(const float from[BLOCKS], float to[BLOCKS])
{
    double squares = 0;

    for (size_t b = 0; b < BLOCKS; b++)
        squares += (double)from[b] * (double)from[b];
    for (size_t b = 0; b < BLOCKS; b++)
        to[b] = (float)((double)from[b] / sqrt(squares));
}

static int search_scales(struct search *s, struct parameters *p,
                         struct error *err)
{
    const size_t steps = sizeof(scale_steps) / sizeof(scale_steps[0]);
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < steps; i++) {
        struct parameters next = *p;
        double ap[MODEL_TONES_CEILING] = {0};
        char what[80];
        unit_length(scale_steps[i], next.block_scale);
        if ((status = judge(s, &next, ap, err)) < 0)
            break;
        snprintf(what, sizeof(what), "scales %.2f %.2f %.2f %.2f",
                 (double)next.block_scale[0], (double)next.block_scale[1],
                 (double)next.block_scale[2], (double)next.block_scale[3]);
        tell(s, what, mean(s, s->ap) + MARGIN, mean(s, ap));
        if (mean(s, ap) > mean(s, s->ap) + MARGIN) {
            *p = next;
            memcpy(s->ap, ap, sizeof(ap));
        }
    }
    return status;
}

/* Tries one value of a parameter for all tones at once; each tone keeps it
 * that gains by it. */
static int try_value(struct search *s, struct parameters *p, bool is_cost,
                     double value, struct error *err)
{
    struct parameters next = *p;
    double ap[MODEL_TONES_CEILING] = {0}, before = mean(s, s->ap);
    char what[80];
    int status;

    for (size_t t = 0; t < tones_of(s); t++)
        (is_cost ? next.c : next.positive_weight)[t] = value;
    if ((status = judge(s, &next, ap, err)) < 0)
        return status;
    for (size_t t = 0; t < tones_of(s); t++) {
        if (ap[t] <= s->ap[t] + MARGIN)
            continue;
        s->ap[t] = ap[t];
        (is_cost ? p->c : p->positive_weight)[t] = value;
    }
    snprintf(what, sizeof(what), "%s %.2f where it helps",
             is_cost ? "C" : "weight of positives", value);
    tell(s, what, before, mean(s, s->ap));
    return STATUS_OK;
}

static int search_all(struct search *s, struct parameters *p, struct error *err)
{
    int status = search_scales(s, p, err);

    for (size_t i = 0;
         status == STATUS_OK && i < sizeof(cost_steps) / sizeof(cost_steps[0]);
         i++)
        status = try_value(s, p, true, cost_steps[i], err);
    for (size_t i = 0; status == STATUS_OK &&
                       i < sizeof(weight_steps) / sizeof(weight_steps[0]);
         i++)
        status = try_value(s, p, false, weight_steps[i], err);
    problem_scale(s->problem, p->block_scale);
    return status;
}

int search_run(const struct workshop *shop, struct problem *problem,
               struct parameters *parameters,
               void (*report)(void *context, const char *line), void *context,
               struct error *err)
{
    const size_t n = problem->count, tones = shop->corpus->tones.count;
    struct search s = {.shop = *shop,
                       .problem = problem,
                       .report = report,
                       .context = context,
                       .row = malloc((n + 1) * sizeof(*s.row)),
                       .value = shared_alloc(tones * n, sizeof(double))};
    int status;

    s.shop.progress = NULL;
    if (!s.row || !s.value) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    } else {
        choose_rows(&s);
        s.shop.row = s.row;
        for (size_t t = 0; t < tones; t++)
            s.ap[t] = -1; /* the first step is always kept */
        status = search_all(&s, parameters, err);
    }
    free(s.row);
    shared_free(s.value, tones * n, sizeof(double));
    return status;
}
