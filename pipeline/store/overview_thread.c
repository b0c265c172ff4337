/* Discussions: the list of them, who answers whom in one. */
#include "overview.h"

#include "rows.h"
#include "sense.h"

/* id, title, section, comments, waiting, last, open requests */
static int read_discussion(sqlite3_stmt *row, struct arena *arena, void *item,
                           struct error *err)
{
    struct discussion_row *out = item;
    int status;

    *out = (struct discussion_row){
        .comments = (uint64_t)sqlite3_column_int64(row, 3),
        .waiting = (uint64_t)sqlite3_column_int64(row, 4),
        .last = column_moment(row, 5),
        .open_requests = (uint64_t)sqlite3_column_int64(row, 6),
        .heat = -1,
    };
    if ((status = column_copy(row, 0, arena, &out->id, err)) < 0 ||
        (status = column_copy(row, 1, arena, &out->title, err)) < 0)
        return status;
    return column_copy(row, 2, arena, &out->section, err);
}

/* By itself: a view with windows is computed whole unless the discussion is a
 * constant. */
static int read_heat(struct store *self, struct discussion_row *out,
                     struct error *err)
{
    sqlite3_stmt *row;
    int status;

    if (out->comments > SENSE_AT_HAND)
        return STATUS_OK;
    status = statement_first(self, STATEMENT_OVERVIEW_HEAT, BIND(text(out->id)),
                             &row, err);
    if (status != 1)
        return status;
    out->heat = sqlite3_column_double(row, 0);
    out->turned = sqlite3_column_int(row, 1) != 0;
    statement_end(row);
    return STATUS_OK;
}

int overview_discussions(struct store *self, size_t limit, struct arena *arena,
                         struct discussion_rows *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = rows_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(self, STATEMENT_OVERVIEW_DISCUSSIONS,
                             BIND(whole((int64_t)limit), whole(SENSE_AT_HAND)),
                             &row, err);
    if (status == STATUS_OK)
        status = rows_read(self, row, read_discussion, out->item,
                           sizeof(*out->item), limit, &out->count, arena, err);
    for (size_t i = 0; status >= 0 && i < out->count; i++)
        status = read_heat(self, &out->item[i], err);
    return status < 0 ? status : STATUS_OK;
}

/* from, to, answers, those inferred */
static int read_pair(sqlite3_stmt *row, struct arena *arena, void *item,
                     struct error *err)
{
    struct answer_pair *out = item;
    int status;

    out->count = (uint64_t)sqlite3_column_int64(row, 2);
    out->inferred = (uint64_t)sqlite3_column_int64(row, 3);
    if ((status = column_copy(row, 0, arena, &out->from, err)) < 0)
        return status;
    return column_copy(row, 1, arena, &out->to, err);
}

int overview_pairs(struct store *self, struct view discussion, size_t limit,
                   struct arena *arena, struct answer_pairs *out,
                   struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = rows_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(self, STATEMENT_OVERVIEW_PAIRS,
                             BIND(text(discussion), whole((int64_t)limit)),
                             &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_pair, out->item,
                                  sizeof(*out->item), limit, &out->count,
                                  arena, err);
}
