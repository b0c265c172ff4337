#include "exchange.h"

#include "form.h"
#include "utf8.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was asked ----------------------------------------------------- */

static struct view look_up(const struct exchange *self, enum MHD_ValueKind kind,
                           const char *name)
{
    if (!self->connection)
        return (struct view){NULL, 0};
    const struct view value =
        view_of(self->console->http->lookup_connection_value(self->connection,
                                                             kind, name));

    return utf8_check(value) == UTF8_VALID ? value : (struct view){NULL, 0};
}

struct view exchange_header(const struct exchange *self, const char *name)
{
    return look_up(self, MHD_HEADER_KIND, name);
}

struct view exchange_query(const struct exchange *self, const char *name)
{
    if (self->query.ptr)
        return form_find(self->query, name, 0, &self->worker->arena);
    return look_up(self, MHD_GET_ARGUMENT_KIND, name);
}

struct view exchange_cookie(const struct exchange *self, const char *name)
{
    return look_up(self, MHD_COOKIE_KIND, name);
}

struct view exchange_field(struct exchange *self, const char *name, size_t n)
{
    return form_find(buffer_view(&self->body), name, n, &self->worker->arena);
}

int64_t exchange_whole(struct view text)
{
    int64_t value = 0;

    if (!text.len || text.len > 18)
        return -1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return -1;
        value = value * 10 + (text.ptr[i] - '0');
    }
    return value;
}

/* A host of letters, digits, '.', '-', ':' and brackets: nothing that could
 * break out of a link. */
static bool is_host(struct view host)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";

    for (size_t i = 0; i < host.len; i++)
        if (!memchr(safe, host.ptr[i], sizeof(safe) - 1))
            return false;
    return host.len > 0 && host.len < 256;
}

struct view exchange_base(struct exchange *self)
{
    struct buffer base = {.ceiling = 1024};
    struct error err = {.status = STATUS_OK};
    struct view copy = {"", 0};
    struct view host = exchange_header(self, "Host");
    bool secure = self->console->tls;

    if (self->console->base[0])
        return view_of(self->console->base);
    if (self->console->proxied && exchange_header(self, "X-Forwarded-Host").len)
        host = exchange_header(self, "X-Forwarded-Host");
    if (self->console->proxied)
        secure |= view_is(exchange_header(self, "X-Forwarded-Proto"), "https");
    if (!is_host(host))
        host = view_of("localhost");
    if (buffer_printf(&base, &err, "%s://%.*s", secure ? "https" : "http",
                      VIEW_ARG(host)) == STATUS_OK)
        arena_copy(&self->worker->arena, buffer_view(&base), &copy, &err);
    buffer_free(&base);
    return copy;
}

struct view exchange_peer(const struct exchange *self)
{
    struct view chain = exchange_header(self, "X-Forwarded-For");
    const union MHD_ConnectionInfo *info;

    if (self->console->proxied && chain.len) {
        /* the last one is what the proxy itself saw */
        for (size_t i = chain.len; i-- > 0;)
            if (chain.ptr[i] == ',')
                return view_trim(view_from(chain, i + 1));
        return view_trim(chain);
    }
    if (!self->connection ||
        !(info = self->console->http->get_connection_info(
              self->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)))
        return view_of("?");
    const struct sockaddr *from = info->client_addr;
    if (from->sa_family == AF_INET)
        return (struct view){
            (const char *)&((const struct sockaddr_in *)(const void *)from)
                ->sin_addr,
            sizeof(struct in_addr)};
    if (from->sa_family == AF_INET6) /* one customer has a /64 */
        return (struct view){
            (const char *)&((const struct sockaddr_in6 *)(const void *)from)
                ->sin6_addr,
            8};
    return view_of("?");
}

bool exchange_english(const struct exchange *self)
{
    return view_is(exchange_cookie(self, "vigie_language"), "en");
}

/* ---- answering ---------------------------------------------------------- */

static void start(struct exchange *self, unsigned status, const char *type)
{
    self->status = status;
    self->type = type;
    buffer_clear(&self->out);
}

void answer_header(struct exchange *self, const char *name, const char *value)
{
    char *copy = strdup(value);

    if (!copy || self->header_count == ANSWER_HEADERS) {
        free(copy);
        return;
    }
    self->header[self->header_count++] = (struct answer_header){name, copy};
}

static int put_json(const char *bytes, size_t len, void *context)
{
    struct error err = {.status = STATUS_OK};

    return buffer_add(context, bytes, len, &err) < 0 ? -1 : 0;
}

void answer_json(struct exchange *self, unsigned status, json_t *value)
{
    static const char failed[] =
        "{\"error\":{\"code\":500,\"message\":\"out of memory\","
        "\"status\":\"INTERNAL\"}}";

    start(self, status, "application/json; charset=UTF-8");
    if (!value || json_dump_callback(value, put_json, &self->out,
                                     JSON_COMPACT | JSON_ENCODE_ANY |
                                         JSON_REAL_PRECISION(10)) < 0) {
        struct error err = {.status = STATUS_OK};
        start(self, 500, "application/json; charset=UTF-8");
        buffer_add_text(&self->out, failed, &err);
    }
    json_decref(value);
}

void answer_error(struct exchange *self, unsigned status, const char *name,
                  const char *message, json_t *details)
{
    json_t *error = json_pack("{s:i, s:s, s:s}", "code", (int)status, "message",
                              message, "status", name);

    if (details)
        json_object_set_new(error, "details", details);
    answer_json(self, status, json_pack("{s:o}", "error", error));
}

void answer_failure(struct exchange *self, const struct error *err)
{
    const char *message =
        err->message[0] ? err->message : error_meaning(err->status);

    switch ((int)err->status) {
    case STATUS_NOT_FOUND:
        answer_error(self, 404, "NOT_FOUND", message, NULL);
        break;
    case STATUS_USAGE:
    case STATUS_BAD_RECORD:
    case STATUS_TOO_BIG:
        answer_error(self, 400, "INVALID_ARGUMENT", message, NULL);
        break;
    case STATUS_BAD_INPUT:
        answer_error(self, 409, "FAILED_PRECONDITION", message, NULL);
        break;
    case STATUS_BUSY:
        answer_error(self, 409, "ABORTED", message, NULL);
        break;
    default: /* what is wrong here is not for strangers */
        self->console->around->say(err->where, message);
        answer_error(self, 503, "UNAVAILABLE",
                     "vigie cannot do that now, see its log", NULL);
        break;
    }
}

void answer_redirect(struct exchange *self, const char *to)
{
    start(self, 303, "text/plain; charset=UTF-8");
    answer_header(self, "Location", to);
}

void answer_cookie(struct exchange *self, const char *name, const char *value,
                   int64_t seconds, bool script)
{
    struct buffer line = {.ceiling = 1024};
    struct error err = {.status = STATUS_OK};
    const bool secure =
        self->console->tls ||
        (self->console->proxied &&
         view_is(exchange_header(self, "X-Forwarded-Proto"), "https"));

    if (buffer_printf(&line, &err,
                      "%s=%s; Path=/; Max-Age=%lld; SameSite=Strict%s%s", name,
                      value, (long long)seconds, script ? "" : "; HttpOnly",
                      secure ? "; Secure" : "") == STATUS_OK)
        answer_header(self, "Set-Cookie", line.ptr);
    buffer_free(&line);
}
