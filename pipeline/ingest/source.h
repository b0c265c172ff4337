/* Bytes from a file, standard input or memory; gzip is undone on the fly.
 *
 * Memory is flat: at most LINE_CEILING bytes and two fixed blocks are held. */
#ifndef VIGIE_INGEST_SOURCE_H
#define VIGIE_INGEST_SOURCE_H

#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

#define LINE_CEILING ((size_t)1024 * 1024) /* bytes of one line or CSV record */

/* A gzip stream that has grown past GZIP_FREE_BYTES may not exceed
 * GZIP_RATIO_CEILING bytes out for one byte in: then it is a bomb. */
#define GZIP_FREE_BYTES ((size_t)64 * 1024 * 1024)
#define GZIP_RATIO_CEILING 200

struct source;

/* `path` "-" is standard input.  The file is opened, its first bytes looked
 * at (gzip or not; UTF-16 and UTF-32 byte order marks are refused; a UTF-8
 * one is skipped).
 * Returns STATUS_OK, STATUS_NO_INPUT, STATUS_BAD_INPUT, STATUS_NO_MEMORY.
 * *out is yours to source_free; untouched on failure. */
int source_open(struct source **out, const char *path, struct error *err);

/* The same over `bytes`, which must outlive the source. */
int source_open_memory(struct source **out, const char *name,
                       struct view bytes, struct error *err);

void source_free(struct source *self);

/* The path, or "standard input": for messages. */
const char *source_name(const struct source *self);

/* Bytes that come next, without taking them: at least `want` (at most
 * LINE_CEILING) unless the stream ends before.  Valid until the next call. */
int source_peek(struct source *self, size_t want, struct view *out,
                struct error *err);

/* Takes the next line, without its line end (LF or CR LF).
 * Returns 1, 0 at the end of the stream, or
 *   STATUS_BAD_RECORD  the line was longer than LINE_CEILING and was skipped
 *   STATUS_BAD_INPUT   truncated or damaged gzip, gzip bomb
 *   STATUS_IO          reading failed
 * *line is valid until the next call. */
int source_line(struct source *self, struct view *line, struct error *err);

/* Takes whatever bytes are there, at least one.  Returns 1, 0, negative. */
int source_read(struct source *self, struct view *chunk, struct error *err);

/* Line number (from 1) of the line last taken by source_line. */
size_t source_line_number(const struct source *self);

/* True when the next source_line would not have to wait for the writer at
 * the other end of a pipe: a whole line is there, or the end, or the kernel
 * has bytes. */
bool source_ready(struct source *self);

#endif
