#include "classify.h"
#include "imply.h"
#include "model_fixture.h"
#include "normalize.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)8 << 20)

static struct model_fixture fixture;
static struct folder folder;

static int open_all(void **state)
{
    (void)state;
    fold_open(&folder);
    model_fixture_open(&fixture);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    model_fixture_free(&fixture);
    return 0;
}

/* w.x + b, added up one feature after another in long double. */
static long double plain_value(const struct model_parts *p,
                               const struct feature_vector *v, size_t tone)
{
    long double sum = (long double)p->tone[tone].bias;
    size_t block = 0;

    for (size_t i = 0; i < v->count; i++) {
        while (i >= v->block_end[block])
            block++;
        sum += (long double)v->factor[block] *
               p->weight[(size_t)v->index[i] * WEIGHT_LANES + tone] *
               (long double)p->tone[tone].unit;
    }
    return sum;
}

static void expect_plain_value(struct view original, struct view above,
                               struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    const struct model_parts *p = model_parts(fixture.model);
    const struct classifier classifier = classifier_of(fixture.model);
    struct text text, parent;
    struct feature_input in = {&text, NULL, NULL};
    struct feature_vector v;
    struct verdict verdict;

    arena_reset(arena);
    normalize_run(&folder, original, &text, arena, &err);
    if (above.len) {
        normalize_run(&folder, above, &parent, arena, &err);
        in.parent = &parent;
    }
    features_run(&p->settings, &p->vocabulary, &in, &v, arena, &err);
    assert_int_equal(err.status, STATUS_OK);
    fixture_classify(&classifier, &v, &verdict);
    assert_int_equal(verdict.tone_count, p->tone_count);
    struct tone_origin origin[WEIGHT_LANES];
    double value[WEIGHT_LANES];
    for (size_t t = 0; t < p->tone_count; t++)
        value[t] = (double)plain_value(p, &v, t);
    imply_origins(p->tone, p->tone_count, value, origin);
    for (size_t t = 0; t < p->tone_count; t++) {
        const double miss = fabs(verdict.tone[t].decision_value -
                                 imply_value(&origin[t], value));
        if (!(miss < 1e-9))
            fail_msg("'%.*s': %g", VIEW_ARG(original), miss);
    }
}

static void decision_value_is_the_dot_product(void **state)
{
    struct error err = {.status = STATUS_OK};
    const struct corpus *c = &fixture.corpus;
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 11;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < c->count; i++)
        for (size_t p = 0; p < 2; p++)
            expect_plain_value(
                c->comment[i].text,
                p ? c->comment[i / 2].text : (struct view){NULL, 0}, &arena);
    for (size_t i = 0; i < 300; i++) {
        buffer_clear(&text);
        fixture_random_text(&seed, i, &text);
        expect_plain_value(buffer_view(&text), c->comment[0].text, &arena);
    }
    buffer_free(&text);
    arena_free(&arena);
}

/* More of the heaviest weight than an int32 holds. */
static void many_features_do_not_overflow(void **state)
{
    const size_t count = 200000;
    const struct model_parts *p = model_parts(fixture.model);
    const struct classifier classifier = classifier_of(fixture.model);
    uint32_t *index = malloc(count * sizeof(*index));
    struct verdict verdict;
    uint32_t heaviest = 0;

    (void)state;
    for (uint32_t f = 0; f < p->vocabulary.count; f++)
        if (abs(p->weight[(size_t)f * WEIGHT_LANES]) >
            abs(p->weight[(size_t)heaviest * WEIGHT_LANES]))
            heaviest = f;
    assert_int_equal(abs(p->weight[(size_t)heaviest * WEIGHT_LANES]), 32767);
    for (size_t i = 0; i < count; i++)
        index[i] = heaviest;
    struct feature_vector v = {.count = count, .index = index};
    for (size_t b = 0; b < BLOCKS; b++)
        v.block_end[b] = b ? count : count / 2;
    v.factor[0] = 1;
    v.factor[1] = 2;
    fixture_classify(&classifier, &v, &verdict);
    for (size_t t = 0; t < p->tone_count; t++) {
        const double wanted = (double)plain_value(p, &v, t);
        assert_true(fabs(verdict.tone[t].decision_value - wanted) <=
                    1e-9 * fmax(1, fabs(wanted)));
    }
    free(index);
}

static void empty_vector_gives_the_bias(void **state)
{
    const struct model_parts *p = model_parts(fixture.model);
    const struct classifier classifier = classifier_of(fixture.model);
    const struct feature_vector v = {.count = 0};
    struct verdict verdict;

    (void)state;
    fixture_classify(&classifier, &v, &verdict);
    for (size_t t = 0; t < p->tone_count; t++)
        assert_true(verdict.tone[t].decision_value == p->tone[t].bias);
}

static void probabilities_of_the_table(void **state)
{
    static const struct {
        double value, a, b;
        uint16_t probability;
    } cases[] = {
        {0,      -1,   0,   5000 },
        {1,      -1,   0,   7311 }, /* 1 / (1 + e^-1) = 0.73106 */
        {-1,     -1,   0,   2689 },
        {2,      -1.5, 0.5, 9241 }, /* 1 / (1 + e^-2.5) = 0.92414 */
        {1e300,  -1,   0,   10000},
        {-1e300, -1,   0,   0    },
        {1e308,  -1e3, 0,   10000}, /* the exponent is infinite */
        {-1e308, -1e3, 0,   0    },
        {40,     -1,   0,   10000},
        {-40,    -1,   0,   0    },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const uint16_t got =
            classify_probability(cases[i].value, cases[i].a, cases[i].b);
        if (got != cases[i].probability)
            fail_msg("row %zu: %u", i, got);
    }
}

static void greater_value_is_never_less_probable(void **state)
{
    static const double slopes[] = {-1e-3, -0.3, -1, -7, -1e4};

    (void)state;
    for (size_t a = 0; a < sizeof(slopes) / sizeof(slopes[0]); a++) {
        uint16_t last = 0;
        for (int i = -200000; i <= 200000; i++) {
            const double value = i * 0.0005 * (i % 100 ? 1 : 50);
            const double step = i * 0.0005;
            const uint16_t p = classify_probability(step, slopes[a], 0.25);
            assert_true(p >= last && p <= PROBABILITY_ONE);
            assert_true(classify_probability(value, slopes[a], 0.25) <=
                        PROBABILITY_ONE);
            last = p;
        }
    }
}

/* Flagged from the threshold on, never where a tone is only observed. */
static void threshold_is_the_least_flagged(void **state)
{
    const struct model_parts *p = model_parts(fixture.model);
    struct classifier classifier = classifier_of(fixture.model);
    const struct feature_vector v = {.count = 0};
    struct verdict verdict;

    (void)state;
    for (size_t t = 0; t < p->tone_count; t++)
        assert_int_equal(classifier.threshold[t], p->tone[t].threshold);
    fixture_classify(&classifier, &v, &verdict);
    for (int step = -1; step <= 1; step++) {
        struct verdict again;
        for (size_t t = 0; t < p->tone_count; t++)
            classifier.threshold[t] =
                (uint16_t)(verdict.tone[t].probability + step);
        fixture_classify(&classifier, &v, &again);
        for (size_t t = 0; t < p->tone_count; t++) {
            const bool watched = p->tone[t].flags & TONE_OBSERVATION_ONLY;
            assert_int_equal(again.tone[t].flagged, step <= 0 && !watched);
        }
    }
}

static void sentiments_of_the_table(void **state)
{
    static const struct {
        bool negative, positive, insult;
        uint16_t negative_is, positive_is;
        const char *sentiment;
    } cases[] = {
        {false, false, false, 9000, 100,  "neutral" },
        {false, false, true,  9000, 100,  "neutral" },
        {true,  false, false, 6000, 7000, "negative"},
        {false, true,  false, 7000, 6000, "positive"},
        {true,  true,  false, 7000, 6000, "negative"},
        {true,  true,  true,  6000, 7000, "positive"},
    };
    const int negative = model_find_tone(fixture.model, "negative");
    const int positive = model_find_tone(fixture.model, "positive");

    (void)state;
    assert_true(negative > 0 && positive > 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct verdict v = {.tone_count = 4};
        v.tone[0] = (struct tone_verdict){1, 9999, cases[i].insult};
        v.tone[negative] =
            (struct tone_verdict){0, cases[i].negative_is, cases[i].negative};
        v.tone[positive] =
            (struct tone_verdict){0, cases[i].positive_is, cases[i].positive};
        assert_string_equal(classify_sentiment(fixture.model, &v),
                            cases[i].sentiment);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decision_value_is_the_dot_product),
        cmocka_unit_test(many_features_do_not_overflow),
        cmocka_unit_test(empty_vector_gives_the_bias),
        cmocka_unit_test(probabilities_of_the_table),
        cmocka_unit_test(greater_value_is_never_less_probable),
        cmocka_unit_test(threshold_is_the_least_flagged),
        cmocka_unit_test(sentiments_of_the_table),
    };

    return cmocka_run_group_tests_name("classify", tests, open_all, close_all);
}
