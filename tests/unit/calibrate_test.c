/* calibrate.h and measure.h */
#include "aim.h"
#include "calibrate.h"
#include "measure.h"
#include "model_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT 40

/* ---- calibrate --------------------------------------------------------------
 */

/* The loss of Platt's paper, written down as it stands there. */
static double loss(const double *value, const bool *positive, size_t count,
                   double a, double b)
{
    double positives = 0, sum = 0;

    for (size_t i = 0; i < count; i++)
        positives += positive[i];
    for (size_t i = 0; i < count; i++) {
        const double negatives = (double)count - positives;
        const double target = positive[i] ? (positives + 1) / (positives + 2)
                                          : 1 / (negatives + 2);
        const double p = 1 / (1 + exp(a * value[i] + b));
        sum -= target * log(p) + (1 - target) * log(1 - p);
    }
    return sum;
}

/* The best of a grid, then of finer and finer grids around it. */
static struct platt search(const double *value, const bool *positive,
                           size_t count)
{
    struct platt best = {-1, 0};
    double least = loss(value, positive, count, best.a, best.b);

    for (double step = 1; step > 1e-7; step *= 0.6)
        for (bool moved = true; moved;) {
            const struct platt at = best;
            moved = false;
            for (int i = -6; i <= 6; i++)
                for (int j = -6; j <= 6; j++) {
                    const double a = at.a + i * step, b = at.b + j * step;
                    const double l = loss(value, positive, count, a, b);
                    if (l < least - 1e-13) {
                        least = l;
                        best = (struct platt){a, b};
                        moved = true;
                    }
                }
        }
    return best;
}

static void fill(uint64_t seed, double spread, double shift, double *value,
                 bool *positive)
{
    for (size_t i = 0; i < COUNT; i++) {
        const double noise =
            (double)(fixture_random(&seed) % 20001) / 10000 - 1;
        positive[i] = i % 3 == 0;
        value[i] = spread * noise + (positive[i] ? 1 : -1) + shift;
    }
}

static void sigmoid_is_the_minimum(void **state)
{
    static const struct {
        double spread, shift;
    } cases[] = {
        {1.5, 0 },
        {3,   0 },
        {2,   5 },
        {2,   -3},
        {0.5, 0 },
        {6,   1 }
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value[COUNT];
        bool positive[COUNT];
        fill(i + 1, cases[i].spread, cases[i].shift, value, positive);
        const struct platt got = calibrate(value, positive, COUNT);
        const struct platt wanted = search(value, positive, COUNT);
        assert_true(wanted.a < -1e-3);
        for (double v = -8; v <= 8; v += 0.25) {
            const double p = 1 / (1 + exp(got.a * v + got.b));
            const double q = 1 / (1 + exp(wanted.a * v + wanted.b));
            if (fabs(p - q) > 1e-4)
                fail_msg("row %zu: %f %f for %f %f", i, got.a, got.b, wanted.a,
                         wanted.b);
        }
    }
}

/* What has no slope, or a wrong one, still gives probabilities that rise. */
static void odd_labels_give_a_falling_exponent(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name;
        double value[4];
        bool positive[4];
        size_t count;
    } cases[] = {
        {"labels that say the contrary", {-2, -1, 1, 2}, {true, true, false,
         false}, 4},
        {"one value", {-1, -1, -1, -1}, {true, false, false, false}, 4},
        {"no positive", {-1, -2, -3, 1}, {false}, 4},
        {"all positive", {1, 2, 3, 4}, {true, true, true, true}, 4},
        {"one comment", {0.5}, {true}, 1},
        {"nothing", {0}, {false}, 0},
        {"perfectly apart", {-2, -1, 1, 2}, {false, false, true, true}, 4},
        {"enormous values", {-1e6, -1e5, 1e5, 1e6}, {false, false, true, true},
         4},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct platt p =
            calibrate(cases[i].value, cases[i].positive, cases[i].count);
        if (!(p.a < 0) || !isfinite(p.a) || !isfinite(p.b))
            fail_msg("%s: %f %f", cases[i].name, p.a, p.b);
    }
}

static void many_equal_values_stay_finite(void **state)
{
    const size_t count = 200000;
    double *value = malloc(count * sizeof(*value));
    bool *positive = malloc(count * sizeof(*positive));

    (void)state;
    for (size_t i = 0; i < count; i++) {
        value[i] = -1;
        positive[i] = i % 7 == 0;
    }
    const struct platt p = calibrate(value, positive, count);
    assert_true(p.a < 0 && isfinite(p.a) && isfinite(p.b));
    assert_true(fabs(1 / (1 + exp(-p.a + p.b)) - 1.0 / 7) < 1e-3);
    free(value);
    free(positive);
}

static void thresholds_of_the_table(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name;
        uint16_t probability[6];
        bool positive[6];
        size_t count;
        uint16_t threshold;
    } cases[] = {
        {"perfect", {9000, 8000, 2000, 1000}, {true, true}, 4, 8000},
        {"one wrong above", {9000, 8000, 7000, 1000}, {false, true, true,
         false}, 4, 7000},
        /* 9000: f1 2/3; 1000: 4/6 */
        {"tie: the highest", {9000, 5000, 4000, 1000}, {true, false, false,
         true}, 4, 9000},
        {"equal probabilities are one step", {5000, 5000, 5000, 1000}, {true,
         false, true, false}, 4, 5000},
        {"no positive", {9000, 100}, {false, false}, 2, 10000},
        {"nothing", {0}, {false}, 0, 10000},
        {"certain", {10000, 0}, {true, false}, 2, 10000},
        {"the least there is", {1, 0}, {true, false}, 2, 1},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct aim aim = {.kind = AIM_F1};
        bool reached;
        const uint16_t got =
            aim_threshold(&aim, cases[i].probability, cases[i].positive,
                          cases[i].count, &reached);
        if (got != cases[i].threshold)
            fail_msg("%s: %u", cases[i].name, got);
    }
}

/* Forty comments: the upper twenty are positive but for every fifth. */
static void aims_are_reached(void **state)
{
    static const struct {
        const char *name, *aim;
        uint16_t threshold;
        bool reached;
    } cases[] = {
        {"precision that is there",   "precision=0.8",   21, true },
        {"precision beyond the data", "precision=0.95",  PROBABILITY_ONE, false},
        {"every positive",            "recall=1",        22, true },
        {"half of them",              "recall=0.5",      32, true },
        {"a budget of ten",           "budget=10/day",   31, true },
        {"a budget of nothing",       "budget=0.1/day",  PROBABILITY_ONE, false},
    };
    uint16_t probability[40];
    bool positive[40];

    (void)state;
    for (size_t i = 0; i < 40; i++) {
        probability[i] = (uint16_t)(i + 1);
        positive[i] = i >= 20 && i % 5 != 0;
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct aim aim;
        bool reached;
        assert_int_equal(aim_parse(cases[i].aim, &aim, &err), STATUS_OK);
        aim.volume = 40;
        const uint16_t got =
            aim_threshold(&aim, probability, positive, 40, &reached);
        if (got != cases[i].threshold || reached != cases[i].reached)
            fail_msg("%s: %u, %d", cases[i].name, got, reached);
    }
}

static void what_is_no_aim_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",           "F1",           "precision",      "precision=",
        "recall=1.1", "precision=0",  "precision=half", "budget=200",
        "budget=-1/day", "recall=0.8x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct aim aim;
        if (aim_parse(wrong[i], &aim, &err) != STATUS_USAGE)
            fail_msg("'%s' was taken", wrong[i]);
    }
}

/* ---- measure
 * -------------------------------------------------------------------- */

struct expected {
    const char *name;
    double value[5];
    uint16_t probability[5];
    bool flagged[5], positive[5];
    size_t count;
    double precision, recall, f1, average, brier;
};

/* clang-format off */
static const struct expected measured[] = {
    {"perfect", {4, 3, 2, 1}, {10000, 10000, 0, 0}, {true, true}, {true, true},
     4, 1, 1, 1, 1, 0},
    /* precision at the positives: 1/2 and 2/4 */
    {"every second", {4, 3, 2, 1}, {5000, 5000, 5000, 5000}, {true}, {false,
     true, false, true}, 4, 0, 0, 0, 0.5, 0.25},
    /* thresholds 3 (1 of 1), 2 (2 of 4: both twos), 1 (2 of 5) */
    {"tie of right and wrong", {2, 3, 2, 1, 2}, {10000, 10000, 10000, 10000,
     10000}, {true, true, true, true, true}, {true, true, false, false, false},
     5, 0.4, 1, 4.0 / 7, (1.0 + 2.0 / 4) / 2, 0.6},
    /* all equal: one threshold, precision is the share of positives */
    {"all equal", {7, 7, 7, 7}, {0, 0, 0, 0}, {false}, {true, false, false,
     false}, 4, 0, 0, 0, 0.25, 0.25},
    {"no positive", {1, 2}, {5000, 0}, {true}, {false}, 2, 0, 0, 0, 0, 0.125},
    {"nothing", {0}, {0}, {false}, {false}, 0, 0, 0, 0, 0, 0},
    {"half flagged", {5, 4, 3, 2, 1}, {9000, 8000, 7000, 2000, 1000}, {true,
     true, false, false, false}, {true, false, true, false, false}, 5, 0.5, 0.5,
     0.5, (1.0 + 2.0 / 3) / 2, (0.01 + 0.64 + 0.09 + 0.04 + 0.01) / 5},
};
/* clang-format on */

static void measures_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(measured) / sizeof(measured[0]); i++) {
        const struct expected *e = &measured[i];
        struct error err = {.status = STATUS_OK};
        struct measures m;
        assert_int_equal(measure(e->value, e->probability, e->flagged,
                                 e->positive, e->count, &m, &err),
                         STATUS_OK);
        if (m.count != e->count || fabs(m.precision - e->precision) > 1e-12 ||
            fabs(m.recall - e->recall) > 1e-12 || fabs(m.f1 - e->f1) > 1e-12 ||
            fabs(m.average_precision - e->average) > 1e-12 ||
            fabs(m.brier - e->brier) > 1e-12)
            fail_msg("%s: %f %f %f %f %f", e->name, m.precision, m.recall, m.f1,
                     m.average_precision, m.brier);
    }
}

/* Equal values in any order are the same threshold. */
static void order_of_ties_does_not_matter(void **state)
{
    static const uint16_t probability[5];
    static const bool flagged[5];
    double first = 0;

    (void)state;
    for (size_t turn = 0; turn < 5; turn++) {
        static const double value[] = {1, 1, 1, 2, 2};
        static const bool positive[] = {true, false, false, true, false};
        struct error err = {.status = STATUS_OK};
        double turned[5];
        bool label[5];
        struct measures m;
        for (size_t i = 0; i < 5; i++) {
            turned[i] = value[(i + turn) % 5];
            label[i] = positive[(i + turn) % 5];
        }
        measure(turned, probability, flagged, label, 5, &m, &err);
        if (!turn)
            first = m.average_precision;
        assert_true(m.average_precision == first);
    }
    assert_true(fabs(first - (0.5 + 0.4) / 2) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sigmoid_is_the_minimum),
        cmocka_unit_test(odd_labels_give_a_falling_exponent),
        cmocka_unit_test(many_equal_values_stay_finite),
        cmocka_unit_test(thresholds_of_the_table),
        cmocka_unit_test(aims_are_reached),
        cmocka_unit_test(what_is_no_aim_is_refused),
        cmocka_unit_test(measures_of_the_table),
        cmocka_unit_test(order_of_ties_does_not_matter),
    };

    return cmocka_run_group_tests_name("calibrate", tests, NULL, NULL);
}
