#include "train.h"

#include "calibrate.h"
#include "classify.h"
#include "gram.h"
#include "model.h"
#include "workers.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WEIGHT_STEPS 32767 /* of the heaviest weight of a tone */

struct training {
    const struct corpus *corpus;
    const struct train_settings *settings;
    struct problem problem;
    struct gram gram;
    size_t *fold;              /* [N] 0 .. folds - 1                       */
    double *value;             /* [T][N] out-of-fold decision values       */
    int16_t *weight;           /* [V][MODEL_LANES]                         */
    struct model_tone tone[MODEL_TONES_CEILING];
    pthread_mutex_t lock; /* of `done` and the progress call */
    size_t done;
};

struct train_settings train_defaults(void)
{
    return (struct train_settings){
        .name = "fr-comments",
        .problem = {.features = {.ngram = {2, 5, 2},
                                 .block_scale = {0.59f, 0.71f, 0.30f, 0.24f}},
                    .min_frequency = 2},
        .solver = {.c = 1.0, .tolerance = 1e-3, .cache = 400},
        .folds = 5,
        .memory = (size_t)6 << 30,
        .threads = 1,
    };
}

/* Whole discussions to one fold, by their name alone. */
static size_t fold_of(struct view discussion, size_t folds)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < discussion.len; i++)
        hash = ngram_mix(hash, (unsigned char)discussion.ptr[i]);
    return (size_t)((hash >> 11) % folds);
}

static int open_training(struct training *t, struct error *err)
{
    const size_t n = t->problem.count, v = t->problem.vocabulary.count;

    t->fold = malloc(n * sizeof(*t->fold));
    t->value = calloc(n * t->corpus->tones.count, sizeof(*t->value));
    t->weight = calloc((v + 1) * MODEL_LANES, sizeof(*t->weight));
    if (!t->fold || !t->value || !t->weight)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < n; i++)
        t->fold[i] =
            fold_of(t->corpus->comment[t->problem.comment[i]].discussion,
                    t->settings->folds);
    return STATUS_OK;
}

static bool is_positive(const struct training *t, size_t row, size_t tone)
{
    return t->corpus->comment[t->problem.comment[row]].tones >> tone & 1;
}

/* The plane as weights in whole units, idf folded in. */
static int fold_into_weights(struct training *t, size_t tone,
                             const struct solution *s, struct error *err)
{
    const struct problem *p = &t->problem;
    const size_t v = p->vocabulary.count;
    double *w = calloc(v + 1, sizeof(*w));
    double heaviest = 0;

    if (!w)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = p->row[s->support[i]]; k < p->row[s->support[i] + 1];
             k++)
            w[p->index[k]] += s->coefficient[i] * (double)p->value[k];
    for (size_t f = 0; f < v; f++) {
        w[f] *= sqrt((double)p->vocabulary.squared_idf[f] / SQUARED_IDF_ONE);
        heaviest = fmax(heaviest, fabs(w[f]));
    }
    t->tone[tone].unit = heaviest > 0 ? heaviest / WEIGHT_STEPS : 1;
    t->tone[tone].bias = s->bias;
    for (size_t f = 0; f < v; f++)
        t->weight[f * MODEL_LANES + tone] =
            (int16_t)lround(w[f] / t->tone[tone].unit);
    free(w);
    return STATUS_OK;
}

static void step_done(struct training *t)
{
    const struct train_settings *s = t->settings;

    pthread_mutex_lock(&t->lock);
    t->done++;
    if (s->progress)
        s->progress(s->context, t->done,
                    t->corpus->tones.count * (s->folds + 1));
    pthread_mutex_unlock(&t->lock);
}

/* Step = tone * (folds + 1) + fold; the last "fold" holds nothing out. */
static int run_step(void *context, size_t step, size_t thread,
                    struct error *err)
{
    struct training *t = context;
    const size_t folds = t->settings->folds;
    const size_t tone = step / (folds + 1), fold = step % (folds + 1);
    const size_t n = t->problem.count;
    size_t *row = calloc(n, sizeof(*row));
    bool *positive = calloc(n, sizeof(*positive));
    struct solution solution = {.count = 0};
    size_t count = 0;
    int status = STATUS_OK;

    (void)thread;
    if (!row || !positive) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    for (size_t i = 0; i < n; i++) {
        if (t->fold[i] == fold)
            continue;
        positive[count] = is_positive(t, i, tone);
        row[count++] = i;
    }
    if ((status = solve(&t->gram, row, positive, count, &t->settings->solver,
                        &solution, err)) < 0)
        goto out;
    for (size_t i = 0; fold < folds && i < n; i++)
        if (t->fold[i] == fold)
            t->value[tone * n + i] = solution_value(&solution, &t->gram, i);
    if (fold == folds)
        status = fold_into_weights(t, tone, &solution, err);
    step_done(t);
out:
    solution_free(&solution);
    free(row);
    free(positive);
    return status;
}

/* Sigmoid, threshold and figures of one tone from its out-of-fold values. */
static int calibrate_tone(struct training *t, size_t tone,
                          struct measures *out, struct error *err)
{
    const size_t n = t->problem.count;
    const double *value = t->value + tone * n;
    struct model_tone *m = &t->tone[tone];
    uint16_t *probability = malloc(n * sizeof(*probability));
    bool *positive = malloc(2 * n * sizeof(*positive));
    int status;

    if (!probability || !positive) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    bool *flagged = positive + n;
    for (size_t i = 0; i < n; i++)
        positive[i] = is_positive(t, i, tone);
    const struct platt platt = calibrate(value, positive, n);
    for (size_t i = 0; i < n; i++)
        probability[i] = classify_probability(value[i], platt.a, platt.b);
    m->platt_a = platt.a;
    m->platt_b = platt.b;
    m->threshold = calibrate_threshold(probability, positive, n);
    for (size_t i = 0; i < n; i++)
        flagged[i] = probability[i] >= m->threshold;
    status = measure(value, probability, flagged, positive, n, out, err);
out:
    free(probability);
    free(positive);
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
    if (m->positives < POSITIVES_TO_FLAG)
        m->flags |= TONE_OBSERVATION_ONLY;
}

static int write_model(const struct training *t, const char *folder,
                       struct error *err)
{
    struct model_parts parts = {
        .settings = t->problem.settings,
        .vocabulary = t->problem.vocabulary,
        .tone_count = (uint32_t)t->corpus->tones.count,
        .tone = t->tone,
        .weight = t->weight,
    };

    snprintf(parts.name, sizeof(parts.name), "%s", t->settings->name);
    snprintf(parts.data_sha256, sizeof(parts.data_sha256), "%s",
             t->corpus->sha256);
    return model_write(&parts, folder, err);
}

int train(const struct corpus *corpus, const struct train_settings *settings,
          const char *folder, struct train_report *report, struct error *err)
{
    struct training t = {.corpus = corpus,
                         .settings = settings,
                         .lock = PTHREAD_MUTEX_INITIALIZER};
    int status;

    if ((status = problem_build(&t.problem, corpus, &settings->problem, err)) <
            0 ||
        (status = gram_build(&t.gram, &t.problem, settings->memory,
                             settings->threads, err)) < 0 ||
        (status = open_training(&t, err)) < 0)
        goto out;
    solve_quietly();
    status = workers_each(settings->threads,
                          corpus->tones.count * (settings->folds + 1),
                          run_step, &t, err);
    for (size_t i = 0; status == STATUS_OK && i < corpus->tones.count; i++) {
        name_tone(&t, i);
        status = calibrate_tone(&t, i, &report->tone[i], err);
    }
    if (status == STATUS_OK)
        status = write_model(&t, folder, err);
out:
    free(t.fold);
    free(t.value);
    free(t.weight);
    gram_free(&t.gram);
    problem_free(&t.problem);
    pthread_mutex_destroy(&t.lock);
    return status;
}
