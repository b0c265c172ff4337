#include "train.h"

#include "calibrate.h"
#include "implied.h"
#include "imply.h"
#include "classify.h"
#include "folds.h"
#include "model.h"
#include "processes.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WEIGHT_STEPS 32767 /* of the heaviest weight of a tone */
#define RAISING_ROUNDS 10
#define TOLERANCE_LIBSVM 1e-3
#define TOLERANCE_LIBLINEAR 1e-2 /* of the final machines */

/* Beyond TRAIN_LARGE rows.  Measured on 200,000 comments: a machine takes 8 s
 * of a core, at 1e-2 more than 60. */
#define TOLERANCE_LARGE 1e-1

struct training {
    const struct corpus *corpus;
    const struct train_settings *settings;
    struct problem problem;
    bool all_contrast; /* no row is from anything else */
    struct folds folds;
    struct workshop shop;
    enum solver solver;
    double *value;   /* [T][N] out-of-fold decision values, shared   */
    double *plane;   /* [T][V + 1] weights and bias, shared          */
    int16_t *weight; /* [V][WEIGHT_LANES]                            */
    struct model_tone tone[MODEL_TONES_CEILING];
};

struct train_settings train_defaults(void)
{
    return (struct train_settings){
        .name = "fr-comments",
        .problem = {.features = {.ngram = {2, 5, 2},
                                 .block_scale = {0.55f, 0.75f, 0.22f, 0.40f,
                                                 0.30f, 0.33f}},
                    .min_frequency = 2},
        .c = 1.0,
        .aim = {.kind = AIM_F1},
        .folds = 5,
        .memory = (size_t)6 << 30,
        .threads = 1,
    };
}

static void pass_progress(void *context, size_t done)
{
    const struct training *t = context;

    t->settings->progress(t->settings->context, done,
                          t->corpus->tones.count * (t->settings->folds + 1));
}

static void say(const struct training *t, const char *line)
{
    if (t->settings->say)
        t->settings->say(t->settings->context, line);
}

/* ---- the machines -----------------------------------------------------------
 */

static int check_corpus(const struct training *t, struct error *err)
{
    const size_t folds_used = t->folds.fold[0];
    bool two_folds = false, two_classes = false;

    for (size_t i = 1; i < t->problem.count; i++)
        two_folds |= t->folds.fold[i] != folds_used;
    for (size_t tone = 0; tone < t->corpus->tones.count; tone++)
        two_classes |= corpus_positives(t->corpus, tone, false) &&
                       corpus_negatives(t->corpus, tone, false);
    if (!two_folds)
        return error_set(err, STATUS_BAD_INPUT,
                         "all comments to train on fall into one fold: more "
                         "discussions that are no copies are needed");
    if (!two_classes)
        return error_set(err, STATUS_BAD_INPUT,
                         "no tone stands on some comments but not on all: "
                         "nothing to learn");
    return STATUS_OK;
}

static int open_training(struct training *t, struct error *err)
{
    const struct train_settings *s = t->settings;
    int status;

    if ((status = problem_build(&t->problem, t->corpus, &s->problem, err)) <
            0 ||
        (status = folds_make(&t->folds, t->corpus, &t->problem, s->folds,
                             err)) < 0 ||
        (status = check_corpus(t, err)) < 0)
        return status;
    const size_t n = t->problem.count, v = t->problem.vocabulary.count;
    const size_t tones = t->corpus->tones.count;
    t->value = shared_alloc(tones * n, sizeof(*t->value));
    t->plane = shared_alloc(tones * (v + 1), sizeof(*t->plane));
    t->weight = calloc((v + 1) * WEIGHT_LANES, sizeof(*t->weight));
    if (!t->value || !t->plane || !t->weight)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    t->all_contrast = true;
    for (size_t i = 0; i < t->problem.count; i++)
        t->all_contrast &= t->corpus->comment[t->problem.comment[i]].contrast;
    t->shop = (struct workshop){
        .corpus = t->corpus,
        .problem = &t->problem,
        .folds = &t->folds,
        .threads = s->threads,
        .memory = s->memory,
        .progress = s->progress ? pass_progress : NULL,
        .context = t,
    };
    t->solver =
        s->solver == SOLVER_AUTO ? machines_solver(&t->shop) : s->solver;
    return STATUS_OK;
}

static void close_training(struct training *t)
{
    const size_t n = t->problem.count, v = t->problem.vocabulary.count;
    const size_t tones = t->corpus->tones.count;

    shared_free(t->value, tones * n, sizeof(*t->value));
    shared_free(t->plane, tones * (v + 1), sizeof(*t->plane));
    free(t->weight);
    folds_free(&t->folds);
    problem_free(&t->problem);
}

static int choose_parameters(struct training *t, struct parameters *p,
                             struct error *err)
{
    const struct train_settings *s = t->settings;

    memcpy(p->block_scale, s->problem.features.block_scale,
           sizeof(p->block_scale));
    for (size_t i = 0; i < MODEL_TONES_CEILING; i++) {
        p->c[i] = s->c;
        p->positive_weight[i] = 1;
    }
    if (!s->search)
        return STATUS_OK;
    return search_run(&t->shop, &t->problem, p, s->say, s->context, err);
}

static double tolerance(const struct training *t)
{
    if (t->solver == SOLVER_LIBSVM)
        return TOLERANCE_LIBSVM;
    return t->problem.count > TRAIN_LARGE ? TOLERANCE_LARGE
                                          : TOLERANCE_LIBLINEAR;
}

/* A machine for each tone and fold, and one that holds nothing out. */
static int train_machines(struct training *t, const struct parameters *p,
                          struct error *err)
{
    const size_t tones = t->corpus->tones.count, folds = t->folds.count;
    const size_t count = tones * (folds + 1);
    struct machine *machine = calloc(count, sizeof(*machine));
    int status;

    if (!machine)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const size_t tone = i / (folds + 1), fold = i % (folds + 1);
        struct machine *m = &machine[i];
        m->tone = tone;
        m->fold = fold;
        m->settings = (struct solver_settings){
            p->c[tone], p->positive_weight[tone], tolerance(t)};
        if (fold < folds)
            m->value = t->value + tone * t->problem.count;
        else
            m->plane = t->plane + tone * (t->problem.vocabulary.count + 1);
    }
    status = machines_train(&t->shop, t->solver, machine, count, err);
    free(machine);
    return status;
}

/* ---- from planes to a model
 * --------------------------------------------------- */

/* The plane as weights in whole units, idf folded in. */
static void fold_into_weights(struct training *t, size_t tone)
{
    const struct vocabulary *vocabulary = &t->problem.vocabulary;
    const size_t v = vocabulary->count;
    double *w = t->plane + tone * (v + 1);
    double heaviest = 0;

    for (size_t f = 0; f < v; f++) {
        w[f] *= sqrt((double)vocabulary_squared(vocabulary, (uint32_t)f) /
                     SQUARED_IDF_ONE);
        heaviest = fmax(heaviest, fabs(w[f]));
    }
    t->tone[tone].unit = heaviest > 0 ? heaviest / WEIGHT_STEPS : 1;
    t->tone[tone].bias = w[v];
    for (size_t f = 0; f < v; f++)
        t->weight[f * WEIGHT_LANES + tone] =
            (int16_t)lround(w[f] / t->tone[tone].unit);
}

/* Out-of-fold values of the rows that are labelled for one tone. */
struct sample {
    size_t count;
    double *value;
    uint16_t *probability;
    bool *positive, *flagged;
};

/* Contrasts are trained on but judge nothing, unless there is nothing else. */
static bool judges(const struct training *t, size_t row)
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
        if (!(k->known >> tone & 1) || !judges(t, i))
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

/* Sigmoids of all tones.  Where a tone stands in for another depends on the
 * sigmoid of the other, which in turn is fitted to what stands there: a few
 * rounds, and both agree. */
static int calibrate_all(struct training *t, struct error *err)
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

/* Threshold and figures of one tone from its out-of-fold values. */
static int judge_tone(struct training *t, size_t tone,
                      struct tone_report *out, struct error *err)
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

static void name_tone(struct training *t, size_t tone)
{
    struct model_tone *m = &t->tone[tone];
    const char *name = t->corpus->tones.name[tone];

    snprintf(m->name, sizeof(m->name), "%s", name);
    m->positives = (uint32_t)corpus_positives(t->corpus, tone, false);
    if (strcmp(name, "negative") == 0 || strcmp(name, "positive") == 0)
        m->flags |= TONE_SENTIMENT;
    if (m->positives < POSITIVES_TO_FLAG ||
        !corpus_negatives(t->corpus, tone, false))
        m->flags |= TONE_OBSERVATION_ONLY;
}

static int write_model(struct training *t, const char *folder,
                       struct error *err)
{
    const struct vocabulary *vocabulary = &t->problem.vocabulary;

    for (uint32_t f = 0; f < vocabulary->count; f++)
        weights_set_squared(t->weight, f, vocabulary_squared(vocabulary, f));
    struct model_parts parts = {
        .settings = t->problem.settings,
        .vocabulary = *vocabulary,
        .words = t->problem.words,
        .tone_count = (uint32_t)t->corpus->tones.count,
        .tone = t->tone,
        .weight = t->weight,
    };

    snprintf(parts.name, sizeof(parts.name), "%s", t->settings->name);
    snprintf(parts.data_sha256, sizeof(parts.data_sha256), "%s",
             t->corpus->sha256);
    if (mkdir(folder, 0700) < 0 && errno != EEXIST)
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create folder '%s': %s", folder,
                         strerror(errno));
    return model_write(&parts, folder, err);
}

/* Hands the out-of-fold probabilities over for further figures. */
static int fill_report(struct training *t, struct train_report *report,
                       struct error *err)
{
    const size_t n = t->problem.count, tones = t->corpus->tones.count;

    report->solver = t->solver;
    report->rows = n;
    report->features = t->problem.vocabulary.count;
    report->alike = t->folds.alike;
    for (size_t i = 0; i < n; i++)
        report->judged += judges(t, i);
    report->probability =
        malloc(tones * report->judged * sizeof(*report->probability));
    report->comment = malloc(report->judged * sizeof(*report->comment));
    if (!report->probability || !report->comment)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0, row = 0; i < n; i++) {
        if (!judges(t, i))
            continue;
        for (size_t tone = 0; tone < tones; tone++)
            report->probability[tone * report->judged + row] =
                classify_probability(t->value[tone * n + i],
                                     t->tone[tone].platt_a,
                                     t->tone[tone].platt_b);
        report->comment[row++] = t->problem.comment[i];
    }
    return STATUS_OK;
}

int train_model(const struct corpus *corpus,
                const struct train_settings *settings, const char *folder,
                struct train_report *report, struct error *err)
{
    struct training t = {.corpus = corpus, .settings = settings};
    char line[128];
    int status;

    *report = (struct train_report){.solver = SOLVER_AUTO};
    if ((status = open_training(&t, err)) < 0 ||
        (status = choose_parameters(&t, &report->parameters, err)) < 0)
        goto out;
    snprintf(line, sizeof(line), "%zu comments, %zu features, solver: %s",
             t.problem.count, (size_t)t.problem.vocabulary.count,
             solver_name(t.solver));
    say(&t, line);
    if ((status = train_machines(&t, &report->parameters, err)) < 0)
        goto out;
    for (size_t i = 0; status == STATUS_OK && i < corpus->tones.count; i++) {
        name_tone(&t, i);
        fold_into_weights(&t, i);
    }
    status = calibrate_all(&t, err);
    for (size_t i = 0; status == STATUS_OK && i < corpus->tones.count; i++)
        status = judge_tone(&t, i, &report->tone[i], err);
    if (status == STATUS_OK)
        status = write_model(&t, folder, err);
    if (status == STATUS_OK)
        status = fill_report(&t, report, err);
out:
    close_training(&t);
    return status;
}

void train_report_free(struct train_report *report)
{
    free(report->probability);
    free(report->comment);
    report->probability = NULL;
    report->comment = NULL;
}
