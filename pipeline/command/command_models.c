#include "arena.h"
#include "buffer.h"
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "home.h"
#include "model_diff.h"
#include "model_list.h"
#include "models.h"
#include "options.h"
#include "registry.h"
#include "render.h"
#include "scoring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct models_options {
    const struct surroundings *around;
    const char *db, *policy, *by, *note, *format;
    struct policy *rules; /* read, where the action wants them */
    struct diff_options diff;
    int64_t now;
};

static int open_reading(const struct models_options *o, struct store **out,
                        struct error *err)
{
    const struct store_options options = {.read_only = true, .now = o->now};

    return store_open(out, o->db, &options, err);
}

static int list(const struct models_options *o, char **operand, size_t count,
                struct error *err)
{
    struct store *store = NULL;
    int status = open_reading(o, &store, err);

    (void)operand;
    (void)count;
    if (status == STATUS_OK)
        status = model_list(store, o->diff.as, err);
    store_close(store);
    return status;
}

static int journal(const struct models_options *o, char **operand, size_t count,
                   struct error *err)
{
    struct store *store = NULL;
    int status = open_reading(o, &store, err);

    (void)operand;
    (void)count;
    if (status == STATUS_OK)
        status = model_journal(store, o->diff.as, err);
    store_close(store);
    return status;
}

/* ---- another model becomes active --------------------------------------- */

static int check_signature(const struct models_options *o, struct error *err)
{
    int status;

    if (!o->by || !o->by[0])
        return error_set(err, STATUS_USAGE,
                         "who says so? use --by NAME or $VIGIE_MODERATOR");
    if ((status = desk_check_text("--by", view_of(o->by), err)) < 0)
        return status;
    return desk_check_text("--note", view_of(o->note), err);
}

/* One line where the model lacks tones of the one in use: no queue will have
 * them any more. */
static int warn_of_lost_tones(const struct surroundings *around,
                              const struct model_record *before,
                              const struct model *after, struct error *err)
{
    struct buffer line = {.ptr = NULL};
    size_t lost = 0;
    int status = buffer_printf(&line, err, "%s lacks", model_id(after));

    for (size_t t = 0; status == STATUS_OK && t < before->tone_count; t++) {
        char name[MODEL_NAME_SIZE];
        snprintf(name, sizeof(name), "%.*s", VIEW_ARG(before->tone[t].name));
        if (model_find_tone(after, name) < 0)
            status =
                buffer_printf(&line, err, "%s '%s'", lost++ ? "," : "", name);
    }
    if (status == STATUS_OK)
        status = buffer_printf(&line, err,
                               " of the model in use: the queue "
                               "loses what only these flagged");
    if (status == STATUS_OK && lost)
        around->say("warning", line.ptr);
    buffer_free(&line);
    return status;
}

static int compare_tones(struct store *store, int64_t active,
                         const struct models_options *o,
                         const struct model *after, struct error *err)
{
    struct model_record before;
    struct arena arena;
    int status = arena_open(&arena, (size_t)1 << 20, err);

    if (status < 0)
        return status;
    status = store_model(store, active, &arena, &before, err);
    if (status == 1)
        status = warn_of_lost_tones(o->around, &before, after, err);
    arena_free(&arena);
    return status;
}

/* Makes the model known and active, or does nothing where it is already. */
static int activate(const struct models_options *o, struct store *store,
                    struct found_model *model, int64_t undoes,
                    struct error *err)
{
    struct activation row = {.undoes = undoes,
                             .time = o->now,
                             .moderator = view_of(o->by),
                             .note = view_of(o->note)};
    int64_t active;
    int status;

    if ((status = registry_put(store, model, err)) < 0 ||
        (status = store_active_model(store, &active, err)) < 0)
        return status;
    row.model = model->key;
    if (active == model->key && !undoes) {
        printf("%s is active already\n", model_id(model->model));
        return STATUS_OK;
    }
    if ((active &&
         (status = compare_tones(store, active, o, model->model, err)) < 0) ||
        (status = store_activate(store, &row, err)) < 0)
        return status;
    printf("%s is the active model\n", model_id(model->model));
    return STATUS_OK;
}

/* Scores again what is undecided.  Killed here, the next `score` or `promote`
 * goes on. */
static int score_again(const struct models_options *o, struct store *store,
                       struct found_model *model, struct error *err)
{
    struct scoring *scoring = NULL;
    int status = desk_saved_policy(store, o->policy, o->rules, err);

    fflush(stdout);
    if (status == STATUS_OK &&
        (status = scoring_open(&scoring, store, model, o->rules, o->around,
                               o->now, o->diff.threads, err)) == STATUS_OK &&
        (status = scoring_run(scoring, err)) == STATUS_OK)
        printf("%zu scored, %zu taken from before, %zu could not be scored\n",
               scoring_count(scoring), scoring_reused(scoring),
               scoring_failed(scoring));
    scoring_free(scoring);
    return status;
}

static int promote(const struct models_options *o, char **operand, size_t count,
                   struct error *err)
{
    struct found_model model = {.key = 0};
    struct store *store = NULL;
    int status;

    (void)count;
    if ((status = check_signature(o, err)) < 0 ||
        (status = home_store(o->around, o->db, o->now, false, &store, err)) < 0)
        return status;
    if ((status = registry_find(store, operand[0], &model, err)) == STATUS_OK &&
        (status = store_begin(store, err)) == STATUS_OK) {
        status = activate(o, store, &model, 0, err);
        if (status == STATUS_OK)
            status = store_commit(store, err);
        else
            store_rollback(store);
    }
    if (status == STATUS_OK)
        status = score_again(o, store, &model, err);
    registry_close(&model);
    store_close(store);
    return status;
}

/* The model that was active before, opened. */
static int find_before(struct store *store, struct activation *target,
                       struct found_model *out, struct error *err)
{
    struct model_record record;
    struct arena arena;
    char id[MODEL_ID_SIZE];
    int status = store_rollback_target(store, target, err);

    if (status == 0)
        return error_set(err, STATUS_BAD_INPUT,
                         "no model was active before, nothing to go back to");
    if (status < 0 || (status = arena_open(&arena, (size_t)1 << 20, err)) < 0)
        return status;
    status = store_model(store, target->model, &arena, &record, err);
    if (status == 1) {
        snprintf(id, sizeof(id), "%.*s", VIEW_ARG(record.id));
        status = registry_find(store, id, out, err);
    }
    arena_free(&arena);
    return status;
}

static int rollback(const struct models_options *o, char **operand,
                    size_t count, struct error *err)
{
    const struct store_options options = {.now = o->now};
    struct found_model model = {.key = 0};
    struct activation target;
    struct store *store = NULL;
    int status;

    (void)operand;
    (void)count;
    if ((status = check_signature(o, err)) < 0 ||
        (status = store_open(&store, o->db, &options, err)) < 0)
        return status;
    if ((status = store_begin(store, err)) == STATUS_OK) {
        if ((status = find_before(store, &target, &model, err)) < 0 ||
            (status = activate(o, store, &model, target.undoes, err)) < 0)
            store_rollback(store);
        else
            status = store_commit(store, err);
    }
    if (status == STATUS_OK)
        status = score_again(o, store, &model, err);
    registry_close(&model);
    store_close(store);
    return status;
}

/* ---- what another model would change ------------------------------------ */

static int diff(const struct models_options *o, char **operand, size_t count,
                struct error *err)
{
    struct found_model a = {.key = 0}, b = {.key = 0};
    struct store *store = NULL;
    int status;

    (void)count;
    if ((status = open_reading(o, &store, err)) == STATUS_OK &&
        (status = desk_saved_policy(store, o->policy, o->rules, err)) ==
            STATUS_OK &&
        (status = registry_find(store, operand[0], &a, err)) == STATUS_OK &&
        (status = registry_find(store, operand[1], &b, err)) == STATUS_OK)
        status =
            model_diff_run(store, o->rules, &a, &b, &o->diff, o->around, err);
    registry_close(&a);
    registry_close(&b);
    store_close(store);
    return status;
}

/* ---- the command -------------------------------------------------------- */

static const struct models_action {
    const char *name;
    int (*run)(const struct models_options *o, char **operand, size_t count,
               struct error *err);
    size_t operands;
    bool csv, policy;
} actions[] = {
    {"list",     list,     0, true,  false},
    {"journal",  journal,  0, true,  false},
    {"promote",  promote,  1, false, true },
    {"rollback", rollback, 0, false, true },
    {"diff",     diff,     2, true,  true },
};

static int run_action(struct models_options *o,
                      const struct models_action *action, char **operand,
                      size_t count, struct error *err)
{
    int status;

    if (count != action->operands)
        return error_set(err, STATUS_USAGE,
                         "'models %s' takes %zu operands, see 'vigie models "
                         "--help'",
                         action->name, action->operands);
    if ((status = render_format(o->format, action->csv, &o->diff.as, err)) < 0)
        return status;
    if (action->policy) {
        o->rules = malloc(sizeof(*o->rules));
        if (!o->rules)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        status = desk_policy(o->around, o->policy, o->rules, err);
    }
    if (status == STATUS_OK)
        status = action->run(o, operand, count, err);
    free(o->rules);
    return status;
}

static int run(struct models_options *o, char **operand, size_t count,
               struct error *err)
{
    const char *word = count ? operand[0] : "list";
    const size_t first = count ? 1 : 0;

    if (!o->diff.threads)
        return error_set(err, STATUS_USAGE, "--threads is 1 or more");
    if (o->diff.limit < 1 || o->diff.limit > DIFF_LIMIT_CEILING)
        return error_set(err, STATUS_USAGE, "--limit is not from 1 to %d",
                         DIFF_LIMIT_CEILING);
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
        if (strcmp(word, actions[i].name) == 0)
            return run_action(o, &actions[i], operand + first, count - first,
                              err);
    return error_set(err, STATUS_USAGE,
                     "unknown '%s': list, journal, promote, rollback or diff",
                     word);
}

int command_models(const struct command *self,
                   const struct surroundings *around, int argc, char **argv,
                   struct error *err)
{
    struct models_options o = {
        .around = around,
        .db = around->store,
        .by = around->moderator,
        .format = "text",
        .diff = {.limit = 20, .threads = around->processors},
        .now = around->now
    };
    const struct option_spec specs[] = {
        {"by",      OPTION_TEXT, &o.by,           "NAME", "who says so ($VIGIE_MODERATOR)" },
        {"note",    OPTION_TEXT, &o.note,         "TEXT", "why; kept in the journal"       },
        {"limit",   OPTION_SIZE, &o.diff.limit,   "N",    "diff: changes listed (20)"      },
        {"tone",    OPTION_TEXT, &o.diff.tone,    "TONE", "diff: of this tone only"        },
        {"format",  OPTION_TEXT, &o.format,       "WORD",
         "text, json (a line each) or csv"                                                 },
        {"db",      OPTION_TEXT, &o.db,           "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"policy",  OPTION_TEXT, &o.policy,       "FILE", "default: data/policy.ini"       },
        {"threads", OPTION_SIZE, &o.diff.threads, "N",    "default: all cores"             },
        {"now",     OPTION_TIME, &o.now,          "TIME", "as if it were that time"        },
    };
    char **operands;
    size_t count;
    const int status =
        options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc, argv,
                      &operands, &count, err);

    if (status)
        return status < 0 ? status : STATUS_OK;
    return run(&o, operands, count, err);
}
