/* Discussions: the list of them, who answers whom in one. */
#include "overview.h"

#include "connection.h"
#include "sense.h"

static void *make_room(struct arena *arena, size_t limit, size_t size,
                       struct error *err)
{
    void *room = arena_alloc(arena, limit, size);

    if (!room)
        error_set(err, STATUS_TOO_BIG, "no room for a list");
    return room;
}

/* id, title, section, comments, waiting, last, open requests */
static int read_discussion(sqlite3_stmt *row, struct arena *arena,
                           struct discussion_row *out, struct error *err)
{
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
    if (!(out->item = make_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(self, STATEMENT_OVERVIEW_DISCUSSIONS,
                             BIND(whole((int64_t)limit), whole(SENSE_AT_HAND)),
                             &row, err);
    while (status >= 0 && out->count < limit &&
           (status = statement_next(self, row, err)) == 1)
        if ((status = read_discussion(row, arena, &out->item[out->count++],
                                      err)) < 0)
            break;
    if (status != 0)
        statement_end(row);
    for (size_t i = 0; status >= 0 && i < out->count; i++)
        status = read_heat(self, &out->item[i], err);
    return status < 0 ? status : STATUS_OK;
}

int overview_pairs(struct store *self, struct view discussion, size_t limit,
                   struct arena *arena, struct answer_pairs *out,
                   struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = make_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(self, STATEMENT_OVERVIEW_PAIRS,
                             BIND(text(discussion), whole((int64_t)limit)),
                             &row, err);
    while (status >= 0 && out->count < limit &&
           (status = statement_next(self, row, err)) == 1) {
        struct answer_pair *item = &out->item[out->count++];
        item->count = (uint64_t)sqlite3_column_int64(row, 2);
        item->inferred = (uint64_t)sqlite3_column_int64(row, 3);
        if ((status = column_copy(row, 0, arena, &item->from, err)) < 0 ||
            (status = column_copy(row, 1, arena, &item->to, err)) < 0)
            break;
    }
    if (status != 0)
        statement_end(row);
    return status < 0 ? status : STATUS_OK;
}
