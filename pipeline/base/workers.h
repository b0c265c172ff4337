/* Work shared out over threads, with results that do not depend on how. */
#ifndef VIGIE_BASE_WORKERS_H
#define VIGIE_BASE_WORKERS_H

#include "error.h"

#include <stdbool.h>
#include <stddef.h>

#define THREADS_CEILING 64

/* Calls run(context, i, thread, err) once for every i < count, on `threads`
 * threads (the caller's among them), each i on one thread < threads.
 * Returns STATUS_OK or the status of the smallest i that failed; after a
 * failure larger i may be left out. */
int workers_each(size_t threads, size_t count,
                 int (*run)(void *context, size_t i, size_t thread,
                            struct error *err),
                 void *context, struct error *err);

/* A stream of batches: produced one after the other, worked on by any thread,
 * consumed in the order they were produced. */
struct batch_stream {
    void *context;
    /* True when produce would not have to wait for its input.  While it would,
     * finished batches are consumed first, so an answer never waits for the
     * next question. */
    bool (*ready)(void *context);
    /* Fills a batch.  1: filled; 0: nothing left; negative: failed. */
    int (*produce)(void *context, void *batch, struct error *err);
    int (*work)(void *context, void *batch, size_t thread, struct error *err);
    int (*consume)(void *context, void *batch, struct error *err);
};

/* Runs the stream to its end.  produce and consume are called by the caller's
 * thread only; with threads == 1 everything is.
 * batch  [batch_count] free batches, at least 1; more than threads keep all
 *        threads busy
 * Returns STATUS_OK or the first failure in order of the stream; what was
 * produced before a failed produce is still consumed. */
int workers_stream(size_t threads, const struct batch_stream *stream,
                   void *const *batch, size_t batch_count, struct error *err);

#endif
