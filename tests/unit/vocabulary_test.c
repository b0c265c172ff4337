#include "model_fixture.h"
#include "vocabulary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct vocabulary_slot *empty_table(uint32_t bits)
{
    struct vocabulary_slot *slot = malloc(sizeof(*slot) << bits);

    for (size_t i = 0; i < (size_t)1 << bits; i++)
        slot[i] = (struct vocabulary_slot){0, VOCABULARY_NONE};
    return slot;
}

static void all_entered_are_found(void **state)
{
    (void)state;
    for (uint32_t bits = 1; bits <= 12; bits++) {
        const uint32_t count = (1u << bits) - 1; /* one empty slot */
        struct vocabulary_slot *slot = empty_table(bits);
        const struct vocabulary v = {slot, NULL, bits, count};
        uint64_t seed = bits, again = bits;
        for (uint32_t i = 0; i < count; i++)
            vocabulary_enter(slot, bits, fixture_random(&seed), i);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(vocabulary_find(&v, fixture_random(&again)), i);
        for (uint32_t i = 0; i < 200; i++)
            assert_int_equal(vocabulary_find(&v, fixture_random(&seed)),
                             VOCABULARY_NONE);
        free(slot);
    }
}

/* Hashes that want the last slot go on at the first. */
static void search_wraps_around(void **state)
{
    struct vocabulary_slot *slot = empty_table(3);
    const struct vocabulary v = {slot, NULL, 3, 5};

    (void)state;
    for (uint32_t i = 0; i < 5; i++)
        vocabulary_enter(slot, 3, (uint64_t)(i + 1) << 32 | 7, i);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(vocabulary_find(&v, (uint64_t)(i + 1) << 32 | 7), i);
    assert_int_equal(slot[0].feature, 1);
    assert_int_equal(vocabulary_find(&v, (uint64_t)9 << 32 | 7),
                     VOCABULARY_NONE);
    assert_int_equal(vocabulary_find(&v, 3), VOCABULARY_NONE);
    free(slot);
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
        cmocka_unit_test(idf_is_the_formula),
    };

    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
