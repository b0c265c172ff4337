/* Figures that take long to work out, kept by the server.
 *
 * What was worked out within SHELF_QUICK is worked out for every page.  What
 * takes longer is kept: pages get what is there, and once that is SHELF_AGE
 * old a thread works it out anew meanwhile.  Another active model or policy
 * makes it void. */
#ifndef VIGIE_CONSOLE_SHELF_H
#define VIGIE_CONSOLE_SHELF_H

#include "arena.h"
#include "error.h"
#include "surroundings.h"
#include "worker.h"

#include <stdint.h>

#define SHELF_QUICK 100 /* milliseconds */
#define SHELF_AGE 60    /* seconds      */

enum shelf_item { SHELF_STATISTICS, SHELF_COSTS, SHELF_ITEMS };

/* Works a value out; *out and all it points to live in the arena.  The
 * worker's queue is open. */
typedef int shelf_make(struct worker *worker, int64_t now, struct arena *arena,
                       const void **out, struct error *err);

struct shelf;

/* One that somebody looks at. */
struct shelf_copy {
    const void *value;
    int64_t since;     /* worked out then, UTC seconds */
    struct kept *kept; /* the shelf's own              */
};

/* pool, around  borrowed
 * make          how each item is made, [SHELF_ITEMS] */
int shelf_open(struct shelf **out, struct worker_pool *pool,
               const struct surroundings *around, shelf_make *const *make,
               struct error *err);

/* Accepts NULL; no copy may be taken. */
void shelf_free(struct shelf *self);

/* Works all of them out in the background, so that the first page need not
 * wait. */
void shelf_warm(struct shelf *self);

/* The item for the worker's policy and the active model; worker_queue() was
 * called.  Give *out back.  Returns STATUS_OK or a status of its maker. */
int shelf_take(struct shelf *self, enum shelf_item item, struct worker *worker,
               int64_t now, const struct shelf_copy **out, struct error *err);
void shelf_give(struct shelf *self, const struct shelf_copy *copy);

#endif
