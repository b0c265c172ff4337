/* Values of a JSON record by the names of a mapping. */
#ifndef VIGIE_INGEST_JSON_VALUE_H
#define VIGIE_INGEST_JSON_VALUE_H

#include "arena.h"
#include "error.h"
#include "mapping.h"
#include "view.h"

#include <jansson.h>
#include <stddef.h>

/* Parses; *out is yours, NULL where it is no JSON: then *cause says why (it
 * may be NULL).  Returns STATUS_OK, or STATUS_NO_MEMORY, which jansson itself
 * tells by no sign of its own. */
int json_value_load(struct view bytes, size_t flags, json_t **out,
                    json_error_t *cause, struct error *err);

/* The value at `path`: the member called so, or, where there is none and the
 * path has a dot, the member before the first dot, and the rest of the path
 * inside it.  NULL when absent or null. */
const json_t *json_value_find(const json_t *root, struct view path);

/* As mapping_annotate wants it; `value` may be NULL.  An object is as if
 * absent.  Views live in `arena` or in the JSON value.
 * Returns STATUS_OK or STATUS_TOO_BIG. */
int json_value_field(const json_t *value, struct mapping_field *out,
                     struct arena *arena, struct error *err);

#endif
