/* libmicrohttpd, loaded when `serve` needs it, as libcurl: transport.h. */
#ifndef VIGIE_CONSOLE_MICROHTTP_H
#define VIGIE_CONSOLE_MICROHTTP_H

#include "error.h"

#include <microhttpd.h>

#define MICROHTTP_LIBRARY "libmicrohttpd.so.12"
#define MICROHTTP_PACKAGE "libmicrohttpd12"

#define MICROHTTP_CALLS(X)                                                     \
    X(get_version)                                                             \
    X(start_daemon)                                                            \
    X(get_daemon_info)                                                         \
    X(quiesce_daemon)                                                          \
    X(stop_daemon)                                                             \
    X(get_connection_info)                                                     \
    X(lookup_connection_value)                                                 \
    X(create_response_from_buffer)                                             \
    X(add_response_header)                                                     \
    X(queue_response)                                                          \
    X(destroy_response)

/* Its functions, without their MHD_. */
struct microhttp {
#define X(name) __typeof__(MHD_##name) *name;
    MICROHTTP_CALLS(X)
#undef X
};

/* Returns STATUS_OK or STATUS_NOT_INSTALLED.  The library stays loaded. */
int microhttp_open(struct microhttp *out, struct error *err);

#endif
