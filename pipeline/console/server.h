/* The HTTP server (libmicrohttpd): a thread a connection, so that a slow
 * client keeps nobody else waiting. */
#ifndef VIGIE_CONSOLE_SERVER_H
#define VIGIE_CONSOLE_SERVER_H

#include "error.h"
#include "surroundings.h"

#include <stddef.h>

#define SERVER_LISTEN "127.0.0.1:8470"
#define SERVER_CONNECTIONS 2000

struct server;

struct server_options {
    const char *listen;     /* "HOST:PORT" or "[HOST]:PORT"; port 0: any     */
    const char *cert, *key; /* PEM files; both or neither                   */
    const char *store;      /* made where there is none                      */
    const char *policy;     /* file; NULL = the shipped one                  */
    const char *folder;   /* of jobs and new models; NULL = beside the store */
    const char *labelled; /* folder; NULL = the comments shipped with vigie  */
    const char *base;     /* "https://vigie.exemple.fr"; "" = by the Host  */
    bool proxied;         /* trust X-Forwarded-*                           */
    size_t connections;   /* at most, at once                              */
};

/* Starts to listen.  In a store without an active model the shipped one
 * becomes it.
 * Returns STATUS_OK, STATUS_USAGE (listen, base), STATUS_CONFIG (certificate),
 * STATUS_IO (the address cannot be listened at), or a status of the store. */
int server_open(struct server **out, const struct server_options *options,
                const struct surroundings *around, struct error *err);

/* "https://127.0.0.1:8470", where it really listens. */
const char *server_address(const struct server *self);

/* Takes no new connections, lets the answers under way end, and closes. */
void server_close(struct server *self); /* accepts NULL */

#endif
