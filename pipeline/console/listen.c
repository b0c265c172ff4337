#include "listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool set_host(const char *host, uint16_t port, struct listen_at *out)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                               .sin6_port = htons(port)};

    out->port = port;
    out->six = inet_pton(AF_INET6, host, &six.sin6_addr) == 1;
    if (out->six)
        memcpy(&out->address, &six, sizeof(six));
    else if (inet_pton(AF_INET, host, &four.sin_addr) == 1)
        memcpy(&out->address, &four, sizeof(four));
    else
        return false;
    return true;
}

int listen_parse(const char *text, struct listen_at *out, struct error *err)
{
    char host[64];
    const char *colon = strrchr(text, ':');
    const char *begin = text;
    char *end;

    *out = (struct listen_at){.six = false};
    if (!colon || colon == text)
        goto wrong;
    size_t len = (size_t)(colon - text);
    if (text[0] == '[' && colon[-1] == ']') {
        begin++;
        len -= 2;
    }
    const unsigned long port = strtoul(colon + 1, &end, 10);
    if (end == colon + 1 || *end || port > 65535 || colon[1] == '-' ||
        colon[1] == '+' || len >= sizeof(host))
        goto wrong;
    memcpy(host, begin, len);
    host[len] = '\0';
    if (set_host(host, (uint16_t)port, out))
        return STATUS_OK;
wrong:
    return error_set(err, STATUS_USAGE,
                     "--listen wants ADDRESS:PORT such as 127.0.0.1:8470 or "
                     "[::1]:8470, not '%s'",
                     text);
}

void listen_name(const struct listen_at *at, bool tls, uint16_t port,
                 char out[LISTEN_NAME_SIZE])
{
    char host[INET6_ADDRSTRLEN] = "?";
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    memcpy(&four, &at->address, sizeof(four));
    memcpy(&six, &at->address, sizeof(six));
    if (at->six)
        inet_ntop(AF_INET6, &six.sin6_addr, host, sizeof(host));
    else
        inet_ntop(AF_INET, &four.sin_addr, host, sizeof(host));
    snprintf(out, LISTEN_NAME_SIZE, "%s://%s%s%s:%u", tls ? "https" : "http",
             at->six ? "[" : "", host, at->six ? "]" : "", (unsigned)port);
}
