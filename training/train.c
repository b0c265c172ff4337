#include "train.h"

#include "classify.h"
#include "model.h"
#include "processes.h"
#include "train_state.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WEIGHT_STEPS 32767 /* of the heaviest weight of a tone */
#define TOLERANCE_LIBSVM 1e-3
#define TOLERANCE_LIBLINEAR 1e-2 /* of the final machines */

/* Beyond TRAIN_LARGE rows.  Measured on 200,000 comments: a machine takes 8 s
 * of a core, at 1e-2 more than 60. */
#define TOLERANCE_LARGE 1e-1

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

/* ---- the machines ------------------------------------------------------- */

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

/* ---- from planes to a model --------------------------------------------- */

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
        report->judged += train_judges(t, i);
    report->probability =
        malloc(tones * report->judged * sizeof(*report->probability));
    report->comment = malloc(report->judged * sizeof(*report->comment));
    if (!report->probability || !report->comment)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0, row = 0; i < n; i++) {
        if (!train_judges(t, i))
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
    status = train_calibrate(&t, err);
    for (size_t i = 0; status == STATUS_OK && i < corpus->tones.count; i++)
        status = train_judge(&t, i, &report->tone[i], err);
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
