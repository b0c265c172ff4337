#include "gram.h"

#include "workers.h"

#include <stdlib.h>

#define ROWS_A_TASK 64 /* rows that share one scattered vector's set-up */

struct task {
    struct gram *gram;
    const struct problem *problem;
    float **scattered; /* [threads][V] a row as a dense vector */
};

size_t gram_bytes(size_t count)
{
    return count * (count + 1) * sizeof(struct svm_node);
}

static double product(const struct problem *p, const float *dense, size_t j)
{
    double sum = 0;

    for (size_t k = p->row[j]; k < p->row[j + 1]; k++)
        sum += (double)dense[p->index[k]] * (double)p->value[k];
    return sum;
}

/* The products of row i with rows 0..i, at both of their places. */
static void fill_row(const struct task *t, size_t i, float *dense)
{
    const struct problem *p = t->problem;
    struct svm_node **row = t->gram->row;

    for (size_t k = p->row[i]; k < p->row[i + 1]; k++)
        dense[p->index[k]] = p->value[k];
    for (size_t j = 0; j <= i; j++)
        row[i][j + 1] = (struct svm_node){(int)j + 1, product(p, dense, j)};
    for (size_t k = p->row[i]; k < p->row[i + 1]; k++)
        dense[p->index[k]] = 0;
}

static int fill_rows(void *context, size_t part, size_t thread,
                     struct error *err)
{
    const struct task *t = context;
    const size_t begin = part * ROWS_A_TASK;
    size_t end = begin + ROWS_A_TASK;

    if (end > t->gram->count)
        end = t->gram->count;
    if (!t->scattered[thread])
        t->scattered[thread] =
            calloc(t->problem->vocabulary.count + 1, sizeof(float));
    if (!t->scattered[thread])
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = begin; i < end; i++)
        fill_row(t, i, t->scattered[thread]);
    return STATUS_OK;
}

static int open_rows(struct gram *self, struct error *err)
{
    const size_t width = self->count + 1;
    struct svm_node *all = malloc(gram_bytes(self->count));

    self->row = malloc(self->count * sizeof(*self->row));
    if (!all || !self->row) {
        free(all);
        free(self->row);
        self->row = NULL;
        return error_set(err, STATUS_NO_MEMORY,
                         "out of memory (%zu MB for the Gram matrix)",
                         gram_bytes(self->count) >> 20);
    }
    for (size_t i = 0; i < self->count; i++) {
        self->row[i] = all + i * width;
        self->row[i][0] = (struct svm_node){0, (double)(i + 1)};
    }
    return STATUS_OK;
}

/* The upper triangle from the lower one. */
static void mirror(struct gram *self)
{
    for (size_t i = 0; i < self->count; i++)
        for (size_t j = i + 1; j < self->count; j++)
            self->row[i][j + 1] = (struct svm_node){
                (int)j + 1, self->row[j][i + 1].value};
}

int gram_build(struct gram *out, const struct problem *problem, size_t ceiling,
               size_t threads, struct error *err)
{
    struct gram self = {.count = problem->count};
    float *scattered[THREADS_CEILING] = {NULL};
    struct task task = {&self, problem, scattered};
    int status;

    if (gram_bytes(self.count) > ceiling)
        return error_set(err, STATUS_TOO_BIG,
                         "%zu comments need %zu MB for the Gram matrix, more "
                         "than --memory allows",
                         self.count, gram_bytes(self.count) >> 20);
    if ((status = open_rows(&self, err)) < 0)
        return status;
    status = workers_each(threads, (self.count + ROWS_A_TASK - 1) / ROWS_A_TASK,
                          fill_rows, &task, err);
    for (size_t i = 0; i < THREADS_CEILING; i++)
        free(scattered[i]);
    if (status < 0) {
        gram_free(&self);
        return status;
    }
    mirror(&self);
    *out = self;
    return STATUS_OK;
}

void gram_free(struct gram *self)
{
    if (self->row)
        free(self->row[0]);
    free(self->row);
    *self = (struct gram){.count = 0};
}
