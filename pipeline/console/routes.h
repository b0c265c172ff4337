/* All addresses of the server. */
#ifndef VIGIE_CONSOLE_ROUTES_H
#define VIGIE_CONSOLE_ROUTES_H

#include "router.h"

/* The whole table, for tests and OpenAPI. */
const struct route *routes_all(size_t *count);

struct match routes_find(enum method method, struct view path);

#endif
