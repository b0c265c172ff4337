/* libcurl, loaded when it is needed: with the thirty libraries behind it half
 * of each start's time went to it. */
#ifndef VIGIE_CONSOLE_TRANSPORT_H
#define VIGIE_CONSOLE_TRANSPORT_H

#include "error.h"

#include <curl/curl.h>

/* What -lcurl of libcurl4-gnutls-dev means. */
#define TRANSPORT_LIBRARY "libcurl-gnutls.so.4"
#define TRANSPORT_PACKAGE "libcurl3-gnutls"

#define TRANSPORT_CALLS(X)                                                     \
    X(global_init)                                                             \
    X(global_cleanup)                                                          \
    X(version_info)                                                            \
    X(easy_init)                                                               \
    X(easy_reset)                                                              \
    X(easy_setopt)                                                             \
    X(easy_perform)                                                            \
    X(easy_getinfo)                                                            \
    X(easy_strerror)                                                           \
    X(easy_cleanup)                                                            \
    X(slist_append)                                                            \
    X(slist_free_all)

/* Its functions, without their curl_. */
struct transport {
#define X(name) __typeof__(curl_##name) *name;
    TRANSPORT_CALLS(X)
#undef X
};

/* Returns STATUS_OK or STATUS_NOT_INSTALLED.  The library stays loaded. */
int transport_open(struct transport *out, struct error *err);

#endif
