/* `vigie score --stdout`: a pure function on a stream, no store touched. */
#ifndef VIGIE_COMMAND_FILTER_H
#define VIGIE_COMMAND_FILTER_H

#include "command.h"
#include "error.h"
#include "pipeline.h"
#include "reader.h"

#include <stddef.h>

/* Scores the comments of the files (none: standard input) and writes one
 * line each to standard output, in their order; a record that cannot be read
 * gives a line with "error".
 * Returns STATUS_OK; STATUS_BAD_INPUT after the end when lines were refused;
 * the status of a stream that cannot be read on, STATUS_IO or STATUS_FULL. */
int filter_run(const struct pipeline *pipeline,
               const struct reader_options *options, const char *const *file,
               size_t file_count, size_t threads, struct error *err);

#endif
