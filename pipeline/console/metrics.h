/* Counters for /metrics, in the text format of Prometheus. */
#ifndef VIGIE_CONSOLE_METRICS_H
#define VIGIE_CONSOLE_METRICS_H

#include "buffer.h"
#include "error.h"

#include <stdatomic.h>
#include <stdint.h>

#define METRICS_BUCKETS 8 /* of the time an answer takes; the last is +Inf */
#define METRICS_CLASSES 6 /* 1xx to 5xx; 0 unused */

/* Of this process; all threads add to it. */
struct metrics {
    atomic_uint_fast64_t answers[METRICS_CLASSES];
    atomic_uint_fast64_t bucket[METRICS_BUCKETS];
    atomic_uint_fast64_t microseconds;           /* of all answers */
    atomic_uint_fast64_t scored, unscored;       /* texts */
    atomic_uint_fast64_t refused;                /* logins */
    atomic_uint_fast64_t delivered, undelivered; /* webhooks, tries */
    atomic_int_fast64_t connections;             /* open now */
    atomic_int_fast64_t answering;               /* being made now */
};

void metrics_answer(struct metrics *self, unsigned status,
                    int64_t microseconds);

int metrics_print(struct metrics *self, struct buffer *out, struct error *err);

#endif
