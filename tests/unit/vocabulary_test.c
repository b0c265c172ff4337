#include "model_fixture.h"
#include "vocabulary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct vocabulary_bucket *empty_table(uint32_t bits)
{
    return calloc((size_t)1 << bits, sizeof(struct vocabulary_bucket));
}

static void all_entered_are_found(void **state)
{
    (void)state;
    for (uint32_t bits = 1; bits <= 9; bits++) {
        const uint32_t count =
            ((uint32_t)VOCABULARY_BUCKET << bits) - 1; /* room for one */
        struct vocabulary_bucket *bucket = empty_table(bits);
        const struct vocabulary v = {bucket, NULL, 1, bits, count};
        uint64_t seed = bits, again = bits;
        for (uint32_t i = 0; i < count; i++)
            vocabulary_enter(bucket, bits, fixture_random(&seed), i);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(vocabulary_find(&v, fixture_random(&again)), i);
        for (uint32_t i = 0; i < 200; i++)
            assert_int_equal(vocabulary_find(&v, fixture_random(&seed)),
                             VOCABULARY_NONE);
        free(bucket);
    }
}

/* Hashes that find the last bucket full go on in the first. */
static void search_wraps_around(void **state)
{
    const uint32_t count = VOCABULARY_BUCKET + 2;
    struct vocabulary_bucket *bucket = empty_table(3);
    const struct vocabulary v = {bucket, NULL, 1, 3, count};

    (void)state;
    for (uint32_t i = 0; i < count; i++)
        vocabulary_enter(bucket, 3, (uint64_t)(i + 1) << 32 | 7, i);
    for (uint32_t i = 0; i < count; i++)
        assert_int_equal(vocabulary_find(&v, (uint64_t)(i + 1) << 32 | 7), i);
    assert_int_equal(bucket[0].feature[1], count);
    assert_int_equal(vocabulary_find(&v, (uint64_t)99 << 32 | 7),
                     VOCABULARY_NONE);
    assert_int_equal(vocabulary_find(&v, 3), VOCABULARY_NONE);
    free(bucket);
}

/* Two hashes that nothing tells apart are one feature, the first; a
 * fingerprint of zeroes is one like others. */
static void equal_hashes_share_a_feature(void **state)
{
    struct vocabulary_bucket *bucket = empty_table(1);
    const struct vocabulary v = {bucket, NULL, 1, 1, 3};

    (void)state;
    vocabulary_enter(bucket, 1, 0, 0);
    vocabulary_enter(bucket, 1, 2, 1);
    vocabulary_enter(bucket, 1, 1, 2);
    assert_int_equal(vocabulary_find(&v, 0), 0);
    assert_int_equal(vocabulary_find(&v, 2), 0);
    assert_int_equal(vocabulary_find(&v, 1), 2);
    free(bucket);
}

static void idf_is_the_formula(void **state)
{
    static const struct {
        uint64_t documents, frequency;
        uint16_t squared;
    } cases[] = {
        {1,                 1,  256       }, /* log 1 + 1 */
        {99,                99, 256       },
        {99,                49, 734       }, /* (log 2 + 1)^2 = 2.8667 */
        {10000,             1,  23176     }, /* (log 5000.5 + 1)^2 = 90.53 */
        {3200000,           1,  59950     }, /* below the ceiling still */
        {UINT64_C(1) << 40, 1,  UINT16_MAX},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const double wanted = cases[i].squared;
        const double got =
            vocabulary_squared_idf(cases[i].documents, cases[i].frequency);
        if (fabs(got - wanted) > 1 + wanted / 200)
            fail_msg("row %zu: %f", i, got);
    }
    for (uint64_t f = 2; f < 1000; f++)
        assert_true(vocabulary_squared_idf(1000, f) <=
                    vocabulary_squared_idf(1000, f - 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_entered_are_found),
        cmocka_unit_test(search_wraps_around),
        cmocka_unit_test(equal_hashes_share_a_feature),
        cmocka_unit_test(idf_is_the_formula),
    };

    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
