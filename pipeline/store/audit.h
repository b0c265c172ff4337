/* Does the store hold together?  Rules that no sequence of our own commands
 * can break, however they were killed; what breaks one was written by somebody
 * else, or by a disk. */
#ifndef VIGIE_STORE_AUDIT_H
#define VIGIE_STORE_AUDIT_H

#include "error.h"
#include "store.h"
#include "view.h"

#include <stdint.h>

#define AUDIT_SHOWN                                                            \
    10 /* findings of one rule told singly, then their number                  \
        */

struct finding {
    const char *rule; /* "integrity", "counts" ... one word */
    struct view what; /* one thing that is wrong; may quote foreign bytes */
};

/* Calls `found` for each thing that is wrong, all of one moment of the store:
 * what other programs write meanwhile is not seen.  Goes on after damage as far
 * as the file can be read.  Stops at the first negative answer and returns it.
 * Returns STATUS_OK however much was found.  Reads every row: 10 million
 * comments take minutes. */
int audit_run(struct store *self,
              int (*found)(void *context, const struct finding *finding,
                           struct error *err),
              void *context, struct error *err);

/* SQLite's look at the file alone: STATUS_DAMAGED with what it finds first. */
int audit_file(struct store *self, struct error *err);

struct store_size {
    int64_t comments, decisions, models; /* rows; decisions: of the journal */
    int64_t bytes;                       /* of the file, its log aside */
};

/* Counted, not from running totals. */
int store_measure(struct store *self, struct store_size *out,
                  struct error *err);

#endif
