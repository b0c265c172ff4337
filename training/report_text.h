/* What reports and model cards say, in French and in English. */
#ifndef VIGIE_TRAINING_REPORT_TEXT_H
#define VIGIE_TRAINING_REPORT_TEXT_H

#include "buffer.h"
#include "error.h"
#include "measure.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

enum report_language { REPORT_ENGLISH, REPORT_FRENCH };

/* "fr" or "en"; STATUS_USAGE for any other word. */
int report_language_of(const char *word, enum report_language *out,
                       struct error *err);

enum report_key {
#define X(name, english, french) REPORT_##name,
#include "report_text.inc"
#undef X
    REPORT_KEYS
};

/* Static, UTF-8, plain text.  {0} to {9} stand for values. */
const char *report_say(enum report_language language, enum report_key key);

/* A tone's name for people, its own name where we have no other.  Borrowed
 * from `name` or static. */
const char *report_tone(enum report_language language, const char *name);

/* A figure's name for people: "average precision"; static. */
const char *report_measure(enum report_language language,
                           enum measure_kind kind);

/* A number for people: decimal comma and narrow spaces in French, commas in
 * English; a dash for NAN. */
struct report_number {
    char text[48];
};

struct report_number report_decimal(enum report_language language, double value,
                                    int decimals);
struct report_number report_count(enum report_language language, double value);
struct report_number report_percent(enum report_language language,
                                    double share);
struct report_number report_range(enum report_language language, double low,
                                  double high, int decimals);

/* Adds `text` with the values in place of {0} to {count - 1}; count <= 10.
 * Statuses of buffer_add(). */
int report_fill(struct buffer *out, const char *text, const char *const *value,
                size_t count, struct error *err);

#endif
