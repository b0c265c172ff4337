/* Bytes that are no text, whatever the format of the line. */
#ifndef VIGIE_INGEST_LINE_BYTES_H
#define VIGIE_INGEST_LINE_BYTES_H

#include "error.h"
#include "view.h"

/* STATUS_OK, or STATUS_BAD_RECORD: invalid UTF-8 (and how to convert what looks
 * like Latin-1), or a NUL character. */
int line_bytes_check(struct view line, struct error *err);

#endif
