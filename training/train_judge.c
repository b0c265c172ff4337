/* What is known of the rows of a training that were held out: sigmoids,
 * thresholds and figures. */
#include "aim.h"
#include "calibrate.h"
#include "classify.h"
#include "implied.h"
#include "imply.h"
#include "measure.h"
#include "train_state.h"

#include <stdlib.h>
#include <string.h>

#define RAISING_ROUNDS 10

/* Out-of-fold values of the rows that are labelled for one tone. */
struct sample {
    size_t count;
    double *value;
    uint16_t *probability;
    bool *positive, *flagged;
};

bool train_judges(const struct training *t, size_t row)
{
    return !t->corpus->comment[t->problem.comment[row]].contrast ||
           t->all_contrast;
}

static int open_sample(const struct training *t, size_t tone,
                       struct sample *out, struct error *err)
{
    const size_t n = t->problem.count;

    *out = (struct sample){.value = malloc(n * sizeof(*out->value)),
                           .probability = malloc(n * sizeof(uint16_t)),
                           .positive = malloc(n * sizeof(bool)),
                           .flagged = malloc(n * sizeof(bool))};
    if (!out->value || !out->probability || !out->positive || !out->flagged)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < n; i++) {
        const struct labelled *k = &t->corpus->comment[t->problem.comment[i]];
        if (!(k->known >> tone & 1) || !train_judges(t, i))
            continue;
        out->positive[out->count] = k->tones >> tone & 1;
        out->value[out->count++] = t->value[tone * n + i];
    }
    return STATUS_OK;
}

static void free_sample(struct sample *s)
{
    free(s->value);
    free(s->probability);
    free(s->positive);
    free(s->flagged);
}

/* Sigmoid of one tone from its out-of-fold values. */
static int calibrate_tone(struct training *t, size_t tone, struct error *err)
{
    struct sample s;
    const int status = open_sample(t, tone, &s, err);

    if (status == STATUS_OK) {
        const struct platt platt = calibrate(s.value, s.positive, s.count);
        t->tone[tone].platt_a = platt.a;
        t->tone[tone].platt_b = platt.b;
    }
    free_sample(&s);
    return status;
}

/* From the values of the machines to those of the model, as scoring does. */
static void raise_values(struct training *t, const double *machine)
{
    const size_t n = t->problem.count, tones = t->corpus->tones.count;
    struct tone_origin origin[MODEL_TONES_CEILING];
    double value[MODEL_TONES_CEILING];

    for (size_t i = 0; i < n; i++) {
        for (size_t tone = 0; tone < tones; tone++)
            value[tone] = machine[tone * n + i];
        imply_origins(t->tone, tones, value, origin);
        for (size_t tone = 0; tone < tones; tone++)
            t->value[tone * n + i] = imply_value(&origin[tone], value);
    }
}

/* Where a tone stands in for another depends on the sigmoid of the other,
 * which in turn is fitted to what stands there: a few rounds, and both
 * agree. */
int train_calibrate(struct training *t, struct error *err)
{
    const size_t n = t->problem.count, tones = t->corpus->tones.count;
    double *machine = malloc(tones * n * sizeof(*machine));
    int status = STATUS_OK;

    if (!machine)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    memcpy(machine, t->value, tones * n * sizeof(*machine));
    imply_find(t->corpus, t->tone);
    for (size_t round = 0; status == STATUS_OK && round <= RAISING_ROUNDS;
         round++) {
        for (size_t i = 0; status == STATUS_OK && i < tones; i++)
            if (!round || t->tone[i].implied_by)
                status = calibrate_tone(t, i, err);
        raise_values(t, machine);
    }
    free(machine);
    return status;
}

int train_judge(struct training *t, size_t tone, struct tone_report *out,
                struct error *err)
{
    struct model_tone *m = &t->tone[tone];
    struct sample s;
    int status;

    if ((status = open_sample(t, tone, &s, err)) < 0)
        goto out;
    for (size_t i = 0; i < s.count; i++)
        s.probability[i] =
            classify_probability(s.value[i], m->platt_a, m->platt_b);
    m->threshold = aim_threshold(&t->settings->aim, s.probability, s.positive,
                                 s.count, &out->aim_reached);
    out->threshold = m->threshold;
    out->observation_only = m->flags & TONE_OBSERVATION_ONLY;
    for (size_t i = 0; i < s.count; i++)
        s.flagged[i] =
            s.probability[i] >= m->threshold && !out->observation_only;
    status = measure(s.value, s.probability, s.flagged, s.positive, s.count,
                     &out->measures, err);
out:
    free_sample(&s);
    return status;
}
