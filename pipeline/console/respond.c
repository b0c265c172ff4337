#include "respond.h"

#include "guard.h"
#include "layout.h"
#include "routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char policy_header[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

static bool is_api(struct view path)
{
    return view_starts(path, "/v1") || view_starts(path, "/batch") ||
           view_starts(path, "/coral");
}

/* For people a page, for programs the error as they know it. */
static void refuse(struct exchange *self, unsigned status, const char *name,
                   const char *french, const char *english)
{
    if (is_api(self->path))
        answer_error(self, status, name, english, NULL);
    else
        page_problem(self, status, french, english);
}

static void refuse_path(struct exchange *self)
{
    if (self->match.path_known)
        refuse(self, 405, "METHOD_NOT_ALLOWED", "Méthode non permise ici.",
               "This method is not allowed here.");
    else
        refuse(self, 404, "NOT_FOUND", "Cette page n'existe pas.",
               "There is nothing at this address.");
}

static void refuse_size(struct exchange *self)
{
    refuse(self, 413, "INVALID_ARGUMENT", "La requête est trop grande.",
           "The request is too big.");
}

struct exchange *respond_begin(const struct console *console,
                               struct MHD_Connection *connection,
                               const char *method, const char *path)
{
    struct exchange *self = calloc(1, sizeof(*self));
    char *copy = strdup(path);

    if (!self || !copy) {
        free(self);
        free(copy);
        return NULL;
    }
    self->console = console;
    self->connection = connection;
    self->path = view_of(copy);
    self->head = strcmp(method, "HEAD") == 0;
    self->method = strcmp(method, "POST") == 0 ? METHOD_POST : METHOD_GET;
    if (self->method == METHOD_GET && !self->head && strcmp(method, "GET") != 0)
        self->method = METHODS; /* no route has it */
    self->match = routes_find(self->method, self->path);
    if (!self->match.route) {
        refuse_path(self);
        return self;
    }
    self->body.ceiling = self->match.route->body_ceiling;
    const int64_t length =
        exchange_whole(exchange_header(self, "Content-Length"));
    if (length > 0 && (uint64_t)length > self->match.route->body_ceiling)
        refuse_size(self);
    return self;
}

void respond_take(struct exchange *self, const char *piece, size_t len)
{
    struct error err = {.status = STATUS_OK};

    if (self->status)
        return; /* refused already: the rest is read and dropped */
    if (!self->match.route->body_ceiling ||
        buffer_add(&self->body, piece, len, &err) < 0)
        refuse_size(self);
}

static enum worker_lane lane_of(const struct route *route)
{
    if (route->access == ACCESS_SIGNED)
        return LANE_SIGNED;
    return route->scope == SCOPE_SCORE ? LANE_SCORES : LANE_DESK;
}

/* With a worker of its own for as long as it takes. */
static void answer(struct exchange *self)
{
    const enum worker_lane lane = lane_of(self->match.route);
    struct error err = {.status = STATUS_OK};

    if (worker_take(self->console->pool, lane, &self->worker, &err) < 0) {
        answer_failure(self, &err);
        return;
    }
    if (guard_admits(self))
        self->match.route->answer(self);
    worker_give(self->console->pool, lane, self->worker);
    self->worker = NULL;
}

static bool is_login(const struct route *route)
{
    return route->access == ACCESS_FORM && route->method == METHOD_POST;
}

/* Whoever waits for their turn keeps no worker from others. */
static void answer_login(struct exchange *self)
{
    struct turnstile *logins = self->console->logins;
    const struct view peer = exchange_peer(self);

    if (!turnstile_enter(logins, peer, self->now)) {
        answer_header(self, "Retry-After", "5");
        page_problem(self, 503,
                     "Trop de connexions à la fois. Réessayez dans quelques "
                     "secondes.",
                     "Too many log in at once. Try again in some seconds.");
        return;
    }
    self->now = (int64_t)time(NULL);
    answer(self);
    turnstile_leave(logins, peer, self->now, self->status == 401);
}

static int64_t microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void respond_run(struct exchange *self)
{
    struct metrics *metrics = self->console->metrics;
    const int64_t begin = microseconds();

    if (self->status)
        return;
    atomic_fetch_add(&metrics->answering, 1);
    self->now = (int64_t)time(NULL);
    if (is_login(self->match.route))
        answer_login(self);
    else
        answer(self);
    if (!self->status)
        answer_error(self, 500, "INTERNAL", "no answer was made", NULL);
    atomic_fetch_sub(&metrics->answering, 1);
    metrics_answer(metrics, self->status, microseconds() - begin);
}

static void add_header(struct exchange *self, struct MHD_Response *response,
                       const char *name, const char *value)
{
    self->console->http->add_response_header(response, name, value);
}

static void add_headers(struct exchange *self, struct MHD_Response *response)
{
    add_header(self, response, "Content-Type", self->type);
    add_header(self, response, "Content-Security-Policy", policy_header);
    add_header(self, response, "X-Content-Type-Options", "nosniff");
    add_header(self, response, "X-Frame-Options", "DENY");
    add_header(self, response, "Referrer-Policy", "same-origin");
    add_header(self, response, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(self, response, "Cross-Origin-Resource-Policy", "same-origin");
    add_header(self, response, "Cache-Control",
               self->cached ? "public, max-age=31536000, immutable"
                            : "no-store");
    if (self->console->tls)
        add_header(self, response, "Strict-Transport-Security",
                   "max-age=31536000");
    for (size_t i = 0; i < self->header_count; i++)
        add_header(self, response, self->header[i].name, self->header[i].value);
}

enum MHD_Result respond_send(struct exchange *self)
{
    const struct microhttp *http = self->console->http;
    /* the exchange lives until the answer is sent: nothing is copied */
    struct MHD_Response *response = http->create_response_from_buffer(
        self->out.len, self->out.len ? self->out.ptr : NULL,
        MHD_RESPMEM_PERSISTENT);

    if (!response)
        return MHD_NO;
    add_headers(self, response);
    const enum MHD_Result result =
        http->queue_response(self->connection, self->status, response);
    http->destroy_response(response);
    return result;
}

void respond_free(struct exchange *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < self->header_count; i++)
        free(self->header[i].value);
    buffer_free(&self->body);
    buffer_free(&self->out);
    free((char *)(uintptr_t)self->path.ptr);
    free(self);
}

int64_t respond_count(const struct console *console)
{
    return (int64_t)atomic_load(&console->metrics->answering);
}
