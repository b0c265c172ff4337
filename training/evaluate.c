#include "evaluate.h"

#include "classify.h"
#include "problem.h"
#include "workers.h"

#include <stdlib.h>
#include <string.h>

#define COMMENTS_A_TASK 256

/* ---- scoring ------------------------------------------------------------ */

struct job {
    const struct classifier *classifier;
    const struct corpus *corpus;
    struct normalizer normalizer;
    size_t count;
    const size_t *comment;   /* [count] */
    struct verdict *verdict; /* [count] */
    struct arena arena[THREADS_CEILING];
    struct memo memo[THREADS_CEILING];
};

static int score_one(struct job *j, size_t i, struct arena *arena,
                     struct memo *memo, struct error *err)
{
    struct text text[2];
    struct feature_input in;
    int status;

    arena_reset(arena);
    if ((status = problem_input(j->corpus, j->comment[i], &j->normalizer, text,
                                &in, arena, err)) < 0)
        return status;
    in.memo = memo;
    return classify_text(j->classifier, &in, &j->verdict[i], NULL, arena, err);
}

static int open_thread(struct job *j, size_t thread, struct error *err)
{
    const int status = arena_open(&j->arena[thread], LINE_ARENA, err);

    return status < 0 ? status : memo_open(&j->memo[thread], err);
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
        status = open_thread(j, thread, err);
    for (size_t i = part * COMMENTS_A_TASK; status == STATUS_OK && i < end; i++)
        status = score_one(j, i, arena, &j->memo[thread], err);
    return status;
}

int evaluate_verdicts(const struct model *model, const struct corpus *corpus,
                      const size_t *comment, size_t count, size_t threads,
                      struct verdict *out, struct error *err)
{
    const struct classifier classifier = classifier_of(model);
    struct job *job = calloc(1, sizeof(*job));

    if (!job)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    job->classifier = &classifier;
    job->corpus = corpus;
    job->count = count;
    job->comment = comment;
    job->verdict = out;
    normalizer_open(&job->normalizer, &model_parts(model)->words);
    const int status =
        workers_each(threads, (count + COMMENTS_A_TASK - 1) / COMMENTS_A_TASK,
                     score_some, job, err);
    for (size_t i = 0; i < THREADS_CEILING; i++) {
        arena_free(&job->arena[i]);
        memo_free(&job->memo[i]);
    }
    free(job);
    return status;
}

int evaluate_texts(const struct evaluation *self,
                   void (*see)(void *context, size_t i,
                               const struct text *text),
                   void *context, struct error *err)
{
    struct folder folder;
    struct arena arena = {NULL, 0, 0};
    int status = arena_open(&arena, LINE_ARENA, err);

    fold_open(&folder);
    for (size_t i = 0; status == STATUS_OK && i < self->count; i++) {
        struct text text;
        arena_reset(&arena);
        status =
            normalize_run(&folder, self->corpus->comment[self->comment[i]].text,
                          &text, &arena, err);
        if (status == STATUS_OK)
            see(context, i, &text);
    }
    arena_free(&arena);
    return status;
}

/* ---- who counts --------------------------------------------------------- */

struct named {
    struct view discussion;
    size_t place; /* < N */
};

static int by_discussion(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    const size_t len = x->discussion.len < y->discussion.len
                           ? x->discussion.len
                           : y->discussion.len;
    const int first =
        len ? memcmp(x->discussion.ptr, y->discussion.ptr, len) : 0;

    if (first)
        return first;
    if (x->discussion.len != y->discussion.len)
        return x->discussion.len < y->discussion.len ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int number_discussions(struct evaluation *self, struct error *err)
{
    struct named *sorted = malloc((self->count + 1) * sizeof(*sorted));

    self->discussion = calloc(self->count + 1, sizeof(*self->discussion));
    if (!sorted || !self->discussion) {
        free(sorted);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < self->count; i++)
        sorted[i] = (struct named){
            self->corpus->comment[self->comment[i]].discussion, i};
    qsort(sorted, self->count, sizeof(*sorted), by_discussion);
    for (size_t i = 0; i < self->count; i++) {
        const struct view name = sorted[i].discussion;
        if (!i || !name.len || !view_equal(name, sorted[i - 1].discussion))
            self->discussions++;
        self->discussion[sorted[i].place] = (uint32_t)(self->discussions - 1);
    }
    free(sorted);
    return STATUS_OK;
}

static int open_places(struct evaluation *out, const struct corpus *corpus,
                       size_t room, struct error *err)
{
    *out = (struct evaluation){.corpus = corpus};
    out->comment = malloc((room + 1) * sizeof(*out->comment));
    out->verdict = malloc((room + 1) * sizeof(*out->verdict));
    if (!out->comment || !out->verdict)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    return STATUS_OK;
}

static int choose(struct evaluation *e, enum evaluate_split split,
                  struct error *err)
{
    for (size_t i = 0; i < e->corpus->count; i++)
        if (split == EVALUATE_ALL ||
            e->corpus->comment[i].test == (split == EVALUATE_TEST))
            e->comment[e->count++] = i;
    if (!e->count)
        return error_set(err, STATUS_BAD_INPUT,
                         "no labelled comment in this split");
    return STATUS_OK;
}

void evaluation_free(struct evaluation *self)
{
    free(self->comment);
    free(self->verdict);
    free(self->discussion);
    *self = (struct evaluation){.corpus = NULL};
}

/* ---- figures ------------------------------------------------------------ */

static bool counts(const struct evaluation *self, size_t i, size_t tone,
                   const bool *member)
{
    const struct labelled *k = &self->corpus->comment[self->comment[i]];

    return (k->known >> tone & 1) && (!member || member[i]);
}

int evaluate_ranking(const struct evaluation *self, size_t tone,
                     const bool *member, struct ranking *out, struct error *err)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        count += counts(self, i, tone, member);
    const int status = ranking_open(out, count, err);
    if (status < 0)
        return status;
    count = 0;
    for (size_t i = 0; i < self->count; i++) {
        const struct tone_verdict *v = &self->verdict[i].tone[tone];
        const struct labelled *k = &self->corpus->comment[self->comment[i]];
        if (counts(self, i, tone, member))
            out->item[count++] = (struct ranked){
                .value = v->decision_value,
                .discussion = self->discussion[i],
                .probability = v->probability,
                .positive = k->tones >> tone & 1,
                .flagged = v->flagged,
            };
    }
    ranking_sort(out);
    return STATUS_OK;
}

int evaluate_some(const struct evaluation *self, size_t tone,
                  const bool *member, struct measures *out, struct error *err)
{
    struct ranking ranking;
    const int status = evaluate_ranking(self, tone, member, &ranking, err);

    if (status < 0)
        return status;
    ranking_measure(&ranking, NULL, out);
    ranking_free(&ranking);
    return STATUS_OK;
}

static int measure_tones(struct evaluation *self, struct error *err)
{
    int status = number_discussions(self, err);

    for (size_t t = 0; status == STATUS_OK && t < self->corpus->tones.count;
         t++)
        status = evaluate_some(self, t, NULL, &self->tone[t], err);
    return status;
}

int evaluate(const struct model *model, const struct corpus *corpus,
             enum evaluate_split split, size_t threads, struct evaluation *out,
             struct error *err)
{
    int status;

    const struct model_parts *parts = model_parts(model);

    if ((status = open_places(out, corpus, corpus->count, err)) < 0 ||
        (status = choose(out, split, err)) < 0 ||
        (status = evaluate_verdicts(model, corpus, out->comment, out->count,
                                    threads, out->verdict, err)) < 0)
        return status;
    for (uint32_t t = 0; t < parts->tone_count; t++)
        if (parts->tone[t].flags & TONE_OBSERVATION_ONLY)
            out->observed |= UINT32_C(1) << t;
    return measure_tones(out, err);
}

int evaluate_out_of_fold(const struct corpus *corpus,
                         const struct train_report *report,
                         struct evaluation *out, struct error *err)
{
    const size_t n = report->judged, tones = corpus->tones.count;
    const int status = open_places(out, corpus, n, err);

    if (status < 0)
        return status;
    out->count = n;
    for (size_t t = 0; t < tones; t++)
        out->observed |= (uint32_t)report->tone[t].observation_only << t;
    memcpy(out->comment, report->comment, n * sizeof(*out->comment));
    for (size_t i = 0; i < n; i++) {
        struct verdict *v = &out->verdict[i];
        v->tone_count = tones;
        for (size_t t = 0; t < tones; t++) {
            const uint16_t p = report->probability[t * n + i];
            v->tone[t] = (struct tone_verdict){
                .decision_value = p,
                .probability = p,
                .flagged = p >= report->tone[t].threshold &&
                           !report->tone[t].observation_only};
        }
    }
    return measure_tones(out, err);
}

int evaluate_intervals(struct evaluation *self, size_t draws, uint64_t seed,
                       size_t threads, struct error *err)
{
    const size_t tones = self->corpus->tones.count;
    struct ranking ranking[MODEL_TONES_CEILING] = {
        {0, NULL}
    };
    bool apart[MODEL_TONES_CEILING];
    int status = STATUS_OK;

    if (draws > DRAWS_CEILING)
        return error_set(err, STATUS_USAGE, "more than %d draws",
                         DRAWS_CEILING);
    if (!draws)
        return STATUS_OK;
    for (size_t t = 0; status == STATUS_OK && t < tones; t++) {
        apart[t] = tones_sentiment(view_of(self->corpus->tones.name[t]));
        status = evaluate_ranking(self, t, NULL, &ranking[t], err);
    }
    const struct bootstrap settings = {.draws = draws,
                                       .seed = seed,
                                       .threads = threads,
                                       .discussions = self->discussions,
                                       .apart = apart};
    if (status == STATUS_OK)
        status = bootstrap_run(&settings, ranking, tones, self->interval,
                               self->mean, err);
    if (status == STATUS_OK) {
        self->draws = draws;
        self->seed = seed;
    }
    for (size_t t = 0; t < tones; t++)
        ranking_free(&ranking[t]);
    return status;
}
