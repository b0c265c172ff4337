/* The way of a comment: the stages in their order, on all cores, results in
 * the order of the input. */
#ifndef VIGIE_PIPELINE_H
#define VIGIE_PIPELINE_H

#include "arena.h"
#include "buffer.h"
#include "classify.h"
#include "comment.h"
#include "error.h"
#include "features.h"
#include "fold.h"
#include "language.h"
#include "normalizer.h"

#include <stdbool.h>
#include <stddef.h>

#define PIPELINE_ARENA ((size_t)192 << 20) /* scratch one comment may need:
                                             * what is not used costs nothing */

/* One comment on its way.  Each stage fills one member and reads those above
 * it; nothing is written twice. */
struct record {
    struct comment comment;         /* 1 ingest     bytes as received        */
    struct text text;               /* 2 normalize  folded UTF-8             */
    struct text parent;             /*              of the comment answered  */
    enum language language;         /*              a guess                  */
    struct verdict verdict;         /* 3, 4 features, classify: all tones    */
    const struct reason *reason;    /* 5 explain    [reason_count]           */
    size_t reason_count;
    struct error error; /* not STATUS_OK: refused, no stage behind it ran */
};

struct pipeline {
    struct normalizer normalizer;
    struct classifier classifier; /* its model is borrowed */
    size_t reasons; /* at most so many for each tone that is flagged, only
                     * those that speak for it; 0: none */
};

void pipeline_open(struct pipeline *self, const struct model *model);

/* What one thread works with. */
struct workbench {
    struct arena scratch; /* text and parent of the record, until the next  */
    struct memo memo;     /* of tokens met before                           */
};

/* Returns STATUS_OK or STATUS_NO_MEMORY.  workbench_free takes one of
 * zeroes. */
int workbench_open(struct workbench *self, struct error *err);
void workbench_free(struct workbench *self);

/* Stages 2 to 5 of record->comment.  text and parent live in the bench's
 * scratch, which is not reset, reasons in `keep`.
 * Returns STATUS_OK, or STATUS_TOO_BIG when an arena is full. */
int pipeline_run(const struct pipeline *self, struct record *record,
                 struct workbench *bench, struct arena *keep,
                 struct error *err);

/* Both ends of a stream of comments; called by one thread, the caller's, but
 * for `write`. */
struct pipeline_ends {
    void *context;
    bool (*ready)(void *context); /* next would not have to wait */
    /* As reader_next: 1, 0 or negative; after STATUS_BAD_RECORD the stream
     * goes on and the record is delivered with its error. */
    int (*next)(void *context, struct comment *out, struct arena *arena,
                struct error *err);
    /* Adds to `out` what there is to write of a record, scored or refused;
     * called by any thread, in the order of next within a batch.  NULL:
     * nothing. */
    int (*write)(void *context, const struct record *record, struct buffer *out,
                 struct error *err);
    /* In the order of next.  Of the record's members text and parent are
     * gone.  `written` is NULL but for the last of its batch: a place to
     * flush what `write` added. */
    int (*deliver)(void *context, const struct record *record,
                   const struct buffer *written, struct error *err);
};

/* Runs a stream to its end on `threads` threads; memory does not grow with
 * it.  Returns STATUS_OK or the first failure in order of the stream. */
int pipeline_stream(const struct pipeline *self,
                    const struct pipeline_ends *ends, size_t threads,
                    struct error *err);

#endif
