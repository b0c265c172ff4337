#include "clock.h"
#include "command.h"
#include "desk.h"
#include "options.h"
#include "render.h"
#include "sense_sheet.h"
#include "sheet.h"

#include <stdio.h>

#define ARENA_SIZE ((size_t)128 << 20) /* reserved; touched as needed */
#define NEIGHBOURS 3                   /* on each side */

static int load_score(struct store *store, struct arena *arena,
                      struct sheet *out, struct error *err)
{
    const struct standing *at = &out->stored.at;
    int status;

    if (!at->model)
        return STATUS_OK;
    status = store_model(store, at->model, arena, &out->model, err);
    if (status == 1)
        status = store_score(store, at->key, at->revision, at->model, arena,
                             &out->score, err);
    if (status == 0 ||
        (status == 1 && out->score.verdict.tone_count != out->model.tone_count))
        return error_set(err, STATUS_DAMAGED,
                         "store is damaged: a comment without its score");
    out->scored = status == 1;
    return status < 0 ? status : STATUS_OK;
}

static int load_sense(struct store *store, struct arena *arena,
                      struct sheet *out, struct error *err)
{
    const struct view discussion = out->stored.comment.discussion;
    int status = 0;

    if (discussion.len)
        status = sense_read(store, discussion, arena, &out->sense, err);
    out->has_sense = status == 1;
    return status < 0 ? status : STATUS_OK;
}

static int load(struct store *store, struct view id, int64_t now,
                struct arena *arena, struct sheet *out, struct error *err)
{
    int status = store_find(store, id, arena, &out->stored, err);
    const struct standing *at = &out->stored.at;
    const struct view given = out->stored.comment.reply_to;

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no comment '%.*s'",
                         VIEW_ARG(id));
    if (status < 0)
        return status;
    const struct view parent = given.len ? given : out->stored.inferred.parent;
    if (parent.len) {
        status = store_find(store, parent, arena, &out->parent, err);
        if (status < 0)
            return status;
        out->has_parent = status == 1;
    }
    if ((status = store_neighbours(store, at, NEIGHBOURS, NEIGHBOURS, arena,
                                   &out->thread, err)) < 0 ||
        (status = load_score(store, arena, out, err)) < 0 ||
        (status = load_sense(store, arena, out, err)) < 0 ||
        (status = journal_of(store, at->key, arena, &out->journal, err)) < 0 ||
        (status = store_revisions(store, at->key, arena, &out->revisions,
                                  err)) < 0 ||
        (status = claim_find(store, at->key, now, arena, &out->claim, err)) < 0)
        return status;
    out->claimed = status == 1;
    return STATUS_OK;
}

static int show(struct store *store, const struct policy *policy,
                struct view id, int64_t now, enum render_format as,
                struct error *err)
{
    struct sheet sheet = {.has_parent = false};
    struct arena arena;
    int status;

    if ((status = arena_open(&arena, ARENA_SIZE, err)) < 0)
        return status;
    status = load(store, id, now, &arena, &sheet, err);
    if (status == STATUS_OK && as == RENDER_JSON) {
        status = render_json_line(stdout, sheet_json(&sheet, policy), err);
    } else if (status == STATUS_OK) {
        sheet_print(&sheet, policy);
    }
    arena_free(&arena);
    return status;
}

static int show_discussion(struct store *store, struct view id,
                           enum render_format as, struct error *err)
{
    struct sense sense;
    struct arena arena;
    int status;

    if ((status = arena_open(&arena, ARENA_SIZE, err)) < 0)
        return status;
    status = sense_read(store, id, &arena, &sense, err);
    if (status == 0)
        status = error_set(err, STATUS_NOT_FOUND, "no discussion '%.*s'",
                           VIEW_ARG(id));
    else if (status == 1)
        status = as == RENDER_JSON
                     ? render_json_line(stdout, sense_json(&sense), err)
                     : sense_print(store, &sense, &arena, err);
    arena_free(&arena);
    return status;
}

int command_show(const struct command *self, const struct surroundings *around,
                 int argc, char **argv, struct error *err)
{
    const char *path = around->store, *policy_path = NULL, *format = "text",
               *discussion = NULL;
    struct store_options options = {.read_only = true, .now = around->now};
    struct store *store = NULL;
    struct policy policy;
    enum render_format as;
    char **operands;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"discussion", OPTION_TEXT, &discussion,  "ID",
         "a discussion: heat, turn, source requests"                                       },
        {"format",     OPTION_TEXT, &format,      "WORD", "text or json"                   },
        {"db",         OPTION_TEXT, &path,        "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"policy",     OPTION_TEXT, &policy_path, "FILE",
         "for thresholds; data/policy.ini"                                                 },
        {"now",        OPTION_TIME, &options.now, "TIME", "as if it were that time"        },
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (count != !discussion)
        return error_set(err, STATUS_USAGE,
                         "one comment or --discussion wanted, see 'vigie show "
                         "--help'");
    if ((status = render_format(format, false, &as, err)) < 0 ||
        (status = desk_policy(around, policy_path, &policy, err)) < 0)
        return status;
    if ((status = store_open(&store, path, &options, err)) == STATUS_OK)
        status = discussion
                     ? show_discussion(store, view_of(discussion), as, err)
                     : show(store, &policy, view_of(operands[0]), options.now,
                            as, err);
    store_close(store);
    return status;
}
