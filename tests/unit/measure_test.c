/* Figures against sums done by hand. */
#include "measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CLOSE(a, b) assert_true(fabs((a) - (b)) < 1e-12)

static struct measures of(const double *value, const uint16_t *probability,
                          const char *labels)
{
    struct error err = {.status = STATUS_OK};
    const size_t count = strlen(labels);
    bool positive[64], flagged[64];
    uint16_t p[64];
    struct measures m;

    for (size_t i = 0; i < count; i++) {
        positive[i] = labels[i] == '+';
        p[i] = probability ? probability[i] : (uint16_t)(value[i] * 10000);
        flagged[i] = p[i] >= 5000;
    }
    assert_int_equal(measure(value, p, flagged, positive, count, &m, &err),
                     STATUS_OK);
    return m;
}

static void area_counts_pairs(void **state)
{
    static const struct {
        const char *name, *labels;
        double value[6];
        double auc;
    } cases[] = {
        {"in order",        "++--",   {0.9, 0.8, 0.2, 0.1},           1      },
        {"upside down",     "--++",   {0.9, 0.8, 0.2, 0.1},           0      },
        {"one pair wrong",  "+-+-",   {0.9, 0.8, 0.2, 0.1},           0.75   },
        {"all tied",        "++--",   {0.5, 0.5, 0.5, 0.5},           0.5    },
        {"a tie is a half", "+-+-",   {0.9, 0.5, 0.5, 0.1},           3.5 / 4},
        {"two of a kind",   "+-+-+-", {0.9, 0.9, 0.5, 0.5, 0.1, 0.1}, 4.5 / 9},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct measures m = of(cases[i].value, NULL, cases[i].labels);
        if (fabs(m.roc_auc - cases[i].auc) > 1e-12)
            fail_msg("%s: %f", cases[i].name, m.roc_auc);
    }
}

static void area_needs_both_classes(void **state)
{
    static const double value[] = {0.9, 0.1};

    (void)state;
    assert_true(isnan(of(value, NULL, "++").roc_auc));
    assert_true(isnan(of(value, NULL, "--").roc_auc));
    assert_true(isnan(of(value, NULL, "").roc_auc));
    CLOSE(of(value, NULL, "--").average_precision, 0);
}

static void average_precision_by_hand(void **state)
{
    static const double value[] = {0.9, 0.8, 0.7, 0.6, 0.5};
    static const double tied[] = {0.9, 0.5, 0.5, 0.1, 0.1};

    (void)state;
    /* thresholds at the 1st, 3rd and 4th: (1 + 2/3 + 3/4) / 3 */
    CLOSE(of(value, NULL, "+-++-").average_precision,
          (1 + 2.0 / 3 + 3.0 / 4) / 3);
    /* the 2nd and 3rd are one threshold: (1 + 2/3 + 3/5) / 3 */
    CLOSE(of(tied, NULL, "+-+-+").average_precision,
          (1 + 2.0 / 3 + 3.0 / 5) / 3);
}

static void threshold_figures_by_hand(void **state)
{
    static const double value[] = {0.9, 0.8, 0.7, 0.2, 0.1};
    const struct measures m = of(value, NULL, "+-++-");

    (void)state;
    assert_int_equal(m.positives, 3);
    assert_int_equal(m.flagged, 3);
    assert_int_equal(m.right, 2);
    CLOSE(m.precision, 2.0 / 3);
    CLOSE(m.recall, 2.0 / 3);
    CLOSE(m.f1, 2.0 / 3);
    CLOSE(m.brier, (0.01 + 0.64 + 0.09 + 0.64 + 0.01) / 5);
}

/* Fifteen comments, a bin each: the mean of |probability - label|. */
static void calibration_of_one_a_bin(void **state)
{
    double value[15];
    char labels[16] = "";
    double gap = 0;

    (void)state;
    for (size_t i = 0; i < 15; i++) {
        value[i] = (double)(15 - i) / 20;
        labels[i] = i % 3 ? '-' : '+';
        gap += fabs(value[i] - (i % 3 ? 0 : 1));
    }
    CLOSE(of(value, NULL, labels).calibration_error, gap / 15);
}

/* 30 comments of probability 0.4, 12 of them positive: whatever the order
 * they come in, every bin has its part of both. */
static void calibration_does_not_see_the_order_of_ties(void **state)
{
    double value[30];
    uint16_t probability[30];
    char labels[31] = "";

    (void)state;
    for (size_t i = 0; i < 30; i++) {
        value[i] = 0.4;
        probability[i] = 4000;
        labels[i] = i < 12 ? '+' : '-';
    }
    CLOSE(of(value, probability, labels).calibration_error, 0);
    for (size_t i = 0; i < 30; i++)
        probability[i] = 6000;
    CLOSE(of(value, probability, labels).calibration_error, 0.2);
}

/* Two comments in fifteen bins: each comment fills seven and a half. */
static void bins_may_be_smaller_than_a_comment(void **state)
{
    static const double value[] = {0.8, 0.4};
    struct error err = {.status = STATUS_OK};
    struct calibration_bin bin[CALIBRATION_BINS];
    struct ranking r;
    double count = 0;

    (void)state;
    /* the middle bin: half of each, |0.3 + 0.2 ... - 1/2| of 2/15 comment */
    CLOSE(of(value, NULL, "+-").calibration_error,
          (7 * 0.2 + 7 * 0.4 + fabs(0.6 - 0.5)) / 15);
    assert_int_equal(ranking_open(&r, 2, &err), STATUS_OK);
    r.item[0] = (struct ranked){.value = 4, .probability = 4000};
    r.item[1] =
        (struct ranked){.value = 8, .probability = 8000, .positive = true};
    ranking_sort(&r);
    ranking_bins(&r, bin);
    for (size_t i = 0; i < CALIBRATION_BINS; i++)
        count += bin[i].count;
    CLOSE(count, 2);
    CLOSE(bin[0].probability / bin[0].count, 0.4);
    CLOSE(bin[0].positives, 0);
    CLOSE(bin[14].probability / bin[14].count, 0.8);
    CLOSE(bin[14].positives, bin[14].count);
    ranking_free(&r);
}

/* A weight of two is the comment twice. */
static void weights_are_copies(void **state)
{
    static const double value[] = {0.9, 0.6, 0.6, 0.3, 0.1};
    static const double twice[] = {0.9, 0.6, 0.6, 0.6, 0.3, 0.1, 0.1};
    static const uint32_t weight[] = {1, 1, 2, 1, 2};
    struct error err = {.status = STATUS_OK};
    struct ranking r;
    struct measures m;

    (void)state;
    assert_int_equal(ranking_open(&r, 5, &err), STATUS_OK);
    for (uint32_t i = 0; i < 5; i++)
        r.item[i] = (struct ranked){.value = value[i],
                                    .discussion = i,
                                    .probability = (uint16_t)(value[i] * 10000),
                                    .positive = i == 0 || i == 2,
                                    .flagged = value[i] >= 0.5};
    ranking_sort(&r);
    ranking_measure(&r, weight, &m);
    const struct measures want = of(twice, NULL, "+-++---");
    assert_int_equal(m.count, want.count);
    for (size_t k = 0; k < MEASURE_KINDS; k++)
        CLOSE(measure_value(&m, (enum measure_kind)k),
              measure_value(&want, (enum measure_kind)k));
    ranking_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(area_counts_pairs),
        cmocka_unit_test(area_needs_both_classes),
        cmocka_unit_test(average_precision_by_hand),
        cmocka_unit_test(threshold_figures_by_hand),
        cmocka_unit_test(calibration_of_one_a_bin),
        cmocka_unit_test(calibration_does_not_see_the_order_of_ties),
        cmocka_unit_test(bins_may_be_smaller_than_a_comment),
        cmocka_unit_test(weights_are_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
