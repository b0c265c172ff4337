#include "metrics.h"

#include <inttypes.h>

static const int64_t bounds[METRICS_BUCKETS - 1] = {
    500, 1000, 2500, 5000, 25000, 100000, 1000000}; /* microseconds */

void metrics_answer(struct metrics *self, unsigned status, int64_t microseconds)
{
    size_t bucket = 0;

    while (bucket < METRICS_BUCKETS - 1 && microseconds > bounds[bucket])
        bucket++;
    if (status / 100 < METRICS_CLASSES)
        atomic_fetch_add(&self->answers[status / 100], 1);
    atomic_fetch_add(&self->bucket[bucket], 1);
    atomic_fetch_add(&self->microseconds, (uint_fast64_t)microseconds);
}

static int print_times(struct metrics *self, struct buffer *out,
                       struct error *err)
{
    uint64_t count = 0;
    int status = buffer_add_text(
        out,
        "# HELP vigie_http_seconds Time an answer took to make.\n"
        "# TYPE vigie_http_seconds histogram\n",
        err);

    for (size_t i = 0; i < METRICS_BUCKETS && status == STATUS_OK; i++) {
        count += atomic_load(&self->bucket[i]);
        if (i < METRICS_BUCKETS - 1)
            status = buffer_printf(
                out, err, "vigie_http_seconds_bucket{le=\"%g\"} %" PRIu64 "\n",
                (double)bounds[i] / 1e6, count);
    }
    if (status < 0)
        return status;
    return buffer_printf(out, err,
                         "vigie_http_seconds_bucket{le=\"+Inf\"} %" PRIu64
                         "\nvigie_http_seconds_sum %.6f\n"
                         "vigie_http_seconds_count %" PRIu64 "\n",
                         count, (double)atomic_load(&self->microseconds) / 1e6,
                         count);
}

static int print_one(struct buffer *out, const char *name, const char *type,
                     const char *help, int64_t value, struct error *err)
{
    return buffer_printf(out, err,
                         "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", name,
                         help, name, type, name, value);
}

int metrics_print(struct metrics *self, struct buffer *out, struct error *err)
{
    const struct {
        const char *name, *type, *help;
        int64_t value;
    } lines[] = {
        {"vigie_texts_scored_total",      "counter", "Texts scored.",
         (int64_t)atomic_load(&self->scored)                                                                          },
        {"vigie_texts_unscored_total",    "counter",
         "Texts that could not be scored.",                                   (int64_t)atomic_load(&self->unscored)   },
        {"vigie_logins_refused_total",    "counter", "Logins refused.",
         (int64_t)atomic_load(&self->refused)                                                                         },
        {"vigie_deliveries_total",        "counter",
         "Messages that webhooks acknowledged.",                              (int64_t)atomic_load(&self->delivered)  },
        {"vigie_delivery_failures_total", "counter",
         "Tries that webhooks did not acknowledge.",                          (int64_t)atomic_load(&self->undelivered)},
        {"vigie_connections",             "gauge",   "Connections open now.",
         (int64_t)atomic_load(&self->connections)                                                                     },
    };
    int status = buffer_add_text(
        out,
        "# HELP vigie_http_answers_total Answers by class of status.\n"
        "# TYPE vigie_http_answers_total counter\n",
        err);

    for (unsigned i = 1; i < METRICS_CLASSES && status == STATUS_OK; i++)
        status = buffer_printf(
            out, err, "vigie_http_answers_total{class=\"%uxx\"} %" PRIu64 "\n",
            i, (uint64_t)atomic_load(&self->answers[i]));
    if (status == STATUS_OK)
        status = print_times(self, out, err);
    for (size_t i = 0;
         i < sizeof(lines) / sizeof(lines[0]) && status == STATUS_OK; i++)
        status = print_one(out, lines[i].name, lines[i].type, lines[i].help,
                           lines[i].value, err);
    return status;
}
