/* Near-duplicates of a comment that wait in the queue as well. */
#ifndef VIGIE_CONSOLE_ALIKE_H
#define VIGIE_CONSOLE_ALIKE_H

#include "exchange.h"
#include "overview.h"
#include "store.h"

#include <stddef.h>

#define ALIKE_SHOWN 12
#define ALIKE_LOOKED 1500 /* of the queue, the latest of about its length */
#define ALIKE_LEAST 20 /* code points: shorter texts say the same by chance */

struct alike_list {
    struct candidate item[ALIKE_SHOWN];
    size_t count;
};

/* Those that nobody else holds; STATUS_OK, or a status of the store. */
int alike_find(struct exchange *self, const struct stored_comment *stored,
               struct alike_list *out, struct error *err);

#endif
