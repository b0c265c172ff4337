/* Intervals: the same on any number of threads, and as wide as they say. */
#include "bootstrap.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DISCUSSIONS 40
#define EACH 10

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Everything is flagged and half is positive, by a coin: a precision of 0.5
 * with a standard error of 0.5 / sqrt(400) = 0.025. */
static void toss(struct ranking *r, uint64_t seed)
{
    struct error err = {.status = STATUS_OK};

    assert_int_equal(ranking_open(r, DISCUSSIONS * EACH, &err), STATUS_OK);
    for (size_t i = 0; i < r->count; i++)
        r->item[i] = (struct ranked){.value = (double)(next(&seed) % 1000),
                                     .discussion = (uint32_t)(i / EACH),
                                     .probability = 5000,
                                     .positive = next(&seed) >> 63,
                                     .flagged = true};
    ranking_sort(r);
}

static struct bootstrap settings(size_t draws, uint64_t seed, size_t threads)
{
    static const bool apart[] = {false, true};

    return (struct bootstrap){.draws = draws,
                              .seed = seed,
                              .threads = threads,
                              .discussions = DISCUSSIONS,
                              .apart = apart};
}

static struct intervals run(const struct ranking *r,
                            const struct bootstrap *with)
{
    struct error err = {.status = STATUS_OK};
    struct intervals out[2];
    struct interval mean[2];
    const struct ranking both[] = {*r, *r};

    assert_int_equal(bootstrap_run(with, both, 2, out, mean, &err), STATUS_OK);
    assert_memory_equal(&out[0], &out[1], sizeof(out[0]));
    /* the second tone is apart and alike: both means are one */
    assert_true(fabs(mean[0].low - mean[1].low) < 1e-12);
    return out[0];
}

static void seeds_decide_and_threads_do_not(void **state)
{
    struct ranking r;
    struct bootstrap one = settings(200, 7, 1), four = settings(200, 7, 4),
                     other = settings(200, 8, 1);

    (void)state;
    toss(&r, 1);
    const struct intervals a = run(&r, &one), b = run(&r, &four),
                           c = run(&r, &other);
    assert_memory_equal(&a, &b, sizeof(a));
    assert_memory_not_equal(&a, &c, sizeof(a));
    ranking_free(&r);
}

/* Of 100 samples about 95 intervals hold the truth; far fewer or intervals of
 * the wrong width would be a mistake. */
static void intervals_cover_the_truth(void **state)
{
    const struct bootstrap with = settings(300, 1, 1);
    size_t covered = 0;
    double width = 0;

    (void)state;
    for (uint64_t sample = 0; sample < 100; sample++) {
        struct ranking r;
        toss(&r, sample * 1000 + 5);
        const struct intervals i = run(&r, &with);
        const struct interval p = i.of[MEASURE_PRECISION];
        covered += p.low <= 0.5 && p.high >= 0.5;
        width += (p.high - p.low) / 100;
        ranking_free(&r);
    }
    assert_in_range(covered, 86, 100);
    assert_true(fabs(width - 2 * 1.96 * 0.025) < 0.015);
}

/* Comments of a discussion that are all alike say no more than one of them:
 * the interval is as wide as that of 40 comments, not of 400. */
static void discussions_are_drawn_whole(void **state)
{
    const struct bootstrap with = settings(500, 1, 1);
    struct error err = {.status = STATUS_OK};
    struct ranking r;

    (void)state;
    assert_int_equal(ranking_open(&r, DISCUSSIONS * EACH, &err), STATUS_OK);
    for (size_t i = 0; i < r.count; i++)
        r.item[i] = (struct ranked){.discussion = (uint32_t)(i / EACH),
                                    .positive = i / EACH % 2,
                                    .flagged = true};
    ranking_sort(&r);
    const struct interval p = run(&r, &with).of[MEASURE_PRECISION];
    assert_true(fabs(p.high - p.low - 2 * 1.96 * 0.5 / sqrt(DISCUSSIONS)) <
                0.05);
    ranking_free(&r);
}

static void what_is_not_defined_has_no_interval(void **state)
{
    const struct bootstrap with = settings(50, 1, 1);
    struct error err = {.status = STATUS_OK};
    struct ranking r;

    (void)state;
    assert_int_equal(ranking_open(&r, 3, &err), STATUS_OK);
    ranking_sort(&r); /* no positive */
    const struct intervals i = run(&r, &with);
    assert_true(isnan(i.of[MEASURE_ROC_AUC].low));
    assert_true(i.of[MEASURE_BRIER].high <= 0);
    ranking_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seeds_decide_and_threads_do_not),
        cmocka_unit_test(intervals_cover_the_truth),
        cmocka_unit_test(discussions_are_drawn_whole),
        cmocka_unit_test(what_is_not_defined_has_no_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
