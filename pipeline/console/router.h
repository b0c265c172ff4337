/* Which function answers a request, and what the request needs for it. */
#ifndef VIGIE_CONSOLE_ROUTER_H
#define VIGIE_CONSOLE_ROUTER_H

#include "accounts.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

struct exchange; /* exchange.h */

enum method { METHOD_GET, METHOD_POST, METHODS };

/* What a request must show before its function is called.  A POST that shows
 * a session must also hold its form's token. */
enum access {
    ACCESS_OPEN,    /* nothing                                           */
    ACCESS_FORM,    /* a form's token, no session: the login             */
    ACCESS_SESSION, /* a session of the role or a higher one             */
    ACCESS_TOKEN,   /* a token of the HTTP API with the scope            */
    ACCESS_SIGNED   /* a signature, which the function itself looks at   */
};

struct route {
    enum method method;
    const char *pattern; /* "/v1/comments/{}": {} is one part of the path, at
                          * the end all the rest, never empty             */
    enum access access;
    enum role role;      /* of ACCESS_SESSION */
    unsigned scope;      /* of ACCESS_TOKEN; of scores: a lane of their own */
    size_t body_ceiling; /* bytes; 0 for GET  */
    void (*answer)(struct exchange *self);
};

#define PATH_PARTS 2 /* slots of one pattern at most */

struct match {
    const struct route *route;    /* NULL: none */
    bool path_known;              /* with another method */
    struct view part[PATH_PARTS]; /* what stood for each {} */
};

/* The first of the table whose method and pattern fit.  `path` is decoded. */
struct match router_find(const struct route *table, size_t count,
                         enum method method, struct view path);

#endif
