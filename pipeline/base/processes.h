/* Work shared out over processes: for libraries that keep state of their own
 * (LIBLINEAR draws from rand()), where threads would disturb each other.
 *
 * A process sees the caller's memory as it was at the start and hands results
 * back through memory of shared_alloc(). */
#ifndef VIGIE_BASE_PROCESSES_H
#define VIGIE_BASE_PROCESSES_H

#include "error.h"

#include <stddef.h>

/* `count` objects of `size` bytes, zero, shared with processes that are
 * started afterwards.  NULL when there is no memory. */
void *shared_alloc(size_t count, size_t size);
void shared_free(void *p, size_t count, size_t size); /* accepts NULL */

/* Calls run(context, i, err) once for every i < count, in `processes`
 * processes.  progress(context, done) is called now and then in the caller's
 * process; may be NULL.  No other thread may run meanwhile.
 * Returns STATUS_OK, the status of the smallest i that failed, or
 * STATUS_INTERNAL when a process ended before its time. */
int processes_each(size_t processes, size_t count,
                   int (*run)(void *context, size_t i, struct error *err),
                   void (*progress)(void *context, size_t done), void *context,
                   struct error *err);

#endif
