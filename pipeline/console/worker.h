/* What one request needs to itself while it is answered: a connection to the
 * store, the queue, scratch memory.  There is a fixed number of them in
 * lanes, so that slow pages never keep scores waiting; those of LANE_SIGNED
 * do not wait long for other writers, since Coral does not wait for us. */
#ifndef VIGIE_CONSOLE_WORKER_H
#define VIGIE_CONSOLE_WORKER_H

#include "arena.h"
#include "error.h"
#include "pipeline.h"
#include "policy.h"
#include "queue.h"
#include "store.h"
#include "surroundings.h"

#include <stddef.h>
#include <stdint.h>

enum worker_lane { LANE_SCORES, LANE_DESK, LANE_SIGNED, WORKER_LANES };

struct worker {
    struct store *store;
    struct arena arena;   /* of the request, empty at its start */
    struct workbench bench; /* of one text on its way through the stages */
    struct policy policy; /* in force when queue was opened */
    int64_t policy_key;   /* in the store; 0 = none was saved */
    struct queue *queue;  /* NULL until worker_queue() */
};

struct worker_pool;

/* around, store, policy  borrowed; policy: file in force until one is saved
 *                        in the store, NULL = the shipped one */
int worker_pool_open(struct worker_pool **out,
                     const struct surroundings *around, const char *store,
                     const char *policy, struct error *err);
void worker_pool_free(struct worker_pool *self); /* accepts NULL */

/* Waits until one is free; its store is open.  Returns STATUS_OK or a status
 * of the store. */
int worker_take(struct worker_pool *self, enum worker_lane lane,
                struct worker **out, struct error *err);
void worker_give(struct worker_pool *self, enum worker_lane lane,
                 struct worker *worker);

/* The queue by the policy in force, in self->queue; self->policy is that
 * policy.  No transaction may be open. */
int worker_queue(struct worker_pool *pool, struct worker *self,
                 struct error *err);

#endif
