/* Second stage: the original text to the form that features are taken from.
 *
 *   - NFKC and case folding (fold.h); typographic apostrophes, quotation
 *     marks and dashes become ' " and -
 *   - links, names, numbers, smileys become one capital letter (text.h)
 *   - three equal letters or more become two, other runs at most three
 *   - white space runs become one ' ', or '\n' where they hold a line end
 *
 * Nothing is lost: the original stays, and every folded byte knows its range
 * of it. */
#ifndef VIGIE_NORMALIZE_NORMALIZE_H
#define VIGIE_NORMALIZE_NORMALIZE_H

#include "arena.h"
#include "error.h"
#include "fold.h"
#include "text.h"
#include "view.h"

/* original  valid UTF-8 (ingest checked it); borrowed by *out
 * out       arrays live in `arena`
 * Returns STATUS_OK or STATUS_TOO_BIG: the arena is full, *out is untouched.
 * It wants about 120 bytes a byte of text while it runs, 10 afterwards.
 * Thread-safe: `folder` is only read.  O(bytes). */
int normalize_run(const struct folder *folder, struct view original,
                  struct text *out, struct arena *arena, struct error *err);

#endif
