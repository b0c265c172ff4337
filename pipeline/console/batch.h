/* POST /batch: several calls in one request, multipart/mixed of
 * application/http, as Google's clients send them. */
#ifndef VIGIE_CONSOLE_BATCH_H
#define VIGIE_CONSOLE_BATCH_H

#include "exchange.h"
#include "view.h"

#include <stdbool.h>

#define BATCH_CALLS 100

/* One call of a batch. */
struct batch_call {
    struct view id;     /* of its Content-ID, with the angle brackets */
    struct view method; /* "POST"                                     */
    struct view path, query, body;
};

/* Takes the next part off *rest.  False at the end, or where it is no such
 * part. */
bool batch_next(struct view *rest, struct view boundary,
                struct batch_call *out);

void batch_run(struct exchange *self);

#endif
