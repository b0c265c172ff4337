/* Requests answered by the console's own functions over a store in memory.
 * The first line is "GET /path?query" or "POST /path", what follows the body:
 * JSON of the HTTP API or a form.  Sessions and tokens are taken as shown;
 * what starts processes or tries passwords is left out. */
#include "fuzz.h"

#include "guard.h"
#include "respond.h"
#include "routes.h"
#include "statistics_page.h"
#include "thresholds_page.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

#define RUNS_A_STORE 64 /* then an empty one */

static void say(const char *where, const char *message)
{
    FUZZ_CHECK(where && message);
}

static const struct surroundings around = {
    .home = ".",
    .store = ":memory:",
    .moderator = "fuzz",
    .now = 1600000000,
    .processors = 1,
    .seed = 1,
    .say = say,
};

static shelf_make *const figures[SHELF_ITEMS] = {
    [SHELF_STATISTICS] = statistics_make,
    [SHELF_COSTS] = thresholds_make,
};

struct desk {
    struct console console;
    struct metrics metrics;
    struct static_files files;
    size_t runs;
};

static void fail(const struct error *err)
{
    fuzz_fail(err->where, 0, err->message);
}

static struct desk *open_desk(void)
{
    static struct desk d;
    struct error err = {.status = STATUS_OK};

    if (d.runs++ % RUNS_A_STORE)
        return &d;
    shelf_free(d.console.shelf);
    turnstile_free(d.console.logins);
    scorer_free(d.console.scorer);
    worker_pool_free(d.console.pool);
    if (!d.console.store && static_files_open(&d.files, &err) < 0)
        fail(&err);
    d.console = (struct console){
        .around = &around,
        .store = around.store,
        .folder = "/nonexistent",
        .base = "",
        .metrics = &d.metrics,
        .files = &d.files,
    };
    if (worker_pool_open(&d.console.pool, &around, around.store, NULL, &err) <
            0 ||
        scorer_open(&d.console.scorer, &around, &err) < 0 ||
        turnstile_open(&d.console.logins, &err) < 0 ||
        shelf_open(&d.console.shelf, d.console.pool, &around, figures, &err) <
            0)
        fail(&err);
    return &d;
}

static bool is_left_out(struct view path)
{
    return view_starts(path, "/models/") || view_starts(path, "/login") ||
           view_starts(path, "/job") || view_starts(path, "/coral");
}

static void check_answer(const struct exchange *e)
{
    const struct view out = buffer_view(&e->out);

    FUZZ_CHECK(e->status >= 200 && e->status < 600 && e->status != 500);
    FUZZ_CHECK(e->type);
    FUZZ_CHECK(utf8_check(out) == UTF8_VALID);
    if (strstr(e->type, "json") && out.len) {
        json_t *root = json_loadb(out.ptr, out.len, JSON_ALLOW_NUL, NULL);
        FUZZ_CHECK(root);
        json_decref(root);
    }
    for (size_t i = 0; i < e->header_count; i++)
        FUZZ_CHECK(!strpbrk(e->header[i].value, "\r\n"));
}

static void answer(struct desk *d, struct exchange *e)
{
    struct error err = {.status = STATUS_OK};

    if (worker_take(d->console.pool, LANE_DESK, &e->worker, &err) < 0 ||
        worker_queue(d->console.pool, e->worker, &err) < 0)
        fail(&err);
    e->match.route->answer(e);
    check_answer(e);
    worker_give(d->console.pool, LANE_DESK, e->worker);
    for (size_t i = 0; i < e->header_count; i++)
        free(e->header[i].value);
    buffer_free(&e->body);
    buffer_free(&e->out);
}

/* The first line cut off *rest, split at '?'. */
static struct exchange read_line(struct view *rest)
{
    struct exchange e = {.now = 1600000000};
    const char *end = rest->len ? memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    struct view line = view_first(*rest, len);

    *rest = view_from(*rest, len + 1);
    e.method = view_starts(line, "POST ") ? METHOD_POST : METHOD_GET;
    line = view_from(line, e.method == METHOD_POST ? 5 : 4);
    const char *mark = line.len ? memchr(line.ptr, '?', line.len) : NULL;
    const size_t path = mark ? (size_t)(mark - line.ptr) : line.len;
    e.path = view_first(line, path);
    e.query = view_from(line, path + 1);
    if (!e.query.len)
        e.query = view_of("");
    return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {.status = STATUS_OK};
    struct view rest = fuzz_view(data, size);
    struct exchange e = read_line(&rest);

    e.match = routes_find(e.method, e.path);
    if (!e.match.route || is_left_out(e.path) ||
        utf8_check(e.path) != UTF8_VALID || memchr(e.path.ptr, 0, e.path.len) ||
        rest.len > e.match.route->body_ceiling)
        return 0;
    struct desk *d = open_desk();
    e.console = &d->console;
    e.account =
        (struct account){.key = 1, .name = view_of("fuzz"), .role = ROLE_LEAD};
    e.token = (struct api_token){.name = view_of("fuzz")};
    e.cookie = view_of("cookie");
    FUZZ_CHECK(buffer_add_view(&e.body, rest, &err) == STATUS_OK);
    answer(d, &e);
    return 0;
}
