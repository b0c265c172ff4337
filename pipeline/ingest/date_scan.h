/* The grammar of dates, apart from what they mean in UTC. */
#ifndef VIGIE_INGEST_DATE_SCAN_H
#define VIGIE_INGEST_DATE_SCAN_H

#include "clock.h"
#include "date.h"
#include "view.h"

#include <stdbool.h>
#include <stdint.h>

enum date_result {
    DATE_FOUND,
    DATE_UNKNOWN,
    DATE_NUMBER,     /* nothing but digits: an epoch, most likely */
    DATE_YEAR_SHORT, /* 04/08/20 */
    DATE_IMPOSSIBLE, /* 31/02/2020, 25h00 */
};

enum date_reference {
    DATE_FROM_CALENDAR, /* wall is complete                       */
    DATE_FROM_TODAY,    /* days_back, and wall's time of day      */
    DATE_FROM_NOW,      /* months_back, or else seconds_back      */
};

struct date_scan {
    enum date_form form;
    enum date_reference reference;
    struct wall_clock wall; /* of Paris unless has_zone */
    bool has_zone;
    int zone; /* seconds east of Greenwich */
    int days_back;
    int months_back;
    int64_t seconds_back;
};

enum date_result date_scan(struct view text, struct date_scan *out);

#endif
