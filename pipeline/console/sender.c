#include "sender.h"

#include "credentials.h"
#include "render.h"
#include "transport.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LEASE_SECONDS 60 /* longer than a try can take */
#define TRY_SECONDS 10
#define PAUSE_LEAST 10
#define PAUSE_MOST 3600
#define MESSAGE_CEILING ((size_t)64 << 10)
#define ARENA_SIZE ((size_t)1 << 20)

struct sender {
    const struct console *console;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    atomic_bool stopping;
    struct store *store;
    struct arena arena;
    struct transport call;
    bool global; /* libcurl is set up */
    CURL *curl;
};

int64_t sender_pause(int64_t tries)
{
    int64_t pause = PAUSE_LEAST;

    while (tries-- > 0 && pause < PAUSE_MOST)
        pause *= 2;
    return pause < PAUSE_MOST ? pause : PAUSE_MOST;
}

int sender_message(const struct delivery *d, struct buffer *out,
                   struct error *err)
{
    json_t *message = json_pack(
        "{s:s, s:I, s:{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o, s:o}}",
        "event", "decision", "delivery", (json_int_t)d->key, "decision", "key",
        (json_int_t)d->decision, "comment", render_json_text(d->comment),
        "discussion", render_json_text(d->discussion), "moderator",
        render_json_text(d->moderator), "action", render_json_text(d->action),
        "tones", render_json_text(d->tones), "note", render_json_text(d->note),
        "model", render_json_text(d->model), "revision",
        (json_int_t)d->revision, "time", render_json_time(d->time), "undoes",
        d->undoes ? json_integer((json_int_t)d->undoes) : json_null());
    char *text = message ? json_dumps(message, JSON_COMPACT) : NULL;
    const int status = text ? buffer_add_text(out, text, err)
                            : error_set(err, STATUS_NO_MEMORY, "out of memory");

    free(text);
    json_decref(message);
    return status;
}

static size_t drop(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

static int watch(void *context, curl_off_t a, curl_off_t b, curl_off_t c,
                 curl_off_t d)
{
    const struct sender *self = context;

    (void)a, (void)b, (void)c, (void)d;
    return atomic_load(&self->stopping);
}

static struct curl_slist *make_headers(const struct transport *call,
                                       const struct delivery *delivery,
                                       struct view body)
{
    char hex[DIGEST_HEX_SIZE], line[160];
    struct curl_slist *list =
        call->slist_append(NULL, "Content-Type: application/json");

    signature_make(delivery->secret, body, hex);
    snprintf(line, sizeof(line), "X-Vigie-Signature: sha256=%s", hex);
    list = call->slist_append(list, line);
    snprintf(line, sizeof(line), "X-Vigie-Delivery: %lld",
             (long long)delivery->key);
    list = call->slist_append(list, line);
    return call->slist_append(list, "X-Vigie-Event: decision");
}

/* True when it was acknowledged; `answer` says what happened. */
static bool post(struct sender *self, const struct delivery *delivery,
                 struct view body, char *answer, size_t size)
{
    const struct transport *call = &self->call;
    char reason[CURL_ERROR_SIZE] = "";
    long status = 0;
    struct curl_slist *headers = make_headers(call, delivery, body);

    call->easy_reset(self->curl);
    call->easy_setopt(self->curl, CURLOPT_URL, delivery->url.ptr);
    call->easy_setopt(self->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    call->easy_setopt(self->curl, CURLOPT_HTTPHEADER, headers);
    call->easy_setopt(self->curl, CURLOPT_POSTFIELDS, body.ptr);
    call->easy_setopt(self->curl, CURLOPT_POSTFIELDSIZE, (long)body.len);
    call->easy_setopt(self->curl, CURLOPT_USERAGENT, "vigie");
    call->easy_setopt(self->curl, CURLOPT_TIMEOUT, (long)TRY_SECONDS);
    call->easy_setopt(self->curl, CURLOPT_NOSIGNAL, 1L);
    call->easy_setopt(self->curl, CURLOPT_WRITEFUNCTION, drop);
    call->easy_setopt(self->curl, CURLOPT_ERRORBUFFER, reason);
    call->easy_setopt(self->curl, CURLOPT_NOPROGRESS, 0L);
    call->easy_setopt(self->curl, CURLOPT_XFERINFOFUNCTION, watch);
    call->easy_setopt(self->curl, CURLOPT_XFERINFODATA, self);
    const CURLcode code = call->easy_perform(self->curl);
    call->easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &status);
    call->slist_free_all(headers);
    if (code == CURLE_OK)
        snprintf(answer, size, "%ld", status);
    else
        snprintf(answer, size, "%s",
                 reason[0] ? reason : call->easy_strerror(code));
    return code == CURLE_OK && status >= 200 && status < 300;
}

static int note_result(struct sender *self, const struct delivery *delivery,
                       bool told, const char *answer, struct error *err)
{
    const int64_t now = (int64_t)time(NULL);
    int status = store_begin(self->store, err);

    if (status < 0)
        return status;
    status = told ? delivery_done(self->store, delivery->key, now,
                                  view_of(answer), err)
                  : delivery_failed(self->store, delivery->key,
                                    now + sender_pause(delivery->tries),
                                    view_of(answer), err);
    if (status < 0) {
        store_rollback(self->store);
        return status;
    }
    return store_commit(self->store, err);
}

/* One message: 1, 0 when none is due, or a status. */
static int send_one(struct sender *self, struct error *err)
{
    struct metrics *metrics = self->console->metrics;
    const int64_t now = (int64_t)time(NULL);
    struct buffer body = {.ceiling = MESSAGE_CEILING};
    struct delivery delivery;
    char answer[CURL_ERROR_SIZE];
    int status;

    arena_reset(&self->arena);
    status = delivery_take(self->store, now, now + LEASE_SECONDS, &self->arena,
                           &delivery, err);
    if (status != 1)
        return status;
    if ((status = sender_message(&delivery, &body, err)) == STATUS_OK) {
        const bool told =
            post(self, &delivery, buffer_view(&body), answer, sizeof(answer));
        atomic_fetch_add(told ? &metrics->delivered : &metrics->undelivered, 1);
        status = note_result(self, &delivery, told, answer, err);
    }
    buffer_free(&body);
    return status < 0 ? status : 1;
}

static void pause_a_second(struct sender *self)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    pthread_mutex_lock(&self->lock);
    if (!atomic_load(&self->stopping))
        pthread_cond_timedwait(&self->stop, &self->lock, &until);
    pthread_mutex_unlock(&self->lock);
}

static void *run(void *context)
{
    struct sender *self = context;

    while (!atomic_load(&self->stopping)) {
        struct error err = {.status = STATUS_OK};
        const int status = send_one(self, &err);
        if (status < 0 && status != STATUS_BUSY)
            self->console->around->say("webhooks", err.message);
        if (status != 1)
            pause_a_second(self);
    }
    return NULL;
}

static int open_curl(struct sender *self, struct error *err)
{
    const int status = transport_open(&self->call, err);

    if (status < 0)
        return status;
    self->global = self->call.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    self->curl = self->global ? self->call.easy_init() : NULL;
    return self->curl ? STATUS_OK
                      : error_set(err, STATUS_NO_MEMORY, "out of memory");
}

int sender_open(struct sender **out, const struct console *console,
                struct error *err)
{
    const struct store_options options = {.now = (int64_t)time(NULL)};
    struct sender *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->console = console;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->stop, NULL);
    if ((status = open_curl(self, err)) == STATUS_OK &&
        (status = arena_open(&self->arena, ARENA_SIZE, err)) == STATUS_OK &&
        (status = store_open(&self->store, console->store, &options, err)) ==
            STATUS_OK) {
        self->started = pthread_create(&self->thread, NULL, run, self) == 0;
        if (!self->started)
            status = error_set(err, STATUS_NO_MEMORY, "cannot start a thread");
    }
    if (status < 0)
        sender_close(self);
    else
        *out = self;
    return status;
}

void sender_close(struct sender *self)
{
    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    atomic_store(&self->stopping, true);
    pthread_cond_signal(&self->stop);
    pthread_mutex_unlock(&self->lock);
    if (self->started)
        pthread_join(self->thread, NULL);
    if (self->curl)
        self->call.easy_cleanup(self->curl);
    if (self->global)
        self->call.global_cleanup();
    store_close(self->store);
    arena_free(&self->arena);
    pthread_cond_destroy(&self->stop);
    pthread_mutex_destroy(&self->lock);
    free(self);
}
