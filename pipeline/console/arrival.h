/* A comment that a site sends: into the store, scored, and into the queue, in
 * one transaction.  What cannot be scored waits in the queue as such. */
#ifndef VIGIE_CONSOLE_ARRIVAL_H
#define VIGIE_CONSOLE_ARRIVAL_H

#include "comment.h"
#include "error.h"
#include "exchange.h"
#include "pipeline.h"
#include "store.h"

#include <stdbool.h>

struct arrival {
    struct put_result put;
    bool scored;               /* now, or known before */
    struct stored_score score; /* when scored: flags by the policy */
    struct model_record model;
};

/* Between store_begin() and commit; the worker's queue is open.  A refused
 * comment (STATUS_BAD_RECORD) leaves the transaction open.
 * held  the active model; NULL: none can be had, the comment waits
 * out   views live in the worker's arena */
int arrival_put(struct exchange *self, const struct held_model *held,
                const struct comment *comment, struct arrival *out,
                struct error *err);

/* {"id","result","state","flags":[...],"scores":{...}}; NULL without memory. */
json_t *arrival_json(const struct arrival *self);

#endif
