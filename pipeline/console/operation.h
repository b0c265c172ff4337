/* What those who run the server ask it. */
#ifndef VIGIE_CONSOLE_OPERATION_H
#define VIGIE_CONSOLE_OPERATION_H

#include "exchange.h"

void operation_health(struct exchange *self);  /* GET /healthz    */
void operation_metrics(struct exchange *self); /* GET /metrics    */
void operation_static(struct exchange *self);  /* GET /static/... */

#endif
