#include "server.h"

#include "deadline.h"
#include "exchange.h"
#include "file.h"
#include "listen.h"
#include "respond.h"
#include "sender.h"
#include "statistics_page.h"
#include "thresholds_page.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define IDLE_SECONDS 20 /* without a byte from the client */
#define STACK_SIZE ((size_t)1 << 20)
#define REQUEST_HEAD ((size_t)32 << 10) /* bytes of line and headers */
#define PEM_CEILING ((size_t)1 << 20)
#define STOP_SECONDS 10 /* for the answers under way */

struct server {
    struct console console;
    struct MHD_Daemon *daemon;
    struct deadlines *deadlines;
    struct sender *sender;
    struct microhttp http;
    struct metrics metrics;
    struct static_files files;
    struct buffer cert, key;
    char folder[4096];
    char address[LISTEN_NAME_SIZE];
};

/* ---- connections -------------------------------------------------------- */

static void on_connection(void *context, struct MHD_Connection *connection,
                          void **place,
                          enum MHD_ConnectionNotificationCode what)
{
    struct server *self = context;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = self->http.get_connection_info(
            connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *place =
            info ? deadline_begin(self->deadlines, info->connect_fd) : NULL;
        atomic_fetch_add(&self->metrics.connections, 1);
    } else {
        deadline_end(self->deadlines, *place);
        *place = NULL;
        atomic_fetch_sub(&self->metrics.connections, 1);
    }
}

static struct deadline *deadline_of(const struct server *self,
                                    struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = self->http.get_connection_info(
        connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

/* ---- requests ----------------------------------------------------------- */

/* Called with the head, with each piece of the body, and at its end. */
static enum MHD_Result on_request(void *context,
                                  struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *piece,
                                  size_t *piece_len, void **place)
{
    struct server *self = context;
    struct exchange *exchange = *place;

    (void)version;
    if (!exchange) {
        exchange = respond_begin(&self->console, connection, method, path);
        *place = exchange;
        if (!exchange)
            return MHD_NO;
        return exchange->status ? respond_send(exchange) : MHD_YES;
    }
    if (*piece_len) {
        respond_take(exchange, piece, *piece_len);
        *piece_len = 0;
        return MHD_YES;
    }
    struct deadline *deadline = deadline_of(self, connection);
    deadline_rest(self->deadlines, deadline);
    respond_run(exchange);
    deadline_run(self->deadlines, deadline);
    return respond_send(exchange);
}

static void on_end(void *context, struct MHD_Connection *connection,
                   void **place, enum MHD_RequestTerminationCode how)
{
    struct server *self = context;

    (void)how;
    respond_free(*place);
    *place = NULL;
    deadline_run(self->deadlines, deadline_of(self, connection));
}

/* What clients do wrong is no news. */
static void on_log(void *context, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static void on_log(void *context, const char *format, va_list arguments)
{
    (void)context;
    (void)format;
    (void)arguments;
}

/* ---- opening ------------------------------------------------------------ */

static int read_pem(const char *path, struct buffer *out, struct error *err)
{
    if (file_read(path, PEM_CEILING, out, err) < 0)
        return err->status;
    return STATUS_OK;
}

static shelf_make *const figures[SHELF_ITEMS] = {
    [SHELF_STATISTICS] = statistics_make,
    [SHELF_COSTS] = thresholds_make,
};

static int open_parts(struct server *self, const struct server_options *o,
                      const struct surroundings *around, struct error *err)
{
    int status;

    if (!o->cert != !o->key)
        return error_set(err, STATUS_USAGE, "--cert and --key go together");
    if (o->cert && ((status = read_pem(o->cert, &self->cert, err)) < 0 ||
                    (status = read_pem(o->key, &self->key, err)) < 0))
        return status;
    const int len =
        o->folder
            ? snprintf(self->folder, sizeof(self->folder), "%s", o->folder)
            : snprintf(self->folder, sizeof(self->folder), "%s.work", o->store);
    if (len < 0 || (size_t)len >= sizeof(self->folder))
        return error_set(err, STATUS_USAGE, "--folder is too long");
    self->console = (struct console){
        .around = around,
        .http = &self->http,
        .store = o->store,
        .folder = self->folder,
        .labelled = o->labelled,
        .base = o->base,
        .tls = o->cert != NULL,
        .proxied = o->proxied,
        .metrics = &self->metrics,
        .files = &self->files,
    };
    if ((status = static_files_open(&self->files, err)) < 0 ||
        (status = worker_pool_open(&self->console.pool, around, o->store,
                                   o->policy, err)) < 0 ||
        (status = scorer_open(&self->console.scorer, around, err)) < 0 ||
        (status = turnstile_open(&self->console.logins, err)) < 0 ||
        (status = shelf_open(&self->console.shelf, self->console.pool, around,
                             figures, err)) < 0)
        return status;
    return deadlines_open(&self->deadlines, o->connections, err);
}

/* The store is made, planned, and has an active model, before anybody asks. */
static int prepare_store(struct server *self, struct error *err)
{
    struct worker *worker;
    int status = worker_take(self->console.pool, LANE_DESK, &worker, err);

    if (status < 0)
        return status;
    if ((status = worker_queue(self->console.pool, worker, err)) == STATUS_OK)
        status = registry_settle(worker->store, self->console.around,
                                 (int64_t)time(NULL), err);
    worker_give(self->console.pool, LANE_DESK, worker);
    return status;
}

static int start(struct server *self, const struct server_options *o,
                 struct error *err)
{
    struct listen_at at;
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION |
                     MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL |
                     MHD_USE_ERROR_LOG | MHD_USE_ITC;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, self->cert.ptr},
        {MHD_OPTION_HTTPS_MEM_KEY,  0, self->key.ptr },
        {MHD_OPTION_END,            0, NULL          }
    };

    if (listen_parse(o->listen, &at, err) < 0)
        return err->status;
    if (at.six)
        flags |= MHD_USE_IPv6;
    if (self->console.tls)
        flags |= MHD_USE_TLS;
    else
        tls[0].option = MHD_OPTION_END;
    errno = 0;
    self->daemon = self->http.start_daemon(
        flags, at.port, NULL, NULL, on_request, self,
        MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL, MHD_OPTION_SOCK_ADDR,
        (struct sockaddr *)&at.address, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)o->connections, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        REQUEST_HEAD, MHD_OPTION_THREAD_STACK_SIZE, STACK_SIZE,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, self,
        MHD_OPTION_NOTIFY_COMPLETED, on_end, self,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 0U, MHD_OPTION_ARRAY, tls,
        MHD_OPTION_END);
    if (!self->daemon)
        return error_set(err, self->console.tls ? STATUS_CONFIG : STATUS_IO,
                         "cannot listen at '%s'%s%s%s", o->listen,
                         errno ? ": " : "", errno ? strerror(errno) : "",
                         self->console.tls ? ", or the certificate is wrong"
                                           : "");
    const union MHD_DaemonInfo *info =
        self->http.get_daemon_info(self->daemon, MHD_DAEMON_INFO_BIND_PORT);
    listen_name(&at, self->console.tls, info ? info->port : at.port,
                self->address);
    return STATUS_OK;
}

int server_open(struct server **out, const struct server_options *options,
                const struct surroundings *around, struct error *err)
{
    struct server *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = microhttp_open(&self->http, err)) < 0 ||
        (status = open_parts(self, options, around, err)) < 0 ||
        (status = prepare_store(self, err)) < 0 ||
        (status = sender_open(&self->sender, &self->console, err)) < 0 ||
        (status = start(self, options, err)) < 0)
        server_close(self);
    else {
        shelf_warm(self->console.shelf);
        *out = self;
    }
    return status;
}

const char *server_address(const struct server *self)
{
    return self->address;
}

static void stop_listening(struct server *self)
{
    const struct timespec pause = {.tv_nsec = 50 * 1000000L};
    const MHD_socket socket = self->http.quiesce_daemon(self->daemon);

    for (int i = 0; i < STOP_SECONDS * 20 && respond_count(&self->console); i++)
        nanosleep(&pause, NULL);
    self->http.stop_daemon(self->daemon);
    if (socket != MHD_INVALID_SOCKET)
        close(socket);
}

void server_close(struct server *self)
{
    if (!self)
        return;
    if (self->daemon)
        stop_listening(self);
    sender_close(self->sender);
    deadlines_free(self->deadlines);
    shelf_free(self->console.shelf);
    scorer_free(self->console.scorer);
    turnstile_free(self->console.logins);
    worker_pool_free(self->console.pool);
    static_files_free(&self->files);
    buffer_free(&self->cert);
    buffer_free(&self->key);
    free(self);
}
