/* The views, row by row, for files and other programs. */
#ifndef VIGIE_STORE_EXTRACT_H
#define VIGIE_STORE_EXTRACT_H

#include "error.h"
#include "store.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

#define EXTRACT_LIST(X)                                                        \
    X(LABELS, "labels")                                                        \
    X(DECISIONS, "decisions")                                                  \
    X(SCORES, "scores")                                                        \
    X(SUGGESTIONS, "suggestions")

enum extract {
#define X(name, view) EXTRACT_##name,
    EXTRACT_LIST(X)
#undef X
        EXTRACTS
};

enum cell_kind { CELL_NULL, CELL_WHOLE, CELL_REAL, CELL_TEXT };

struct cell {
    const char *column; /* name */
    enum cell_kind kind;
    int64_t whole;
    double real;
    struct view text; /* until the visitor returns */
};

/* Calls `visit` with every row of the view, in the order of the journal or of
 * arrival, and once before them with count cells of kind CELL_NULL, so that a
 * heading can be written even where there is no row.  Stops at the first
 * negative answer and returns it. */
int extract_run(struct store *self, enum extract what,
                int (*visit)(void *context, const struct cell *cell,
                             size_t count, struct error *err),
                void *context, struct error *err);

#endif
