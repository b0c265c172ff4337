#include "clock.h"
#include "command.h"
#include "desk.h"
#include "filter.h"
#include "home.h"
#include "options.h"
#include "policy.h"
#include "reading.h"
#include "scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FILTER_REASONS 5 /* a tone, with --reasons */

struct score_options {
    const char *db, *model, *policy, *format, *discussion;
    bool to_stdout, reasons;
    size_t threads;
    int64_t now, given;
    struct reader_options reader;
    char model_path[4096], policy_path[4096];
};

/* Takes one file in and scores it: whenever the input pauses, and at its end.
 * So a live stream is scored as it comes. */
static int score_file(const char *path, const struct score_options *o,
                      struct store *store, struct scoring *scoring,
                      const struct surroundings *around,
                      struct reading_counts *counts, struct error *err)
{
    struct reading *reading;
    int status =
        reading_open(&reading, path, store, &o->reader, around, o->now, err);

    if (status < 0)
        return status;
    while ((status = reading_some(reading, counts, err)) > 0) {
        if (!reading_ready(reading) && (status = scoring_run(scoring, err)) < 0)
            break;
    }
    reading_free(reading);
    return status;
}

/* What was stored is scored even where a file broke off: the error waits. */
static int score_all(const struct score_options *o, char **file, size_t count,
                     struct store *store, struct scoring *scoring,
                     const struct surroundings *around, struct error *err)
{
    struct reading_counts counts = {0};
    struct error later = {.status = STATUS_OK};
    int status = STATUS_OK;

    for (size_t i = 0; later.status == STATUS_OK && i < count; i++)
        score_file(file[i], o, store, scoring, around, &counts, &later);
    if (later.status == STATUS_OK || later.status == STATUS_BAD_INPUT ||
        later.status == STATUS_TOO_BIG || later.status == STATUS_NO_INPUT)
        status = scoring_run(scoring, err);
    if (count)
        reading_print(&counts);
    printf("%zu scored, %zu flagged, %zu could not be scored\n",
           scoring_count(scoring), scoring_flagged(scoring),
           scoring_failed(scoring));
    if (status == STATUS_OK && later.status != STATUS_OK) {
        *err = later;
        return err->status;
    }
    return status < 0 ? status : reading_result(&counts, err);
}

/* A model that is named, or that a new store begins with, is opened first: no
 * store is made for one that is damaged. */
static int open_first(const struct score_options *o, struct found_model *model,
                      struct error *err)
{
    if (!o->model && access(o->db, F_OK) == 0)
        return STATUS_OK;
    return registry_open(o->model_path, model, err);
}

static int score_into_store(const struct score_options *o, char **file,
                            size_t count, const struct surroundings *around,
                            struct error *err)
{
    struct policy *policy = calloc(1, sizeof(*policy));
    struct found_model model = {.key = 0};
    struct store *store = NULL;
    struct scoring *scoring = NULL;
    int status = STATUS_OK;

    if (!policy)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = open_first(o, &model, err)) == STATUS_OK &&
        (status = policy_read(o->policy_path, policy, err)) == STATUS_OK &&
        (status = home_store(around, o->db, o->now, true, &store, err)) ==
            STATUS_OK &&
        (status = desk_saved_policy(store, o->policy, policy, err)) ==
            STATUS_OK &&
        (status = scoring_open(&scoring, store, &model, policy, around, o->now,
                               o->threads, err)) == STATUS_OK)
        status = score_all(o, file, count, store, scoring, around, err);
    registry_close(&model);
    scoring_free(scoring);
    store_close(store);
    free(policy);
    return status;
}

static int score_to_stdout(const struct score_options *o, char **file,
                           size_t count, struct error *err)
{
    struct pipeline *pipeline = malloc(sizeof(*pipeline));
    struct model *model = NULL;
    int status;

    if (!pipeline)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = model_open(&model, o->model_path, err)) == STATUS_OK) {
        pipeline_open(pipeline, model);
        pipeline->reasons = o->reasons ? FILTER_REASONS : 0;
        status = filter_run(pipeline, &o->reader, (const char *const *)file,
                            count, o->threads, err);
    }
    model_free(model);
    free(pipeline);
    return status;
}

/* Defaults and what depends on several options. */
static int settle(struct score_options *o, const struct surroundings *around,
                  struct error *err)
{
    int status;

    o->now = o->given == TIME_NONE ? around->now : o->given;
    o->reader.now = o->given;
    o->reader.discussion = view_of(o->discussion);
    o->reader.every_line = o->to_stdout;
    if (!o->threads)
        return error_set(err, STATUS_USAGE, "--threads is 1 or more");
    if (o->model)
        snprintf(o->model_path, sizeof(o->model_path), "%s", o->model);
    else if ((status = home_path(around, SHIPPED_MODEL, o->model_path,
                                 sizeof(o->model_path), err)) < 0)
        return status;
    if (o->policy)
        snprintf(o->policy_path, sizeof(o->policy_path), "%s", o->policy);
    else if ((status = home_path(around, SHIPPED_POLICY, o->policy_path,
                                 sizeof(o->policy_path), err)) < 0)
        return status;
    return format_from_name(o->format, &o->reader.format, err);
}

int command_score(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    struct score_options o = {.db = around->store,
                              .format = "auto",
                              .threads = around->processors,
                              .given = TIME_NONE};
    char **file;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"stdout",     OPTION_FLAG, &o.to_stdout,  NULL,
         "the filter: a line in, a line out, no store"                                    },
        {"reasons",    OPTION_FLAG, &o.reasons,    NULL,
         "with --stdout: why each flag was raised"                                        },
        {"db",         OPTION_TEXT, &o.db,         "FILE", "the store (default: vigie.db)"},
        {"model",      OPTION_TEXT, &o.model,      "DIR",
         "default: the store's active one, else the shipped"                              },
        {"policy",     OPTION_TEXT, &o.policy,     "FILE", "default: data/policy.ini"     },
        {"format",     OPTION_TEXT, &o.format,     "F",
         "page, jsonl, csv, lines, auto"                                                  },
        {"discussion", OPTION_TEXT, &o.discussion, "ID",   "where none is named"          },
        {"threads",    OPTION_SIZE, &o.threads,    "N",    "default: all cores"           },
        {"now",        OPTION_TIME, &o.given,      "TIME", "what 'il y a ...' counts from"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &file, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if ((status = settle(&o, around, err)) < 0)
        return status;
    return o.to_stdout ? score_to_stdout(&o, file, count, err)
                       : score_into_store(&o, file, count, around, err);
}
