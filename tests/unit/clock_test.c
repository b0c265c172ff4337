#include "clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void paris_clock_to_utc(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name;
        struct wall_clock paris;
        const char *utc;
    } cases[] = {
        {"winter", {2020, 1, 15, 12, 0, 0}, "2020-01-15T11:00:00Z"},
        {"summer", {2020, 8, 3, 10, 19, 0}, "2020-08-03T08:19:00Z"},
        {"last second of winter 2020", {2020, 3, 29, 1, 59, 59},
         "2020-03-29T00:59:59Z"},
        {"skipped hour is moved on", {2020, 3, 29, 2, 30, 0},
         "2020-03-29T01:30:00Z"},
        {"first second of summer", {2020, 3, 29, 3, 0, 0},
         "2020-03-29T01:00:00Z"},
        {"before the hour comes twice", {2020, 10, 25, 1, 59, 59},
         "2020-10-24T23:59:59Z"},
        {"hour that comes twice is the first", {2020, 10, 25, 2, 30, 0},
         "2020-10-25T00:30:00Z"},
        {"behind both hours", {2020, 10, 25, 3, 0, 0}, "2020-10-25T02:00:00Z"},
        {"until 1995 summer ends in September", {1995, 9, 24, 3, 0, 0},
         "1995-09-24T02:00:00Z"},
        {"October 1995 is winter", {1995, 10, 10, 12, 0, 0},
         "1995-10-10T11:00:00Z"},
        {"October 1996 is summer", {1996, 10, 10, 12, 0, 0},
         "1996-10-10T10:00:00Z"},
        {"summer 1976", {1976, 7, 14, 12, 0, 0}, "1976-07-14T10:00:00Z"},
        {"summer 1975 has no summer time", {1975, 7, 14, 12, 0, 0},
         "1975-07-14T11:00:00Z"},
        {"new year is still last year in UTC", {2020, 1, 1, 0, 30, 0},
         "2019-12-31T23:30:00Z"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char utc[CLOCK_ISO_SIZE];
        clock_format(clock_from_paris(&cases[i].paris), utc);
        if (strcmp(utc, cases[i].utc) != 0)
            fail_msg("%s: %s", cases[i].name, utc);
    }
}

static void utc_to_paris_clock(void **state)
{
    static const struct {
        struct wall_clock utc;
        const char *paris;
    } cases[] = {
        {{2020, 8, 3, 8, 19, 0},    "03/08/2020 10:19"},
        {{2020, 3, 29, 0, 59, 59},  "29/03/2020 01:59"},
        {{2020, 3, 29, 1, 0, 0},    "29/03/2020 03:00"},
        {{2020, 10, 25, 0, 30, 0},  "25/10/2020 02:30"},
        {{2020, 10, 25, 1, 30, 0},  "25/10/2020 02:30"},
        {{2019, 12, 31, 23, 30, 0}, "01/01/2020 00:30"},
        {{1976, 3, 28, 1, 0, 0},    "28/03/1976 03:00"},
        {{1975, 8, 1, 0, 0, 0},     "01/08/1975 01:00"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char paris[CLOCK_ISO_SIZE];
        clock_format_paris(clock_from_utc(&cases[i].utc), paris);
        assert_string_equal(paris, cases[i].paris);
    }
}

static void days_that_exist(void **state)
{
    static const struct {
        struct wall_clock wall;
        bool valid;
    } cases[] = {
        {{2020, 2, 29, 0, 0, 0},     true },
        {{2019, 2, 29, 0, 0, 0},     false},
        {{1900, 2, 29, 0, 0, 0},     false},
        {{2000, 2, 29, 0, 0, 0},     true },
        {{2020, 4, 31, 0, 0, 0},     false},
        {{2020, 12, 31, 23, 59, 60}, true },
        {{2020, 12, 31, 23, 59, 61}, false},
        {{2020, 12, 31, 24, 0, 0},   false},
        {{2020, 12, 31, 0, 60, 0},   false},
        {{2020, 13, 1, 0, 0, 0},     false},
        {{2020, 0, 1, 0, 0, 0},      false},
        {{2020, 1, 0, 0, 0, 0},      false},
        {{0, 1, 1, 0, 0, 0},         false},
        {{10000, 1, 1, 0, 0, 0},     false},
        {{1, 1, 1, 0, 0, 0},         true },
        {{2020, 1, 1, -1, 0, 0},     false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (clock_valid(&cases[i].wall) != cases[i].valid)
            fail_msg("row %zu", i);
}

/* Every day of the years 1 to 9999, counted one after the other. */
static void days_go_round(void **state)
{
    struct wall_clock day = {.year = 1, .month = 1, .day = 1};
    const int64_t first = clock_from_utc(&day);

    (void)state;
    for (int64_t n = 0; day.year <= 9999; n++) {
        const int64_t seconds = first + n * 86400 + n % 86400;
        const struct wall_clock back = clock_to_utc(seconds);
        if (clock_from_utc(&day) != first + n * 86400 ||
            back.year != day.year || back.month != day.month ||
            back.day != day.day || !clock_valid(&back) ||
            clock_from_utc(&back) != seconds)
            fail_msg("%d-%d-%d", day.year, day.month, day.day);
        day.day++;
        if (!clock_valid(&day)) {
            day.day = 1;
            day.month = day.month == 12 ? 1 : day.month + 1;
            day.year += day.month == 1;
        }
    }
}

static void utc_as_the_c_library_says(void **state)
{
    (void)state;
    for (int64_t s = -5000000000; s < 9000000000; s += 86399 * 7) {
        const time_t seconds = (time_t)s;
        struct tm tm;
        const struct wall_clock wall = clock_to_utc(s);
        gmtime_r(&seconds, &tm);
        if (wall.year != tm.tm_year + 1900 || wall.month != tm.tm_mon + 1 ||
            wall.day != tm.tm_mday || wall.hour != tm.tm_hour ||
            wall.minute != tm.tm_min || wall.second != tm.tm_sec)
            fail_msg("%lld", (long long)s);
    }
}

/* Each hour of 1970 to 2037; the hour that comes twice gives the first. */
static void paris_goes_round(void **state)
{
    size_t twice = 0;

    (void)state;
    for (int64_t s = 1800; s < 2145916800; s += 3600) {
        const struct wall_clock wall = clock_to_paris(s);
        const int64_t back = clock_from_paris(&wall);
        assert_true(clock_valid(&wall));
        if (back == s - 3600 && wall.hour == 2)
            twice++;
        else
            assert_int_equal(back, s);
    }
    assert_int_equal(twice, 2037 - 1976 + 1);
}

static void no_time_is_no_text(void **state)
{
    char text[CLOCK_ISO_SIZE] = "?";

    (void)state;
    clock_format(TIME_NONE, text);
    assert_string_equal(text, "");
    text[0] = '?';
    clock_format_paris(TIME_NONE, text);
    assert_string_equal(text, "");
    clock_format(0, text);
    assert_string_equal(text, "1970-01-01T00:00:00Z");
    clock_format(-1, text);
    assert_string_equal(text, "1969-12-31T23:59:59Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paris_clock_to_utc),
        cmocka_unit_test(utc_to_paris_clock),
        cmocka_unit_test(days_that_exist),
        cmocka_unit_test(days_go_round),
        cmocka_unit_test(utc_as_the_c_library_says),
        cmocka_unit_test(paris_goes_round),
        cmocka_unit_test(no_time_is_no_text),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
