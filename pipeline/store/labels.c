/* Labels, one by one, for training. */
#include "comments.h"
#include "connection.h"
#include "journal.h"

#define LABEL_ARENA ((size_t)4 << 20) /* a comment, its parent, their names */

static int read_label(sqlite3_stmt *row, struct arena *arena,
                      struct stored_label *out, struct error *err)
{
    struct stored_comment stored;
    const int status = comment_read(row, arena, &stored, err);

    if (status < 0)
        return status;
    *out = (struct stored_label){
        .comment = stored.comment,
        .tone = column_view(row, COMMENT_COLUMN_COUNT),
        .value = sqlite3_column_int(row, COMMENT_COLUMN_COUNT + 1) != 0,
        .moderator = column_view(row, COMMENT_COLUMN_COUNT + 2),
        .time = sqlite3_column_int64(row, COMMENT_COLUMN_COUNT + 3),
        .decision = sqlite3_column_int64(row, COMMENT_COLUMN_COUNT + 4),
        .second = sqlite3_column_int(row, COMMENT_COLUMN_COUNT + 5) != 0,
    };
    return STATUS_OK;
}

int labels_each(struct store *self,
                int (*visit)(void *context, const struct stored_label *label,
                             struct error *err),
                void *context, struct error *err)
{
    struct stored_label label;
    struct arena arena;
    sqlite3_stmt *row;
    int status;

    if ((status = arena_open(&arena, LABEL_ARENA, err)) < 0)
        return status;
    status = statement_start(self, STATEMENT_LABELS_EACH, NULL, 0, &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        arena_reset(&arena);
        if ((status = read_label(row, &arena, &label, err)) < 0 ||
            (status = visit(context, &label, err)) < 0)
            statement_end(row);
    }
    arena_free(&arena);
    return status;
}
