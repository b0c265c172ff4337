/* Time without the machine's time zone: UTC seconds and Paris wall clocks.
 *
 * Paris follows the European summer time rule: from the last Sunday of March
 * 01:00 UTC to the last Sunday of October 01:00 UTC (until 1995: of
 * September), directive 2000/84/EC.  Before 1976 France had no summer time. */
#ifndef VIGIE_BASE_CLOCK_H
#define VIGIE_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIME_NONE INT64_MIN /* "no time known" */

struct wall_clock {
    int year, month, day;     /* 1..9999, 1..12, 1..31 */
    int hour, minute, second; /* 0..23, 0..59, 0..60 */
};

/* True when the day exists and every field is in range. */
bool clock_valid(const struct wall_clock *wall);

/* Seconds since 1970-01-01T00:00:00Z of a UTC wall clock. */
int64_t clock_from_utc(const struct wall_clock *wall);

/* The same of a Paris wall clock.  The hour that exists twice in autumn is
 * the first (summer time); the hour that spring skips is moved on by one. */
int64_t clock_from_paris(const struct wall_clock *wall);

struct wall_clock clock_to_utc(int64_t seconds);
struct wall_clock clock_to_paris(int64_t seconds);

/* "2020-08-03T08:19:00Z", NUL-terminated; "" for TIME_NONE. */
#define CLOCK_ISO_SIZE 32
void clock_format(int64_t seconds, char out[CLOCK_ISO_SIZE]);

/* "03/08/2020 10:19" as a Paris clock showed it; "" for TIME_NONE. */
void clock_format_paris(int64_t seconds, char out[CLOCK_ISO_SIZE]);

#endif
