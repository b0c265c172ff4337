/* The table of figures: intervals as it prints them. */
#include "figures.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void intervals_are_thousandths(void **state)
{
    static const struct {
        struct interval interval;
        const char *shown;
    } cases[] = {
        {{0.7421, 0.7934}, ".742-.793"}, {{0, 0.05}, ".000-.050"},
        {{0.95, 1}, ".950-1.0"},         {{0.95, 0.9996}, ".950-1.0"},
        {{0.9996, 1}, "1.00-1.0"},       {{1, 1}, "1.00-1.0"},
        {{NAN, NAN}, "-"},
    };
    struct tone_names tones = {.count = 1};
    const struct measures measures = {.count = 1};

    (void)state;
    snprintf(tones.name[0], sizeof(tones.name[0]), "hostility");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct intervals intervals;
        char *text = NULL, wanted[16];
        size_t size;
        FILE *const to = open_memstream(&text, &size);
        assert_non_null(to);
        for (size_t k = 0; k < MEASURE_KINDS; k++)
            intervals.of[k] = cases[i].interval;
        figures_show(to, &(struct figures){.tones = &tones,
                                           .measures = &measures,
                                           .intervals = &intervals});
        fclose(to);
        const char *at = strstr(text, "95 %");
        assert_non_null(at);
        at += strlen("95 %");
        snprintf(wanted, sizeof(wanted), " %9s", cases[i].shown);
        for (size_t k = 0; k < MEASURE_KINDS; k++, at += strlen(wanted))
            assert_memory_equal(at, wanted, strlen(wanted));
        assert_int_equal(*at, '\n');
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_thousandths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
