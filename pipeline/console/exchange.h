/* One request and its answer. */
#ifndef VIGIE_CONSOLE_EXCHANGE_H
#define VIGIE_CONSOLE_EXCHANGE_H

#include "accounts.h"
#include "buffer.h"
#include "error.h"
#include "html.h"
#include "metrics.h"
#include "microhttp.h"
#include "router.h"
#include "scorer.h"
#include "shelf.h"
#include "static_files.h"
#include "surroundings.h"
#include "turnstile.h"
#include "view.h"
#include "worker.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* What all requests share; borrowed parts live as long as the server. */
struct console {
    const struct surroundings *around;
    const struct microhttp *http;
    const char *store;    /* path of the store */
    const char *folder;   /* where jobs work and new models are put */
    const char *labelled; /* folder of labelled comments to train on; NULL =
                           * those shipped */
    const char *base;     /* "https://vigie.exemple.fr", no '/' behind; "" =
                           * told by each request's Host */
    bool tls;             /* the connections are encrypted */
    bool proxied;         /* X-Forwarded-* of the proxy in front counts */
    struct worker_pool *pool;
    struct scorer *scorer;
    struct metrics *metrics;
    struct shelf *shelf; /* figures that are slow to work out */
    const struct static_files *files;
    struct turnstile *logins;
};

#define ANSWER_HEADERS 6

struct answer_header {
    const char *name;
    char *value; /* owned by the exchange */
};

struct exchange {
    const struct console *console;
    struct worker *worker;
    void *connection; /* struct MHD_Connection; NULL in tests */
    enum method method;
    bool head; /* HEAD: GET without a body */
    struct view path;
    struct view query; /* of a call in a batch; absent: the connection's */
    struct match match;
    struct buffer body; /* of the request, whole */
    int64_t now;        /* UTC seconds */

    struct account account; /* who, of a session; else role ROLE_NONE */
    struct api_token token; /* of ACCESS_TOKEN */
    struct view cookie;     /* the session's or the visitor's; absent = none */

    unsigned status;   /* of the answer; 0 = none yet */
    const char *type;  /* of its content; static */
    bool cached;       /* it never changes: may be kept for ever */
    struct buffer out; /* its body */
    struct answer_header header[ANSWER_HEADERS];
    size_t header_count;
};

/* ---- what was asked; views live in the worker's arena or the request ----- */

/* Absent when it is not there or not valid UTF-8. */
struct view exchange_header(const struct exchange *self, const char *name);
struct view exchange_query(const struct exchange *self, const char *name);
struct view exchange_cookie(const struct exchange *self, const char *name);

/* A field of an application/x-www-form-urlencoded body; absent when there is
 * none.  The n-th of those of the same name. */
struct view exchange_field(struct exchange *self, const char *name, size_t n);

/* The whole number that the text is, or -1. */
int64_t exchange_whole(struct view text);

/* "https://host", for links in answers; in the worker's arena. */
struct view exchange_base(struct exchange *self);

/* Where the request comes from, for the throttle. */
struct view exchange_peer(const struct exchange *self);

/* True when the visitor sees the console in English. */
bool exchange_english(const struct exchange *self);

/* ---- answering: each call decides the answer anew ------------------------ */

void answer_header(struct exchange *self, const char *name, const char *value);

/* Takes the value over; NULL, because making it failed, is a 500. */
void answer_json(struct exchange *self, unsigned status, json_t *value);

/* {"error":{"code","message","status","details"?}}; details taken over, NULL =
 * none. */
void answer_error(struct exchange *self, unsigned status, const char *name,
                  const char *message, json_t *details);

/* The same of one of our errors: which HTTP status it is follows from its
 * status. */
void answer_failure(struct exchange *self, const struct error *err);

/* 303 See Other. */
void answer_redirect(struct exchange *self, const char *to);

/* "vigie_session=VALUE; ..." ; seconds 0: forget it. */
void answer_cookie(struct exchange *self, const char *name, const char *value,
                   int64_t seconds, bool script);

#endif
