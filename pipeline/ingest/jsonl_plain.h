/* Lines of JSON as nearly all are: one flat object of members that vigie
 * knows, each once, with strings and whole numbers. */
#ifndef VIGIE_INGEST_JSONL_PLAIN_H
#define VIGIE_INGEST_JSONL_PLAIN_H

#include "arena.h"
#include "comment.h"
#include "reader.h"
#include "view.h"

#include <stdbool.h>

/* Takes such a line as it is read, without a tree of values: jansson's took
 * 10 us a comment, a third of `ingest`; this takes 2.  Whatever else stands in
 * the line, be it right or wrong, is left to jansson.
 * out  a cleared comment; filled on success only
 * False for every line that is not plain or cannot be taken. */
bool jsonl_plain_take(struct view line, const struct reader_options *options,
                      struct comment *out, struct arena *arena);

#endif
