#include "sample.h"

#include "connection.h"
#include "scored.h"

#define ID_ARENA ((size_t)64 << 10) /* one id */

static int visit_rows(struct store *self, enum statement which,
                      const struct sample_filter *filter, sample_visit visit,
                      void *context, struct error *err)
{
    struct scored scored;
    struct arena arena;
    sqlite3_stmt *row;
    int status;

    if ((status = arena_open(&arena, ID_ARENA, err)) < 0)
        return status;
    status = statement_start(self, which,
                             BIND(whole(filter->now), name(filter->moderator),
                                  whole(filter->model),
                                  whole((int64_t)filter->limit)),
                             &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        arena_reset(&arena);
        if ((status = scored_read(row, &arena, &scored, err)) < 0 ||
            (status = visit(context, &scored.at, &scored.verdict, err)) < 0)
            statement_end(row);
    }
    arena_free(&arena);
    return status;
}

int sample_latest(struct store *self, const struct sample_filter *filter,
                  sample_visit visit, void *context, struct error *err)
{
    return visit_rows(self, STATEMENT_UNDECIDED_LATEST, filter, visit, context,
                      err);
}

int sample_control(struct store *self, const struct sample_filter *filter,
                   sample_visit visit, void *context, struct error *err)
{
    return visit_rows(self, STATEMENT_CONTROL_UNDECIDED, filter, visit, context,
                      err);
}
