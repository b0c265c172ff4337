/* A row of SCORED_COLUMNS (statements.c).  Private to store/. */
#ifndef VIGIE_STORE_SCORED_H
#define VIGIE_STORE_SCORED_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "verdict.h"

#include <sqlite3.h>

struct scored {
    struct standing at; /* at.id is in the arena */
    struct verdict verdict;
};

int scored_read(sqlite3_stmt *row, struct arena *arena, struct scored *out,
                struct error *err);

#endif
