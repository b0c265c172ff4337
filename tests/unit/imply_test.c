/* Tones that imply others: found in labels, kept in scores. */
#include "imply.h"

#include "classify.h"
#include "implied.h"
#include "model_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define TONES 4

static double random_between(uint64_t *seed, double least, double most)
{
    return least + (most - least) *
                       (double)(fixture_random(seed) >> 11) / 9007199254740992.0;
}

static uint16_t probability(const struct model_tone *tone, double value)
{
    return classify_probability(value, tone->platt_a, tone->platt_b);
}

/* The most probable of a tone and those that imply it, and nothing else. */
static void at_least_as_probable(void **state)
{
    uint64_t seed = 3;
    size_t raised = 0;

    (void)state;
    for (size_t round = 0; round < 20000; round++) {
        struct model_tone tone[TONES] = {{.name = "a"}};
        struct tone_origin origin[TONES];
        double value[TONES];
        for (size_t t = 0; t < TONES; t++) {
            tone[t].platt_a = random_between(&seed, -4, -0.5);
            tone[t].platt_b = random_between(&seed, -2, 2);
            tone[t].implied_by =
                (uint16_t)(fixture_random(&seed) % (1u << TONES) &
                           ~(1u << t));
            value[t] = random_between(&seed, -3, 3);
        }
        imply_origins(tone, TONES, value, origin);
        for (size_t t = 0; t < TONES; t++) {
            uint16_t wanted = probability(&tone[t], value[t]);
            for (size_t o = 0; o < TONES; o++)
                if (tone[t].implied_by >> o & 1 &&
                    probability(&tone[o], value[o]) > wanted)
                    wanted = probability(&tone[o], value[o]);
            const int found =
                probability(&tone[t], imply_value(&origin[t], value));
            assert_true(abs(found - wanted) <= 1); /* a rounding apart */
            assert_true(origin[t].tone == t ||
                        tone[t].implied_by >> origin[t].tone & 1);
            if (origin[t].tone == t)
                assert_true(imply_value(&origin[t], value) == value[t]);
            else
                raised++;
        }
    }
    assert_true(raised > 10000);
}

/* A sigmoid that does not rise says nothing: it neither lends nor borrows. */
static void flat_sigmoids_stand_alone(void **state)
{
    static const double flat[] = {0, 1};

    (void)state;
    for (size_t i = 0; i < 2; i++)
        for (size_t which = 0; which < 2; which++) {
            struct model_tone tone[2] = {
                {.platt_a = -1, .implied_by = 2},
                {.platt_a = -1, .implied_by = 1},
            };
            const double value[2] = {-5, 5};
            struct tone_origin origin[2];
            tone[which].platt_a = flat[i];
            imply_origins(tone, 2, value, origin);
            for (size_t t = 0; t < 2; t++)
                assert_true(origin[t].tone == t && origin[t].scale == 1 &&
                            origin[t].offset == 0);
        }
}

/* Tone 0 on every comment of tone 1 but `slips`; tone 2 on few comments. */
static uint16_t found(size_t positives, size_t slips, bool test, bool known)
{
    struct labelled comment[600] = {{.tones = 0}};
    struct corpus corpus = {.comment = comment, .count = 600};
    struct model_tone tone[3];

    corpus.tones.count = 3;
    for (size_t i = 0; i < corpus.count; i++) {
        comment[i].known = i < slips && !known ? 6 : 7;
        comment[i].test = i < slips && test;
        if (i < positives)
            comment[i].tones = i < slips ? 2 : 3;
        if (i >= 590)
            comment[i].tones |= 5;
    }
    imply_find(&corpus, tone);
    assert_int_equal(tone[1].implied_by & 2, 0);
    assert_int_equal(tone[2].implied_by, 0);
    return tone[0].implied_by;
}

static void labels_say_so(void **state)
{
    static const struct {
        size_t positives, slips;
        bool test, known;
        uint16_t implied_by;
    } cases[] = {
        {50,  0,  false, true,  2}, /* tone 2 stands on ten only          */
        {49,  0,  false, true,  0}, /* too few                            */
        {400, 2,  false, true,  2}, /* two in four hundred are slips      */
        {400, 3,  false, true,  0},
        {400, 30, true,  true,  2}, /* test is not looked at              */
        {400, 30, false, false, 2}, /* nobody said whether they have it   */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (found(cases[i].positives, cases[i].slips, cases[i].test,
                  cases[i].known) != cases[i].implied_by)
            fail_msg("row %zu", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_least_as_probable),
        cmocka_unit_test(flat_sigmoids_stand_alone),
        cmocka_unit_test(labels_say_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
