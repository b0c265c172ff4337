#include "clock.h"
#include "command.h"
#include "decide.h"
#include "desk.h"
#include "options.h"
#include "render.h"

#include <stdio.h>

#define ARENA_SIZE ((size_t)64 << 20) /* a comment and its whole journal */

static int check_request(const struct request *request, struct error *err)
{
    int status;

    if ((status = desk_check_text("--by", request->moderator, err)) < 0 ||
        (status = desk_check_text("--note", request->note, err)) < 0)
        return status;
    return desk_check_text("--tones", request->tones, err);
}

/* "c17: remove by anne, tones insult,negative; decided" */
static void print_outcome(const struct outcome *outcome)
{
    const struct decision *decision = &outcome->decision;
    char until[CLOCK_ISO_SIZE];

    render_name(stdout, outcome->comment.comment.id, NAME_CEILING);
    printf(": %s", action_name(decision->action));
    if (decision->action == ACTION_UNDO) {
        printf(" of %s by ", action_name(outcome->undone.action));
        render_name(stdout, outcome->undone.moderator, NAME_CEILING);
        printf(",");
    }
    printf(" by ");
    render_name(stdout, decision->moderator, NAME_CEILING);
    if (decision->tones.len) {
        printf(", tones ");
        render_name(stdout, decision->tones, NAME_CEILING);
    }
    if (decision->action == ACTION_DEFER) {
        clock_format(outcome->until, until);
        printf(", until %s", until);
    }
    printf("%s; %s\n", decision->second ? ", second opinion" : "",
           comment_state_name(outcome->state));
}

static int run(const struct surroundings *around, const char *store,
               const char *policy, const struct request *request,
               struct error *err)
{
    struct desk desk = {.store = NULL};
    struct arena arena = {0};
    struct outcome outcome;
    int status;

    if ((status = check_request(request, err)) == STATUS_OK &&
        (status = arena_open(&arena, ARENA_SIZE, err)) == STATUS_OK &&
        (status = desk_open(&desk, around, store, policy, request->now, err)) ==
            STATUS_OK &&
        (status = decide_run(desk.queue, request, &arena, &outcome, err)) ==
            STATUS_OK)
        print_outcome(&outcome);
    desk_close(&desk);
    arena_free(&arena);
    return status;
}

int command_decide(const struct command *self,
                   const struct surroundings *around, int argc, char **argv,
                   struct error *err)
{
    const char *store = around->store, *policy = NULL, *by = around->moderator,
               *tones = NULL, *note = NULL;
    struct request request = {.now = around->now};
    const struct option_spec specs[] = {
        {"by", OPTION_TEXT, &by, "NAME", "who decides ($VIGIE_MODERATOR)"},
        {"tones", OPTION_TEXT, &tones, "A,B",
         "the right tones, or none; labels"},
        {"note", OPTION_TEXT, &note, "TEXT", "kept in the journal"},
        {"second", OPTION_FLAG, &request.second, NULL,
         "a second opinion on what somebody else decided"},
        {"db", OPTION_TEXT, &store, "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"policy", OPTION_TEXT, &policy, "FILE", "default: data/policy.ini"},
        {"now", OPTION_TIME, &request.now, "TIME", "as if it were that time"},
    };
    char **operands;
    size_t count;
    int status;

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (count != 2)
        return error_set(err, STATUS_USAGE,
                         "a comment and an action wanted, "
                         "see 'vigie decide --help'");
    if (!action_parse(view_of(operands[1]), &request.action))
        return error_set(err, STATUS_USAGE,
                         "unknown action '%s': approve, "
                         "remove, defer or undo",
                         operands[1]);
    request.comment = view_of(operands[0]);
    request.moderator = view_of(by);
    request.tones = view_of(tones);
    request.note = view_of(note);
    return run(around, store, policy, &request, err);
}
