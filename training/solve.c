#include "solve.h"

#include "libsvm_calls.h"

#include <stdlib.h>

#define CACHE_MB 400 /* of kernel rows, libsvm's own; more gained nothing */

static void print_nothing(const char *text)
{
    (void)text;
}

void solve_quietly(void)
{
    struct error later = {.status = STATUS_OK}; /* solve() says it */
    struct libsvm_calls call;

    if (libsvm_calls_open(&call, &later) == STATUS_OK)
        call.svm_set_print_string_function(print_nothing);
}

static int open_solution(struct solution *out, size_t count, struct error *err)
{
    *out = (struct solution){
        .support = malloc((count + 1) * sizeof(*out->support)),
        .coefficient = malloc((count + 1) * sizeof(*out->coefficient)),
    };
    if (out->support && out->coefficient)
        return STATUS_OK;
    solution_free(out);
    return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

/* libsvm calls the class it met first positive: label[0]. */
static void take_over(const struct svm_model *model, const size_t *row,
                      struct solution *out)
{
    const double sign = model->label[0] > 0 ? 1.0 : -1.0;

    out->count = (size_t)model->l;
    for (size_t i = 0; i < out->count; i++) {
        out->support[i] = row[model->sv_indices[i] - 1];
        out->coefficient[i] = sign * model->sv_coef[0][i];
    }
    out->bias = -sign * model->rho[0];
}

static bool has_one_class(const bool *positive, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (positive[i] != positive[0])
            return false;
    return true;
}

static int run_libsvm(struct svm_problem *problem, const size_t *row,
                      const struct solver_settings *s, struct solution *out,
                      struct error *err)
{
    int label[] = {1, -1};
    double cost[] = {s->positive_weight, 1};
    const struct svm_parameter parameter = {
        .svm_type = C_SVC,
        .kernel_type = PRECOMPUTED,
        .cache_size = CACHE_MB,
        .eps = s->tolerance,
        .C = s->c,
        .nr_weight = 2,
        .weight_label = label,
        .weight = cost,
        .shrinking = 1,
    };
    struct libsvm_calls call;

    if (libsvm_calls_open(&call, err) < 0)
        return err->status;
    const char *wrong = call.svm_check_parameter(problem, &parameter);
    if (wrong)
        return error_set(err, STATUS_BAD_INPUT, "libsvm: %s", wrong);
    struct svm_model *model = call.svm_train(problem, &parameter);
    if (!model)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int status = open_solution(out, (size_t)model->l, err);
    if (status == STATUS_OK)
        take_over(model, row, out);
    call.svm_free_and_destroy_model(&model);
    return status;
}

int solve(const struct gram *gram, const size_t *row, const bool *positive,
          size_t count, const struct solver_settings *settings,
          struct solution *out, struct error *err)
{
    struct svm_problem problem = {
        .l = (int)count,
        .y = malloc((count + 1) * sizeof(double)),
        .x = malloc((count + 1) * sizeof(struct svm_node *)),
    };
    int status;

    if (!problem.y || !problem.x) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    if (!count || has_one_class(positive, count)) {
        if ((status = open_solution(out, 0, err)) == STATUS_OK)
            out->bias = count && positive[0] ? 1 : -1;
        goto out;
    }
    for (size_t i = 0; i < count; i++) {
        problem.y[i] = positive[i] ? 1 : -1;
        problem.x[i] = gram->row[row[i]];
    }
    status = run_libsvm(&problem, row, settings, out, err);
out:
    free(problem.y);
    free(problem.x);
    return status;
}

double solution_value(const struct solution *self, const struct gram *gram,
                      size_t row)
{
    double sum = self->bias;

    for (size_t i = 0; i < self->count; i++)
        sum +=
            self->coefficient[i] * gram->row[row][self->support[i] + 1].value;
    return sum;
}

void solution_free(struct solution *self)
{
    free(self->support);
    free(self->coefficient);
    *self = (struct solution){.count = 0};
}
