/* Where to listen: "127.0.0.1:8470", "[::1]:8470". */
#ifndef VIGIE_CONSOLE_LISTEN_H
#define VIGIE_CONSOLE_LISTEN_H

#include "error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct listen_at {
    struct sockaddr_storage address;
    bool six; /* IPv6 */
    uint16_t port;
};

/* The host is an address, no name.  STATUS_USAGE. */
int listen_parse(const char *text, struct listen_at *out, struct error *err);

/* "http://127.0.0.1:8470" with the port that was got. */
#define LISTEN_NAME_SIZE 80
void listen_name(const struct listen_at *at, bool tls, uint16_t port,
                 char out[LISTEN_NAME_SIZE]);

#endif
