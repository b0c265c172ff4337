/* A row of COMMENT_COLUMNS (statements.c).  Private to store/. */
#ifndef VIGIE_STORE_COMMENTS_H
#define VIGIE_STORE_COMMENTS_H

#include "arena.h"
#include "error.h"
#include "store.h"

#include <sqlite3.h>

#define COMMENT_COLUMN_COUNT 22

/* Copies the row's first COMMENT_COLUMN_COUNT columns. */
int comment_read(sqlite3_stmt *row, struct arena *arena,
                 struct stored_comment *out, struct error *err);

#endif
