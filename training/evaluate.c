#include "evaluate.h"

#include "classify.h"
#include "problem.h"
#include "workers.h"

#include <stdlib.h>

#define COMMENTS_A_TASK 256

struct job {
    const struct classifier *classifier;
    const struct corpus *corpus;
    struct folder folder;
    size_t count;
    size_t *comment;         /* [count] those that count      */
    struct verdict *verdict; /* [count]                       */
    struct arena arena[THREADS_CEILING];
};

static int score_one(struct job *j, size_t i, struct arena *arena,
                     struct error *err)
{
    const struct model_parts *p = model_parts(j->classifier->model);
    struct text text[2];
    struct feature_input in;
    struct feature_vector vector;
    int status;

    arena_reset(arena);
    if ((status = problem_input(j->corpus, j->comment[i], &j->folder, text,
                                &in, arena, err)) < 0 ||
        (status = features_run(&p->settings, &p->vocabulary, &in, &vector,
                               arena, err)) < 0)
        return status;
    classify_run(j->classifier, &vector, &j->verdict[i]);
    return STATUS_OK;
}

static int score_some(void *context, size_t part, size_t thread,
                      struct error *err)
{
    struct job *j = context;
    struct arena *arena = &j->arena[thread];
    size_t end = (part + 1) * COMMENTS_A_TASK;
    int status = STATUS_OK;

    if (end > j->count)
        end = j->count;
    if (!arena->base)
        status = arena_open(arena, LINE_ARENA, err);
    for (size_t i = part * COMMENTS_A_TASK; status == STATUS_OK && i < end; i++)
        status = score_one(j, i, arena, err);
    return status;
}

static int compare_tone(const struct job *j, size_t tone, struct measures *out,
                        struct error *err)
{
    double *value = malloc(j->count * sizeof(*value));
    uint16_t *probability = malloc(j->count * sizeof(*probability));
    bool *flagged = malloc(2 * j->count * sizeof(*flagged));
    int status = STATUS_NO_MEMORY;

    if (value && probability && flagged) {
        bool *positive = flagged + j->count;
        for (size_t i = 0; i < j->count; i++) {
            const struct tone_verdict *v = &j->verdict[i].tone[tone];
            value[i] = v->decision_value;
            probability[i] = v->probability;
            flagged[i] = v->flagged;
            positive[i] =
                j->corpus->comment[j->comment[i]].tones >> tone & 1;
        }
        status = measure(value, probability, flagged, positive, j->count, out,
                         err);
    } else {
        error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    free(value);
    free(probability);
    free(flagged);
    return status;
}

static int choose(struct job *j, enum evaluate_split split, struct error *err)
{
    j->comment = malloc((j->corpus->count + 1) * sizeof(*j->comment));
    j->verdict = malloc((j->corpus->count + 1) * sizeof(*j->verdict));
    if (!j->comment || !j->verdict)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < j->corpus->count; i++)
        if (split == EVALUATE_ALL ||
            j->corpus->comment[i].test == (split == EVALUATE_TEST))
            j->comment[j->count++] = i;
    if (!j->count)
        return error_set(err, STATUS_BAD_INPUT,
                         "no labelled comment in this split");
    return STATUS_OK;
}

int evaluate(const struct model *model, const struct corpus *corpus,
             enum evaluate_split split, size_t threads,
             struct evaluation *out, struct error *err)
{
    const struct classifier classifier = classifier_of(model);
    struct job *job = calloc(1, sizeof(*job));
    int status;

    if (!job)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    job->classifier = &classifier;
    job->corpus = corpus;
    fold_open(&job->folder);
    if ((status = choose(job, split, err)) == STATUS_OK)
        status = workers_each(
            threads, (job->count + COMMENTS_A_TASK - 1) / COMMENTS_A_TASK,
            score_some, job, err);
    out->count = job->count;
    for (size_t t = 0; status == STATUS_OK && t < corpus->tones.count; t++)
        status = compare_tone(job, t, &out->tone[t], err);
    for (size_t i = 0; i < THREADS_CEILING; i++)
        arena_free(&job->arena[i]);
    free(job->comment);
    free(job->verdict);
    free(job);
    return status;
}
