#include "clock.h"
#include "command.h"
#include "credentials.h"
#include "desk.h"
#include "home.h"
#include "hooks.h"
#include "options.h"
#include "password.h"
#include "render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_SIZE ((size_t)8 << 20)
#define URL_SHOWN 200 /* code points */

struct hook_options {
    const char *db;
    int64_t now;
    struct store *store;
    struct arena arena;
};

static int finish(struct hook_options *o, int status, struct error *err)
{
    if (status >= 0) {
        const int committed = store_commit(o->store, err);
        return committed < 0 ? committed : status;
    }
    store_rollback(o->store);
    return status;
}

static int put(struct hook_options *o, struct hook *hook, struct error *err)
{
    const int status = store_begin(o->store, err);

    return status < 0 ? status : finish(o, hook_add(o->store, hook, err), err);
}

/* The secret is printed here and never again. */
static int add(struct hook_options *o, const char *url, struct error *err)
{
    char secret[SECRET_SIZE];
    struct hook hook = {
        .kind = HOOK_WEBHOOK, .url = view_of(url), .created = o->now};
    int status;

    if ((status = desk_check_text("the address", hook.url, err)) < 0)
        return status;
    if (!view_starts(hook.url, "https://") && !view_starts(hook.url, "http://"))
        return error_set(err, STATUS_USAGE,
                         "an address such as https://site.exemple.fr/vigie "
                         "wanted, not '%s'",
                         url);
    secret_make("whsec_", secret);
    hook.secret = view_of(secret);
    if ((status = put(o, &hook, err)) == STATUS_OK)
        printf("%s\n", secret);
    return status;
}

static int coral(struct hook_options *o, const char *none, struct error *err)
{
    char secret[256];
    struct hook hook = {.kind = HOOK_CORAL, .created = o->now};
    int status;

    (void)none;
    if ((status = password_ask("signing secret", secret, sizeof(secret), err)) <
        0)
        return status;
    hook.secret = view_of(secret);
    if ((status = put(o, &hook, err)) == STATUS_OK)
        printf("hook %lld\n", (long long)hook.key);
    return status;
}

static int removal(struct hook_options *o, const char *number,
                   struct error *err)
{
    char *end;
    const long long key = strtoll(number, &end, 10);
    int status;

    if (end == number || *end)
        return error_set(err, STATUS_USAGE,
                         "a hook's number wanted, see 'vigie hook list'");
    if ((status = store_begin(o->store, err)) < 0)
        return status;
    status = finish(o, hook_remove(o->store, key, o->now, err), err);
    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no hook %lld in force", key);
    if (status == 1)
        printf("hook %lld is removed\n", key);
    return status < 0 ? status : STATUS_OK;
}

static int list(struct hook_options *o, const char *none, struct error *err)
{
    struct hook_list hooks;
    char since[CLOCK_ISO_SIZE];
    const int status = hook_list(o->store, &o->arena, &hooks, err);

    (void)none;
    for (size_t i = 0; i < hooks.count && status == STATUS_OK; i++) {
        const struct hook *h = &hooks.item[i];
        clock_format(h->created, since);
        printf("%lld  %s  ", (long long)h->key, hook_kind_name(h->kind));
        render_name(stdout, h->url.ptr ? h->url : view_of("-"), URL_SHOWN);
        printf("  since %s  %lld not acknowledged\n", since,
               (long long)h->open);
    }
    return status;
}

static const struct hook_action {
    const char *name;
    int (*run)(struct hook_options *o, const char *operand, struct error *err);
    size_t operands; /* behind the action */
} actions[] = {
    {"add",    add,     1},
    {"coral",  coral,   0},
    {"list",   list,    0},
    {"remove", removal, 1},
};

static int run(struct hook_options *o, const struct surroundings *around,
               char **operand, size_t count, struct error *err)
{
    int status;

    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (!count || strcmp(operand[0], actions[i].name) != 0)
            continue;
        if (count - 1 != actions[i].operands)
            return error_set(err, STATUS_USAGE, "'hook %s' takes %zu operands",
                             operand[0], actions[i].operands);
        if ((status = arena_open(&o->arena, ARENA_SIZE, err)) < 0 ||
            (status =
                 home_store(around, o->db, o->now, false, &o->store, err)) < 0)
            return status;
        return actions[i].run(o, count > 1 ? operand[1] : NULL, err);
    }
    return error_set(
        err, STATUS_USAGE,
        "add, coral, list or remove wanted, see 'vigie hook --help'");
}

int command_hook(const struct command *self, const struct surroundings *around,
                 int argc, char **argv, struct error *err)
{
    struct hook_options o = {.db = around->store, .now = around->now};
    const struct option_spec specs[] = {
        {"db",  OPTION_TEXT, &o.db,  "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"now", OPTION_TIME, &o.now, "TIME", "as if it were that time"        },
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
