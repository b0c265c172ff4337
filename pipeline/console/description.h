/* What the API says of itself. */
#ifndef VIGIE_CONSOLE_DESCRIPTION_H
#define VIGIE_CONSOLE_DESCRIPTION_H

#include "exchange.h"

/* GET /$discovery/rest: for Google's generated clients, with our address. */
void description_discovery(struct exchange *self);

/* GET /openapi.json: OpenAPI 3.1. */
void description_openapi(struct exchange *self);

#endif
