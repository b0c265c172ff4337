#include "cases.h"
#include "clock.h"
#include "date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NOW INT64_C(1596630600) /* 2020-08-05T12:30:00Z */

static void dates_of_the_table(void **state)
{
    struct case_file file;
    size_t wrong = 0;

    (void)state;
    for (case_open(&file, "dates.cases"); case_next(&file);) {
        struct error err = {.status = STATUS_OK};
        char text[CLOCK_ISO_SIZE];
        int64_t time = TIME_NONE;
        const int status = date_parse(file.input, NOW, &time, &err);
        clock_format(time, text);
        if (status < 0 && (status != STATUS_BAD_RECORD || time != TIME_NONE))
            wrong++;
        wrong +=
            !case_check(&file, status < 0, status < 0 ? err.message : text);
    }
    assert_int_equal(wrong, 0);
}

static void relative_dates_need_now(void **state)
{
    static const char *const dates[] = {
        "il y a 3 heures",
        "hier à 10h15",
        "à l'instant",
        "aujourd'hui",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        struct error err = {.status = STATUS_OK};
        int64_t time = 7;
        assert_int_equal(date_parse(view_of(dates[i]), TIME_NONE, &time, &err),
                         STATUS_BAD_RECORD);
        assert_non_null(strstr(err.message, "--now"));
        assert_int_equal(time, 7);
    }
}

static void months_end_where_they_end(void **state)
{
    struct error err = {.status = STATUS_OK};
    char text[CLOCK_ISO_SIZE];
    int64_t march, time;

    (void)state;
    assert_int_equal(
        date_parse(view_of("2020-03-31T10:00:00Z"), TIME_NONE, &march, &err),
        0);
    assert_int_equal(date_parse(view_of("il y a un mois"), march, &time, &err),
                     0);
    clock_format(time, text);
    assert_string_equal(text, "2020-02-29T11:00:00Z");
}

static void forms_are_told(void **state)
{
    static const struct {
        const char *text;
        enum date_form form;
    } cases[] = {
        {"Le 04/08/2020 à 08h26",           DATE_NUMERIC },
        {"2020-08-04T08:26:00Z",             DATE_NUMERIC },
        {"Le 4 août 2020 à 08:26",         DATE_NAMED   },
        {"il y a 3 heures",                  DATE_RELATIVE},
        {"hier à 9h",                       DATE_RELATIVE},
        {"hier",                             DATE_DAY     },
        {"04/08/2020",                       DATE_DAY     },
        {"31/02/2020 à 8h",                 DATE_NONE    },
        {"Le 04/08/2020 à 08h26 tu disais", DATE_NONE    },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (date_form(view_of(cases[i].text)) != cases[i].form)
            fail_msg("form of '%s' is %d", cases[i].text,
                     (int)date_form(view_of(cases[i].text)));
}

/* Every cut of a date, and every byte of it broken, is read or refused. */
static void broken_dates_do_no_harm(void **state)
{
    const char whole[] = "Publié le mardi 4 août 2020 à 8 h 26 min 30 s +02:00";
    char text[sizeof(whole)];

    (void)state;
    for (size_t at = 0; at < sizeof(whole) - 1; at++)
        for (int byte = 0; byte < 256; byte++) {
            struct error err = {.status = STATUS_OK};
            int64_t time;
            memcpy(text, whole, sizeof(whole));
            text[at] = (char)byte;
            date_parse((struct view){text, sizeof(whole) - 1}, NOW, &time,
                       &err);
            date_parse((struct view){text, at + 1}, NOW, &time, &err);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_the_table),
        cmocka_unit_test(relative_dates_need_now),
        cmocka_unit_test(months_end_where_they_end),
        cmocka_unit_test(forms_are_told),
        cmocka_unit_test(broken_dates_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
