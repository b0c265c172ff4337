/* One interface over every input format: a stream of comments.
 *
 * A reader holds one record in memory, whatever the size of the stream; only
 * a discussion page is held whole (PAGE_CEILING), since sites print their
 * comments out of order and it is handed on in order of time. */
#ifndef VIGIE_INGEST_READER_H
#define VIGIE_INGEST_READER_H

#include "arena.h"
#include "comment.h"
#include "error.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_CEILING ((size_t)32 * 1024 * 1024) /* bytes of one page */

enum format {
    FORMAT_AUTO,  /* told by content */
    FORMAT_PAGE,  /* text export of a discussion page */
    FORMAT_JSONL, /* one JSON object a line */
    FORMAT_CSV,   /* RFC 4180, header row, ',' or ';' */
    FORMAT_LINES, /* one text a line, never told by content; its id is the
                   * number of the line, its discussion the file's name */
};

struct mapping; /* mapping.h */

struct reader_options {
    enum format format;
    int64_t now;            /* "il y a 3 heures" counts from here; TIME_NONE:
                             * such times are refused                       */
    struct view discussion; /* for records that name none; absent: derived
                             * (page) or "" (others)                        */
    bool every_line;        /* a blank JSON line is a bad record, not skipped */
    const struct mapping *mapping; /* borrowed; what other people call the
                                    * members of JSON lines or CSV.  NULL: they
                                    * have the names of data/README.md */
};

struct reader;

/* "page", "jsonl", "csv", "lines", "auto"; STATUS_USAGE for any other name. */
int format_from_name(const char *name, enum format *out, struct error *err);

/* `source` is borrowed and must outlive the reader.
 * Returns STATUS_OK, STATUS_BAD_INPUT (no format fits, CSV without a text
 * column, page without comments), STATUS_USAGE (a mapping for a page or lines),
 * STATUS_TOO_BIG, STATUS_IO, STATUS_NO_MEMORY.  *out is yours to reader_free.
 */
int reader_open(struct reader **out, struct source *source,
                const struct reader_options *options, struct error *err);

void reader_free(struct reader *self);

/* Reads the next comment; its views live in `arena`.
 * Returns 1, 0 at the end, or
 *   STATUS_BAD_RECORD  this record is refused, *err says why and where; the
 *                      next call goes on behind it.  out->id is set when the
 *                      record's id could be told, else absent.
 *   another status     the stream cannot be read further. */
int reader_next(struct reader *self, struct comment *out, struct arena *arena,
                struct error *err);

/* True when reader_next would not have to wait for a writer. */
bool reader_ready(struct reader *self);

/* A remark about the input that is no error ("the site counts 57 comments,
 * found 56"), or NULL.  Each is returned once; borrowed until the next call.
 * Ask again once reader_next has returned 0: what a mapping named in vain is
 * known then. */
const char *reader_warning(struct reader *self);

#endif
