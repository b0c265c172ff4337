#include "clock.h"

#include <stdio.h>

#define DAY 86400

/* Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date
 * algorithms"): years begin in March, so the leap day comes last. */
static int64_t days_from_civil(int year, int month, int day)
{
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t day_of_year =
        (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

bool clock_valid(const struct wall_clock *w)
{
    return w->year >= 1 && w->year <= 9999 && w->month >= 1 && w->month <= 12 &&
           w->day >= 1 && w->day <= days_in_month(w->year, w->month) &&
           w->hour >= 0 && w->hour <= 23 && w->minute >= 0 && w->minute <= 59 &&
           w->second >= 0 && w->second <= 60;
}

int64_t clock_from_utc(const struct wall_clock *w)
{
    return days_from_civil(w->year, w->month, w->day) * DAY + w->hour * 3600 +
           w->minute * 60 + w->second;
}

/* UTC second at which summer time starts (March) or ends in `month`. */
static int64_t last_sunday(int year, int month)
{
    const int last = days_in_month(year, month);
    const int64_t days = days_from_civil(year, month, last);
    const int weekday = (int)(((days + 4) % 7 + 7) % 7); /* 0 = Sunday */

    return (days - weekday) * DAY + 3600;
}

static int paris_offset(int64_t utc)
{
    const int year = clock_to_utc(utc).year;

    if (year < 1976)
        return 3600;
    const int end_month = year < 1996 ? 9 : 10;
    return utc >= last_sunday(year, 3) && utc < last_sunday(year, end_month)
               ? 7200
               : 3600;
}

int64_t clock_from_paris(const struct wall_clock *w)
{
    const int64_t local = clock_from_utc(w);

    if (paris_offset(local - 7200) == 7200)
        return local - 7200;
    return local - 3600;
}

struct wall_clock clock_to_utc(int64_t seconds)
{
    const int64_t days =
        seconds / DAY - (seconds % DAY < 0); /* floor, also before 1970 */
    const int rest = (int)(seconds - days * DAY);
    const int64_t z = days + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t day_of_era = z - era * 146097;
    const int64_t year_of_era = (day_of_era - day_of_era / 1460 +
                                 day_of_era / 36524 - day_of_era / 146096) /
                                365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t m = (5 * day_of_year + 2) / 153;
    const int month = (int)(m < 10 ? m + 3 : m - 9);

    return (struct wall_clock){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * m + 2) / 5 + 1),
        .hour = rest / 3600,
        .minute = rest / 60 % 60,
        .second = rest % 60,
    };
}

struct wall_clock clock_to_paris(int64_t seconds)
{
    return clock_to_utc(seconds + paris_offset(seconds));
}

void clock_format(int64_t seconds, char out[CLOCK_ISO_SIZE])
{
    out[0] = '\0';
    if (seconds == TIME_NONE)
        return;
    const struct wall_clock w = clock_to_utc(seconds);
    snprintf(out, CLOCK_ISO_SIZE, "%04d-%02d-%02dT%02d:%02d:%02dZ",
             w.year % 10000, w.month, w.day, w.hour, w.minute, w.second);
}

void clock_format_paris(int64_t seconds, char out[CLOCK_ISO_SIZE])
{
    out[0] = '\0';
    if (seconds == TIME_NONE)
        return;
    const struct wall_clock w = clock_to_paris(seconds);
    snprintf(out, CLOCK_ISO_SIZE, "%02d/%02d/%04d %02d:%02d", w.day, w.month,
             w.year % 10000, w.hour, w.minute);
}
