#include "machines.h"

#include "gram.h"
#include "liblinear.h"
#include "processes.h"
#include "solve.h"
#include "workers.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct job {
    const struct workshop *shop;
    const struct machine *machine;
    struct gram gram;            /* of one solver */
    struct liblinear *liblinear; /* or the other  */
    pthread_mutex_t lock;
    size_t done;
};

const char *solver_name(enum solver solver)
{
    static const char *const names[] = {"auto", "libsvm", "liblinear"};

    return names[solver];
}

enum solver machines_solver(const struct workshop *shop)
{
    return gram_bytes(shop->problem->count) <= shop->memory ? SOLVER_LIBSVM
                                                            : SOLVER_LIBLINEAR;
}

/* The rows one machine trains on. */
struct choice {
    size_t *row;
    bool *positive;
    size_t count;
};

static bool has_label(const struct workshop *s, size_t i, size_t tone)
{
    const struct labelled *k = &s->corpus->comment[s->problem->comment[i]];

    return (!s->row || s->row[i]) && (k->known >> tone & 1);
}

static int choose(const struct workshop *s, const struct machine *m,
                  struct choice *out, struct error *err)
{
    const size_t n = s->problem->count;

    out->row = calloc(n, sizeof(*out->row));
    out->positive = calloc(n, sizeof(*out->positive));
    out->count = 0;
    if (!out->row || !out->positive)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < n; i++) {
        if (!has_label(s, i, m->tone) || !folds_trains(s->folds, i, m->fold))
            continue;
        out->positive[out->count] =
            s->corpus->comment[s->problem->comment[i]].tones >> m->tone & 1;
        out->row[out->count++] = i;
    }
    return STATUS_OK;
}

static void free_choice(struct choice *choice)
{
    free(choice->row);
    free(choice->positive);
}

static bool is_held_out(const struct workshop *s, const struct machine *m,
                        size_t i)
{
    return m->value && s->folds->fold[i] == m->fold && (!s->row || s->row[i]);
}

/* ---- libsvm ---------------------------------------------------------------
 */

static void plane_of(const struct problem *p, const struct solution *s,
                     double *plane)
{
    memset(plane, 0, (p->vocabulary.count + 1) * sizeof(*plane));
    for (size_t i = 0; i < s->count; i++)
        for (size_t k = p->row[s->support[i]]; k < p->row[s->support[i] + 1];
             k++)
            plane[p->index[k]] += s->coefficient[i] * (double)p->value[k];
    plane[p->vocabulary.count] = s->bias;
}

static int train_libsvm(void *context, size_t which, size_t thread,
                        struct error *err)
{
    struct job *job = context;
    const struct workshop *s = job->shop;
    const struct machine *m = &job->machine[which];
    struct solution solution = {.count = 0};
    struct choice choice;
    int status;

    (void)thread;
    if ((status = choose(s, m, &choice, err)) < 0 ||
        (status = solve(&job->gram, choice.row, choice.positive, choice.count,
                        &m->settings, &solution, err)) < 0)
        goto out;
    for (size_t i = 0; i < s->problem->count; i++)
        if (is_held_out(s, m, i))
            m->value[i] = solution_value(&solution, &job->gram, i);
    if (m->plane)
        plane_of(s->problem, &solution, m->plane);
    pthread_mutex_lock(&job->lock);
    job->done++;
    if (s->progress)
        s->progress(s->context, job->done);
    pthread_mutex_unlock(&job->lock);
out:
    solution_free(&solution);
    free_choice(&choice);
    return status;
}

/* ---- LIBLINEAR ------------------------------------------------------------
 */

static double value_at(const struct problem *p, const double *plane, size_t i)
{
    double sum = plane[p->vocabulary.count];

    for (size_t k = p->row[i]; k < p->row[i + 1]; k++)
        sum += plane[p->index[k]] * (double)p->value[k];
    return sum;
}

static int train_liblinear(void *context, size_t which, struct error *err)
{
    const struct job *job = context;
    const struct workshop *s = job->shop;
    const struct machine *m = &job->machine[which];
    const size_t width = s->problem->vocabulary.count + 1;
    double *own = m->plane ? NULL : malloc(width * sizeof(*own)),
           *plane = m->plane ? m->plane : own;
    struct choice choice = {.row = NULL};
    int status;

    if (!plane)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = choose(s, m, &choice, err)) == STATUS_OK &&
        (status = liblinear_solve(job->liblinear, choice.row, choice.positive,
                                  choice.count, &m->settings, plane, err)) ==
            STATUS_OK)
        for (size_t i = 0; i < s->problem->count; i++)
            if (is_held_out(s, m, i))
                m->value[i] = value_at(s->problem, plane, i);
    free_choice(&choice);
    free(own);
    return status;
}

static void pass_progress(void *context, size_t done)
{
    const struct job *job = context;

    job->shop->progress(job->shop->context, done);
}

/* ---- both -------------------------------------------------------------------
 */

int machines_train(const struct workshop *shop, enum solver solver,
                   const struct machine *machine, size_t count,
                   struct error *err)
{
    const struct problem *p = shop->problem;
    const struct sparse_rows rows = {p->count, p->vocabulary.count, p->row,
                                     p->index, p->value};
    struct job job = {
        .shop = shop, .machine = machine, .lock = PTHREAD_MUTEX_INITIALIZER};
    int status;

    if (solver == SOLVER_AUTO)
        solver = machines_solver(shop);
    if (solver == SOLVER_LIBSVM) {
        solve_quietly();
        if ((status = gram_build(&job.gram, p, shop->memory, shop->threads,
                                 err)) == STATUS_OK)
            status =
                workers_each(shop->threads, count, train_libsvm, &job, err);
        gram_free(&job.gram);
    } else {
        if ((status = liblinear_open(&job.liblinear, &rows, err)) == STATUS_OK)
            status = processes_each(shop->threads, count, train_liblinear,
                                    shop->progress ? pass_progress : NULL, &job,
                                    err);
        liblinear_free(job.liblinear);
    }
    pthread_mutex_destroy(&job.lock);
    return status;
}
