/* Dates as French sites and machines write them.
 *
 *   Le 04/08/2020 à 08h26      04.08.2020 08:26      4 août 2020 à 08:26
 *   1er janvier 2021, 9 h 05   2020-08-04T08:26:00+02:00   2020-08-04 08:26
 *   il y a 3 heures, hier à 9h (only where `now` is given)
 *
 * Where no zone is given, the wall clock is that of Paris. */
#ifndef VIGIE_INGEST_DATE_H
#define VIGIE_INGEST_DATE_H

#include "error.h"
#include "view.h"

#include <stdint.h>

/* The whole of `text` (white space at its ends aside) must be a date.
 * now  UTC seconds for relative dates; TIME_NONE refuses them
 * out  UTC seconds
 * Returns STATUS_OK or STATUS_BAD_RECORD; *out untouched on failure. */
int date_parse(struct view text, int64_t now, int64_t *out, struct error *err);

/* How a date is written: a page's publication line and the heads of its
 * comments are told apart by this. */
enum date_form {
    DATE_NONE,     /* no date, or none that exists  */
    DATE_DAY,      /* without a time of day         */
    DATE_NUMERIC,  /* 04/08/2020 08:26, ISO 8601    */
    DATE_NAMED,    /* 4 août 2020 à 08:26           */
    DATE_RELATIVE, /* il y a 3 heures, hier à 9h    */
};

/* The form of `text` as date_parse would read it. */
enum date_form date_form(struct view text);

#endif
