#include "date.h"

#include "clock.h"
#include "date_scan.h"

#define DAY_SECONDS 86400

/* Takes whole months off a Paris wall clock: one month before 31 March is
 * the last day of February. */
static int64_t months_before(int64_t now, int months)
{
    struct wall_clock wall = clock_to_paris(now);
    const int index = wall.year * 12 + wall.month - 1 - months;

    wall.year = index / 12;
    wall.month = index % 12 + 1;
    while (wall.day > 28 && !clock_valid(&wall))
        wall.day--;
    return clock_from_paris(&wall);
}

/* « hier à 10h15 »: the day counts back from today in Paris. */
static int64_t days_before(int64_t now, int days, struct wall_clock time)
{
    struct wall_clock today = clock_to_paris(now);

    today.hour = today.minute = today.second = 0;
    const int64_t midnight = clock_from_utc(&today) - days * DAY_SECONDS;
    const struct wall_clock day = clock_to_utc(midnight);
    time.year = day.year;
    time.month = day.month;
    time.day = day.day;
    return clock_from_paris(&time);
}

static int64_t absolute(const struct date_scan *date)
{
    if (date->has_zone)
        return clock_from_utc(&date->wall) - date->zone;
    return clock_from_paris(&date->wall);
}

static int refuse(enum date_result result, struct view text, struct error *err)
{
    if (result == DATE_YEAR_SHORT)
        return error_set(err, STATUS_BAD_RECORD,
                         "date '%.*s' needs a year of four digits",
                         VIEW_ARG(text));
    if (result == DATE_IMPOSSIBLE)
        return error_set(err, STATUS_BAD_RECORD, "date '%.*s' does not exist",
                         VIEW_ARG(text));
    if (result == DATE_NUMBER)
        return error_set(err, STATUS_BAD_RECORD,
                         "'%.*s' is a number, not a date such as "
                         "2020-08-04T08:26:00Z",
                         VIEW_ARG(text));
    return error_set(err, STATUS_BAD_RECORD, "date '%.*s' is not understood",
                     VIEW_ARG(text));
}

/* A time of the years 1 to 9999 in UTC, too: others cannot be written. */
static bool is_writable(int64_t seconds)
{
    const struct wall_clock utc = clock_to_utc(seconds);

    return clock_valid(&utc);
}

int date_parse(struct view text, int64_t now, int64_t *out, struct error *err)
{
    struct date_scan date;
    const enum date_result result = date_scan(text, &date);
    int64_t seconds;

    if (result != DATE_FOUND)
        return refuse(result, text, err);
    if (date.reference != DATE_FROM_CALENDAR && now == TIME_NONE)
        return error_set(err, STATUS_BAD_RECORD,
                         "date '%.*s' is relative: say with --now when the "
                         "page was saved",
                         VIEW_ARG(text));
    if (date.reference == DATE_FROM_TODAY)
        seconds = days_before(now, date.days_back, date.wall);
    else if (date.reference == DATE_FROM_NOW && date.months_back)
        seconds = months_before(now, date.months_back);
    else if (date.reference == DATE_FROM_NOW)
        seconds = now - date.seconds_back;
    else
        seconds = absolute(&date);
    if (!is_writable(seconds))
        return refuse(DATE_IMPOSSIBLE, text, err);
    *out = seconds;
    return STATUS_OK;
}

enum date_form date_form(struct view text)
{
    struct date_scan date;

    if (date_scan(text, &date) != DATE_FOUND)
        return DATE_NONE;
    return date.form;
}
