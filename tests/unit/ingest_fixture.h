/* Reads bytes through source and reader, and writes what came out as one
 * line: "id=17# text=Bonjour // !2 'text' is missing". */
#ifndef VIGIE_TESTS_INGEST_FIXTURE_H
#define VIGIE_TESTS_INGEST_FIXTURE_H

#include "buffer.h"
#include "error.h"
#include "reader.h"
#include "view.h"

#include <stddef.h>

#define FIXTURE_ARENA ((size_t)1024 * 1024)

/* Options with nothing said. */
struct reader_options fixture_options(enum format format);

/* Appends every comment and refused record to `out`.  A derived id is shown
 * as "id=~", a page's derived discussion as "page-@", one
 * named by a derived id as "~"; a refused record as
 * "!line message", with its id if known; a warning as "?message", where it came
 * up.  "tones:a known:a,b": a is yes, b no, all else unknown; without "known:"
 * all else is no.  Returns 0, or the status that ended the reading (with
 * *err). */
int fixture_dump(struct view bytes, const struct reader_options *options,
                 size_t arena_size, struct buffer *out, struct error *err);

/* Runs a .cases file: each input is dumped in this format.  An input's last
 * line has no line end.  Returns how many cases went wrong. */
size_t fixture_run_cases(const char *name, enum format format);

/* `text` as a gzip member, appended to `out`. */
void fixture_gzip(struct view text, struct buffer *out);

#endif
