#include "operation.h"

#include "clock.h"
#include "hooks.h"
#include "layout.h"
#include "review.h"

#include <inttypes.h>

/* Healthy is who can score and has a store: 503 tells a balancer to go
 * elsewhere. */
void operation_health(struct exchange *self)
{
    struct held_model *held;
    struct error err = {.status = STATUS_OK};

    if (scorer_take(self->console->scorer, self->worker->store, &held, &err) <
        0) {
        self->console->around->say(err.where, err.message);
        answer_json(self, 503, json_pack("{s:s}", "status", "cannot score"));
        return;
    }
    answer_json(self, 200,
                json_pack("{s:s, s:s}", "status", "ok", "model",
                          model_id(held->found.model)));
    scorer_give(self->console->scorer, held);
}

static int print_queue(struct exchange *self, struct error *err)
{
    static const char *const lanes[] = {"first", "ranked", "gathered"};
    struct store *store = self->worker->store;
    struct counts counts;
    int64_t undelivered, oldest;
    int status;

    if ((status = store_counts(store, &counts, err)) < 0 ||
        (status = review_oldest(store, &oldest, err)) < 0 ||
        (status = delivery_count(store, &undelivered, err)) < 0 ||
        (status = buffer_add_text(&self->out,
                                  "# HELP vigie_queue Comments in the queue.\n"
                                  "# TYPE vigie_queue gauge\n",
                                  err)) < 0)
        return status;
    for (int i = 0; i < 3 && status == STATUS_OK; i++)
        status = buffer_printf(&self->out, err,
                               "vigie_queue{lane=\"%s\"} %" PRIu64 "\n",
                               lanes[i], counts.lane[i]);
    if (status < 0)
        return status;
    return buffer_printf(
        &self->out, err,
        "vigie_queue{lane=\"unscored\"} %" PRIu64
        "\n# HELP vigie_queue_oldest_seconds Age of what waits longest.\n"
        "# TYPE vigie_queue_oldest_seconds gauge\n"
        "vigie_queue_oldest_seconds %" PRId64
        "\n# HELP vigie_deliveries_open Messages not acknowledged yet.\n"
        "# TYPE vigie_deliveries_open gauge\nvigie_deliveries_open %" PRId64
        "\n",
        counts.state[COMMENT_WAITING],
        oldest == TIME_NONE ? 0 : self->now - oldest, undelivered);
}

void operation_metrics(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};

    self->status = 200;
    self->type = "text/plain; version=0.0.4; charset=utf-8";
    if (metrics_print(self->console->metrics, &self->out, &err) < 0 ||
        print_queue(self, &err) < 0)
        answer_failure(self, &err);
}

void operation_static(struct exchange *self)
{
    const struct static_files *files = self->console->files;
    const enum static_file which = static_files_find(files, self->path);
    struct error err = {.status = STATUS_OK};

    if (which == STATIC_FILES) {
        page_problem(self, 404, "Ce fichier n'existe pas, ou plus.",
                     "There is no such file, or no more.");
        return;
    }
    self->status = 200;
    self->cached = true;
    self->type = files->type[which];
    if (buffer_add_view(&self->out, buffer_view(&files->content[which]), &err) <
        0)
        answer_failure(self, &err);
}
