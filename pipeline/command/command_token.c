#include "accounts.h"
#include "clock.h"
#include "command.h"
#include "comment.h"
#include "credentials.h"
#include "desk.h"
#include "home.h"
#include "options.h"
#include "render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_SIZE ((size_t)8 << 20)

struct token_options {
    const char *db, *scopes;
    int64_t now;
    struct store *store;
    struct arena arena;
};

static int finish(struct token_options *o, int status, struct error *err)
{
    if (status >= 0) {
        const int committed = store_commit(o->store, err);
        return committed < 0 ? committed : status;
    }
    store_rollback(o->store);
    return status;
}

/* The token itself is printed here and never again. */
static int add(struct token_options *o, const char *name, struct error *err)
{
    struct api_token token = {.name = view_of(name), .created = o->now};
    char secret[SECRET_SIZE], hash[DIGEST_HEX_SIZE];
    int status;

    if ((status = desk_check_text("the name", token.name, err)) < 0 ||
        (status = scopes_parse(view_of(o->scopes), &token.scopes, err)) < 0 ||
        (status = store_begin(o->store, err)) < 0)
        return status;
    secret_make("vigie_", secret);
    secret_hash(view_of(secret), hash);
    status = api_token_add(o->store, &token, view_of(hash), err);
    if ((status = finish(o, status, err)) == STATUS_OK)
        printf("%s\n", secret);
    return status;
}

static int revoke(struct token_options *o, const char *number,
                  struct error *err)
{
    char *end;
    const long long key = strtoll(number, &end, 10);
    int status;

    if (end == number || *end)
        return error_set(err, STATUS_USAGE,
                         "a token's number wanted, see 'vigie token list'");
    if ((status = store_begin(o->store, err)) < 0)
        return status;
    status = finish(o, api_token_revoke(o->store, key, o->now, err), err);
    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no token %lld in force", key);
    if (status == 1)
        printf("token %lld is revoked\n", key);
    return status < 0 ? status : STATUS_OK;
}

static int list(struct token_options *o, const char *name, struct error *err)
{
    struct api_token_list tokens;
    char since[CLOCK_ISO_SIZE], scopes[SCOPES_SIZE];
    const int status = api_token_list(o->store, &o->arena, &tokens, err);

    (void)name;
    for (size_t i = 0; i < tokens.count && status == STATUS_OK; i++) {
        const struct api_token *t = &tokens.item[i];
        clock_format(t->created, since);
        scopes_print(t->scopes, scopes);
        printf("%lld  ", (long long)t->key);
        render_name(stdout, t->name, NAME_CEILING);
        printf("  %s  since %s%s\n", scopes, since,
               t->revoked == TIME_NONE ? "" : "  revoked");
    }
    return status;
}

static const struct token_action {
    const char *name;
    int (*run)(struct token_options *o, const char *name, struct error *err);
    size_t operands; /* behind the action */
} actions[] = {
    {"add",    add,    1},
    {"list",   list,   0},
    {"revoke", revoke, 1},
};

static int run(struct token_options *o, const struct surroundings *around,
               char **operand, size_t count, struct error *err)
{
    int status;

    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (!count || strcmp(operand[0], actions[i].name) != 0)
            continue;
        if (count - 1 != actions[i].operands)
            return error_set(err, STATUS_USAGE, "'token %s' takes %zu operands",
                             operand[0], actions[i].operands);
        if ((status = arena_open(&o->arena, ARENA_SIZE, err)) < 0 ||
            (status =
                 home_store(around, o->db, o->now, false, &o->store, err)) < 0)
            return status;
        return actions[i].run(o, count > 1 ? operand[1] : NULL, err);
    }
    return error_set(err, STATUS_USAGE,
                     "add, list or revoke wanted, see 'vigie token --help'");
}

int command_token(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    struct token_options o = {
        .db = around->store, .scopes = "score", .now = around->now};
    const struct option_spec specs[] = {
        {"scopes", OPTION_TEXT, &o.scopes, "A,B",
         "add: score (default), ingest, moderate, read"                             },
        {"db",     OPTION_TEXT, &o.db,     "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"now",    OPTION_TIME, &o.now,    "TIME", "as if it were that time"        },
    };
    char **operands;
    size_t count;
    int status;

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    status = run(&o, around, operands, count, err);
    store_close(o.store);
    arena_free(&o.arena);
    return status;
}
