/* Other people's data: which column is the text, which value means which tone.
 *
 * A mapping file (INI, data/mappings/README.md) names columns: of a CSV by
 * their header, of JSON lines by a dotted path ("labels.sentiment").  With one
 * in reader_options a record's own "tones", "sentiment" and so on mean nothing:
 * only what the mapping says is read, and a tone it does not settle is unknown
 * (struct annotation). */
#ifndef VIGIE_INGEST_MAPPING_H
#define VIGIE_INGEST_MAPPING_H

#include "arena.h"
#include "comment.h"
#include "error.h"
#include "member.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAPPING_COLUMNS_CEILING 32 /* different ones that a mapping names   */
#define MAPPING_RULES_CEILING 48   /* "column =" lines under tones and such */
#define MAPPING_VALUES_CEILING 512 /* values named under all of them        */
#define NO_COLUMN SIZE_MAX

struct mapping; /* immutable once read: threads and readers may share it */

/* Returns STATUS_OK, STATUS_NO_INPUT, STATUS_IO, STATUS_NO_MEMORY,
 * STATUS_TOO_BIG (the file), or STATUS_CONFIG with file:line in *err.  *out is
 * yours to mapping_free; untouched on failure. */
int mapping_read(const char *path, struct mapping **out, struct error *err);

/* The same of bytes in memory, which it copies; `name` is for messages. */
int mapping_parse(const char *name, struct view bytes, struct mapping **out,
                  struct error *err);

void mapping_free(struct mapping *self);

/* ---- for the readers ---------------------------------------------------- */

/* C: a mapping numbers the columns it names from 0 to C - 1. */
size_t mapping_column_count(const struct mapping *self);
struct view mapping_column_name(const struct mapping *self, size_t column);

/* NO_COLUMN when the mapping names none so, or has none for this member. */
size_t mapping_find_column(const struct mapping *self, struct view name);
size_t mapping_member_column(const struct mapping *self, enum member member);

/* Do labels, sentiment or split depend on this column? */
bool mapping_is_label(const struct mapping *self, size_t column);

/* What a record holds in one column. */
struct mapping_field {
    bool present; /* not null, not blank; an empty list is present */
    size_t count; /* V, 1 unless it is a list */
    const struct view *value; /* [V] as text: "abusive", "0.6", "true" */
};

/* What a reader has met so far, to remark on it at the end. */
struct mapping_use {
    size_t records;
    bool seen[MAPPING_COLUMNS_CEILING];  /* set by the reader             */
    bool matched[MAPPING_RULES_CEILING]; /* a value meant something there */
};

/* Fills out->annotation.
 * field  [C] of one record, borrowed
 * Returns STATUS_OK or STATUS_TOO_BIG (arena full). */
int mapping_annotate(const struct mapping *self,
                     const struct mapping_field *field, struct mapping_use *use,
                     struct comment *out, struct arena *arena,
                     struct error *err);

/* At the end of the input: columns that no record had, columns whose values
 * the mapping never knew.  False when there is nothing to remark. */
bool mapping_remark(const struct mapping *self, const struct mapping_use *use,
                    char *out, size_t size);

#endif
