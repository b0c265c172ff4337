#include "batch.h"

#include "guard.h"
#include "routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ANSWER_BOUNDARY "batch_vigie_5f0a1c"
#define BOUNDARY_CEILING 200

/* The next line without its end; false at the end of the text. */
static bool next_line(struct view *rest, struct view *line)
{
    if (!rest->len)
        return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    const size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    *line = view_first(*rest, len);
    if (line->len && line->ptr[line->len - 1] == '\r')
        line->len--;
    *rest = view_from(*rest, len + 1);
    return true;
}

/* Headers up to the blank line; the value of `name`, where it is there. */
static bool read_headers(struct view *rest, const char *name,
                         struct view *value)
{
    const size_t len = strlen(name);
    struct view line;

    while (next_line(rest, &line)) {
        if (!line.len)
            return true;
        if (value && line.len > len && line.ptr[len] == ':' &&
            strncasecmp(line.ptr, name, len) == 0)
            *value = view_trim(view_from(line, len + 1));
    }
    return false;
}

/* "POST /v1alpha1/comments:analyze?key=K HTTP/1.1"; an address with a host
 * counts from its path. */
static bool read_request_line(struct view line, struct batch_call *out)
{
    const char *space = line.len ? memchr(line.ptr, ' ', line.len) : NULL;

    if (!space)
        return false;
    out->method = view_first(line, (size_t)(space - line.ptr));
    struct view target = view_from(line, out->method.len + 1);
    const char *end = target.len ? memchr(target.ptr, ' ', target.len) : NULL;
    if (end)
        target = view_first(target, (size_t)(end - target.ptr));
    const char *mark = target.len ? memchr(target.ptr, '?', target.len) : NULL;
    out->query = (struct view){"", 0};
    if (mark) {
        const size_t len = (size_t)(mark - target.ptr);
        out->query = view_from(target, len + 1);
        target = view_first(target, len);
    }
    if (view_starts(target, "http://") || view_starts(target, "https://")) {
        const char *host = strchr(target.ptr, ':') + 3;
        const size_t left = target.len - (size_t)(host - target.ptr);
        const char *slash = memchr(host, '/', left);
        if (!slash)
            return false;
        target = view_from(target, (size_t)(slash - target.ptr));
    }
    out->path = target;
    return true;
}

/* Where "--boundary" begins a line; text.len: nowhere. */
static size_t find_boundary(struct view text, struct view boundary)
{
    for (size_t at = 0; at + boundary.len + 2 <= text.len; at++)
        if (text.ptr[at] == '-' && text.ptr[at + 1] == '-' &&
            (at == 0 || text.ptr[at - 1] == '\n') &&
            memcmp(text.ptr + at + 2, boundary.ptr, boundary.len) == 0)
            return at;
    return text.len;
}

bool batch_next(struct view *rest, struct view boundary, struct batch_call *out)
{
    struct view line, part;
    const size_t begin = find_boundary(*rest, boundary);

    *rest = view_from(*rest, begin);
    if (!next_line(rest, &line) ||
        view_starts(view_from(line, boundary.len + 2), "--"))
        return false;
    const size_t end = find_boundary(*rest, boundary);
    part = view_first(*rest, end);
    *rest = view_from(*rest, end);
    *out = (struct batch_call){
        .id = {"", 0}
    };
    if (!read_headers(&part, "Content-ID", &out->id) ||
        !next_line(&part, &line) || !read_request_line(line, out))
        return false;
    if (!read_headers(&part, "", NULL))
        part = (struct view){"", 0};
    out->body = view_trim(part);
    return true;
}

/* "multipart/mixed; boundary="..."". */
static struct view boundary_of(struct view type)
{
    static const char name[] = "boundary=";

    for (size_t i = 0; i + sizeof(name) <= type.len; i++) {
        if (strncasecmp(type.ptr + i, name, sizeof(name) - 1) != 0)
            continue;
        struct view value = view_from(type, i + sizeof(name) - 1);
        const char close = value.len && value.ptr[0] == '"' ? '"' : ';';
        if (close == '"')
            value = view_from(value, 1);
        const char *end =
            value.len ? memchr(value.ptr, close, value.len) : NULL;
        return end ? view_first(value, (size_t)(end - value.ptr)) : value;
    }
    return (struct view){NULL, 0};
}

/* A call as if it had come alone; only scores are to be had in a batch. */
static void run_call(struct exchange *self, const struct batch_call *call,
                     struct exchange *one)
{
    char path[256];
    size_t len = 0;

    for (size_t i = 0; i < call->path.len && len + 1 < sizeof(path); i++) {
        const bool colon = i + 2 < call->path.len &&
                           strncasecmp(call->path.ptr + i, "%3a", 3) == 0;
        path[len++] = colon ? ':' : call->path.ptr[i];
        i += colon ? 2 : 0;
    }
    *one = (struct exchange){
        .console = self->console,
        .worker = self->worker,
        .connection = self->connection,
        .method = METHOD_POST,
        .path = {path, len},
        .query = call->query,
        .now = self->now
    };
    struct error err = {.status = STATUS_OK};
    one->match = routes_find(METHOD_POST, one->path);
    if (!view_is(call->method, "POST") || !one->match.route ||
        one->match.route->scope != SCOPE_SCORE)
        answer_error(one, 404, "NOT_FOUND", "There is nothing at this address.",
                     NULL);
    else if (buffer_add_view(&one->body, call->body, &err) < 0)
        answer_failure(one, &err);
    else if (guard_admits(one))
        one->match.route->answer(one);
    one->path = (struct view){NULL, 0};
}

static int put_answer(struct buffer *out, const struct batch_call *call,
                      const struct exchange *one, struct error *err)
{
    struct view id = call->id;
    int status;

    if (view_starts(id, "<"))
        id = view_from(id, 1);
    status = buffer_printf(
        out, err,
        "--" ANSWER_BOUNDARY "\r\nContent-Type: application/http\r\n"
        "Content-ID: %sresponse-%.*s\r\n\r\nHTTP/1.1 %u %s\r\n"
        "Content-Type: application/json; charset=UTF-8\r\n"
        "Content-Length: %zu\r\n\r\n",
        id.len < call->id.len ? "<" : "", VIEW_ARG(id), one->status,
        one->status == 200 ? "OK" : "Error", one->out.len);
    if (status == STATUS_OK)
        status = buffer_add_view(out, buffer_view(&one->out), err);
    return status < 0 ? status : buffer_add_text(out, "\r\n", err);
}

static int run_all(struct exchange *self, struct view boundary,
                   struct buffer *out, struct error *err)
{
    struct view rest = buffer_view(&self->body);
    struct batch_call call;
    int status = STATUS_OK;

    for (int i = 0; i < BATCH_CALLS && status == STATUS_OK &&
                    batch_next(&rest, boundary, &call);
         i++) {
        struct exchange one;
        run_call(self, &call, &one);
        status = put_answer(out, &call, &one, err);
        buffer_free(&one.body);
        buffer_free(&one.out);
        for (size_t h = 0; h < one.header_count; h++)
            free(one.header[h].value);
    }
    return status < 0
               ? status
               : buffer_add_text(out, "--" ANSWER_BOUNDARY "--\r\n", err);
}

void batch_run(struct exchange *self)
{
    const struct view boundary =
        boundary_of(exchange_header(self, "Content-Type"));
    struct error err = {.status = STATUS_OK};

    if (!boundary.len || boundary.len > BOUNDARY_CEILING) {
        answer_error(self, 400, "INVALID_ARGUMENT",
                     "multipart/mixed with a boundary wanted", NULL);
        return;
    }
    self->status = 200;
    self->type = "multipart/mixed; boundary=" ANSWER_BOUNDARY;
    if (run_all(self, boundary, &self->out, &err) < 0)
        answer_failure(self, &err);
}
