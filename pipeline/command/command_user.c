#include "accounts.h"
#include "clock.h"
#include "command.h"
#include "comment.h"
#include "credentials.h"
#include "desk.h"
#include "home.h"
#include "options.h"
#include "password.h"
#include "render.h"

#include <sodium/utils.h>
#include <stdio.h>
#include <string.h>

#define ARENA_SIZE ((size_t)8 << 20)

struct user_options {
    const char *db, *role;
    int64_t now;
    struct store *store;
    struct arena arena;
};

/* Asks and hashes; what was typed is forgotten. */
static int ask(char hash[PASSWORD_HASH_SIZE], struct error *err)
{
    char password[PASSWORD_CEILING + 2];
    int status = password_ask("password", password, sizeof(password), err);

    if (status == STATUS_OK)
        status = password_hash(view_of(password), hash, err);
    sodium_memzero(password, sizeof(password));
    return status;
}

static int find(struct user_options *o, const char *name, struct account *out,
                struct error *err)
{
    const int status =
        account_find(o->store, view_of(name), &o->arena, out, err);

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no account '%s'", name);
    return status < 0 ? status : STATUS_OK;
}

static int finish(struct user_options *o, int status, struct error *err)
{
    if (status == STATUS_OK)
        return store_commit(o->store, err);
    store_rollback(o->store);
    return status;
}

static int add(struct user_options *o, const char *name, struct error *err)
{
    struct account account = {.name = view_of(name), .created = o->now};
    char hash[PASSWORD_HASH_SIZE];
    int status;

    if (!role_parse(view_of(o->role), &account.role))
        return error_set(err, STATUS_USAGE,
                         "unknown role '%s': moderator, lead, admin", o->role);
    if ((status = desk_check_text("the name", account.name, err)) < 0 ||
        (status = ask(hash, err)) < 0 ||
        (status = store_begin(o->store, err)) < 0)
        return status;
    account.password = view_of(hash);
    status = account_add(o->store, &account, err);
    if ((status = finish(o, status, err)) == STATUS_OK)
        printf("%s, %s\n", name, o->role);
    return status;
}

static int passwd(struct user_options *o, const char *name, struct error *err)
{
    struct account account;
    char hash[PASSWORD_HASH_SIZE];
    int status;

    if ((status = find(o, name, &account, err)) < 0 ||
        (status = ask(hash, err)) < 0 ||
        (status = store_begin(o->store, err)) < 0)
        return status;
    status = account_set_password(o->store, account.key, view_of(hash), err);
    if ((status = finish(o, status, err)) == STATUS_OK)
        printf("%s has a new password, all sessions ended\n", name);
    return status;
}

static int disable(struct user_options *o, const char *name, struct error *err)
{
    struct account account;
    int status;

    if ((status = find(o, name, &account, err)) < 0 ||
        (status = store_begin(o->store, err)) < 0)
        return status;
    status = account_disable(o->store, account.key, err);
    if ((status = finish(o, status, err)) == STATUS_OK)
        printf("%s is disabled, all sessions ended\n", name);
    return status;
}

static int list(struct user_options *o, const char *name, struct error *err)
{
    struct account_list accounts;
    char since[CLOCK_ISO_SIZE];
    const int status = account_list(o->store, &o->arena, &accounts, err);

    (void)name;
    for (size_t i = 0; i < accounts.count && status == STATUS_OK; i++) {
        const struct account *a = &accounts.item[i];
        clock_format(a->created, since);
        render_name(stdout, a->name, NAME_CEILING);
        printf("  %s  since %s%s\n", role_name(a->role), since,
               a->disabled ? "  disabled" : "");
    }
    return status;
}

static const struct user_action {
    const char *name;
    int (*run)(struct user_options *o, const char *name, struct error *err);
    size_t operands; /* behind the action */
} actions[] = {
    {"add",     add,     1},
    {"list",    list,    0},
    {"disable", disable, 1},
    {"passwd",  passwd,  1},
};

static int run(struct user_options *o, const struct surroundings *around,
               char **operand, size_t count, struct error *err)
{
    int status;

    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (!count || strcmp(operand[0], actions[i].name) != 0)
            continue;
        if (count - 1 != actions[i].operands)
            return error_set(err, STATUS_USAGE, "'user %s' takes %zu operands",
                             operand[0], actions[i].operands);
        if ((status = arena_open(&o->arena, ARENA_SIZE, err)) < 0 ||
            (status =
                 home_store(around, o->db, o->now, false, &o->store, err)) < 0)
            return status;
        return actions[i].run(o, count > 1 ? operand[1] : NULL, err);
    }
    return error_set(err, STATUS_USAGE,
                     "add, list, disable or passwd wanted, "
                     "see 'vigie user --help'");
}

int command_user(const struct command *self, const struct surroundings *around,
                 int argc, char **argv, struct error *err)
{
    struct user_options o = {
        .db = around->store, .role = "moderator", .now = around->now};
    const struct option_spec specs[] = {
        {"role", OPTION_TEXT, &o.role, "ROLE",
         "add: moderator (default), lead or admin"                              },
        {"db",   OPTION_TEXT, &o.db,   "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"now",  OPTION_TIME, &o.now,  "TIME", "as if it were that time"        },
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
