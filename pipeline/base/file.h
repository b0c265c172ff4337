/* Whole files: read under a ceiling, written all or not at all. */
#ifndef VIGIE_BASE_FILE_H
#define VIGIE_BASE_FILE_H

#include "buffer.h"
#include "error.h"
#include "view.h"

#include <stddef.h>

/* Reads `path` whole into *out (yours to buffer_free).
 * Returns STATUS_OK, STATUS_NO_INPUT (message says why), STATUS_TOO_BIG past
 * `ceiling` bytes, STATUS_IO or STATUS_NO_MEMORY. */
int file_read(const char *path, size_t ceiling, struct buffer *out,
              struct error *err);

/* Hands each line of a file over, without its line end, until one is refused.
 * Returns what file_read or `take` returned; the error of a refused line
 * tells file and line. */
int file_lines(const char *path, size_t ceiling,
               int (*take)(void *context, struct view line, struct error *err),
               void *context, struct error *err);

/* Writes `bytes` beside `path`, syncs, and renames over `path`: after any
 * failure or kill the old file is there whole.
 * Returns STATUS_OK, STATUS_CANNOT_CREATE, STATUS_FULL or STATUS_IO. */
int file_write(const char *path, struct view bytes, struct error *err);

/* The status that stands for errno after a failed write: STATUS_FULL for a
 * full disk or an exceeded file size, STATUS_READ_ONLY, else STATUS_IO. */
enum status file_write_status(int error_number);

#endif
