#include "calibrate.h"

#include <math.h>

#define MAX_ITERATIONS 100
#define MIN_STEP 1e-10
#define SIGMA 1e-12 /* keeps the Hessian positive definite */
#define MIN_SLOPE (-1e-3)
#define TOLERANCE 1e-5

/* log(1 + exp(x)) - (1 - target) * x, see the paper, (13) and (14). */
static double log_loss(double x, double target)
{
    if (x >= 0)
        return target * x + log1p(exp(-x));
    return (target - 1) * x + log1p(exp(x));
}

static double objective(const double *value, const double target[2],
                        const bool *positive, size_t count, struct platt p)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += log_loss(p.a * value[i] + p.b, target[positive[i]]);
    return sum;
}

struct derivatives {
    double gradient_a, gradient_b;
    double hessian_aa, hessian_ab, hessian_bb;
};

static struct derivatives derive(const double *value, const double target[2],
                                 const bool *positive, size_t count,
                                 struct platt p)
{
    struct derivatives d = {0, 0, SIGMA, 0, SIGMA};

    for (size_t i = 0; i < count; i++) {
        const double x = p.a * value[i] + p.b;
        const double e = exp(-fabs(x));
        const double one = x >= 0 ? e / (1 + e) : 1 / (1 + e); /* P(yes) */
        const double weight = one * (1 - one);
        const double slope = target[positive[i]] - one;
        d.hessian_aa += value[i] * value[i] * weight;
        d.hessian_ab += value[i] * weight;
        d.hessian_bb += weight;
        d.gradient_a += value[i] * slope;
        d.gradient_b += slope;
    }
    return d;
}

struct platt calibrate(const double *value, const bool *positive, size_t count)
{
    double positives = 0;

    for (size_t i = 0; i < count; i++)
        positives += positive[i];
    const double negatives = (double)count - positives;
    const double target[2] = {1 / (negatives + 2),
                              (positives + 1) / (positives + 2)};
    struct platt p = {0, log((negatives + 1) / (positives + 1))};
    double loss = objective(value, target, positive, count, p);

    for (int i = 0; i < MAX_ITERATIONS; i++) {
        const struct derivatives d =
            derive(value, target, positive, count, p);
        if (fabs(d.gradient_a) < TOLERANCE && fabs(d.gradient_b) < TOLERANCE)
            break;
        const double det =
            d.hessian_aa * d.hessian_bb - d.hessian_ab * d.hessian_ab;
        const double step_a =
            -(d.hessian_bb * d.gradient_a - d.hessian_ab * d.gradient_b) / det;
        const double step_b =
            -(d.hessian_aa * d.gradient_b - d.hessian_ab * d.gradient_a) / det;
        const double descent = d.gradient_a * step_a + d.gradient_b * step_b;
        double step = 1;
        while (step >= MIN_STEP) {
            const struct platt next = {p.a + step * step_a,
                                       p.b + step * step_b};
            const double next_loss =
                objective(value, target, positive, count, next);
            if (next_loss < loss + 1e-4 * step * descent) {
                p = next;
                loss = next_loss;
                break;
            }
            step /= 2;
        }
        if (step < MIN_STEP)
            break;
    }
    if (!(p.a < MIN_SLOPE))
        p.a = MIN_SLOPE;
    return p;
}
