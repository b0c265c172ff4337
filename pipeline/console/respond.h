/* A request on its way through router, guard and the function that answers
 * it.  Between the server's callbacks and the rest. */
#ifndef VIGIE_CONSOLE_RESPOND_H
#define VIGIE_CONSOLE_RESPOND_H

#include "exchange.h"

#include <microhttpd.h>
#include <stddef.h>

/* The head of a request is known.  What can be refused by that is: then
 * status is set and the body need not be read.  NULL: no memory. */
struct exchange *respond_begin(const struct console *console,
                               struct MHD_Connection *connection,
                               const char *method, const char *path);

/* A piece of the body. */
void respond_take(struct exchange *self, const char *piece, size_t len);

/* The body is whole: makes the answer. */
void respond_run(struct exchange *self);

/* Hands the answer to the server. */
enum MHD_Result respond_send(struct exchange *self);

void respond_free(struct exchange *self); /* accepts NULL */

/* Answers that are being made. */
int64_t respond_count(const struct console *console);

#endif
