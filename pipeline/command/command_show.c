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

static int show(struct store *store, const struct policy *policy,
                struct view id, int64_t now, enum render_format as,
                struct error *err)
{
    struct sheet sheet = {.has_parent = false};
    struct arena arena;
    int status;

    if ((status = arena_open(&arena, ARENA_SIZE, err)) < 0)
        return status;
    status = sheet_load(store, id, NEIGHBOURS, now, &arena, &sheet, err);
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
    status = sense_read(store, id, SIZE_MAX, &arena, &sense, err);
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
    if ((status = store_open(&store, path, &options, err)) == STATUS_OK &&
        (status = desk_saved_policy(store, policy_path, &policy, err)) ==
            STATUS_OK)
        status = discussion
                     ? show_discussion(store, view_of(discussion), as, err)
                     : show(store, &policy, view_of(operands[0]), options.now,
                            as, err);
    store_close(store);
    return status;
}
