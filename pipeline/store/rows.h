/* Lists of rows: one way to read them, private to this folder. */
#ifndef VIGIE_STORE_ROWS_H
#define VIGIE_STORE_ROWS_H

#include "arena.h"
#include "connection.h"
#include "error.h"

#include <stddef.h>

/* Makes an item of a row; copies live in `arena`. */
typedef int row_read(sqlite3_stmt *row, struct arena *arena, void *item,
                          struct error *err);

/* Room for `limit` items of `size` bytes; NULL, and STATUS_TOO_BIG in *err,
 * when they do not fit. */
void *rows_room(struct arena *arena, size_t limit, size_t size,
                struct error *err);

/* Reads rows of a started statement into item[], at most `limit` of `size`
 * bytes, and ends it.  *count is how many were begun.
 * Returns STATUS_OK or the first failure. */
int rows_read(struct store *self, sqlite3_stmt *row, row_read *read, void *item,
              size_t size, size_t limit, size_t *count, struct arena *arena,
              struct error *err);

#endif
