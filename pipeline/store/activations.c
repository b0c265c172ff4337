/* The journal of activations: which model was active when, who said so. */
#include "connection.h"
#include "models.h"
#include "rows.h"

#include <assert.h>

int store_activate(struct store *self, struct activation *row,
                   struct error *err)
{
    assert(self->writing);
    const int status = statement_run(self, STATEMENT_ACTIVATION_ADD,
                                     BIND(whole(row->model), whole(row->time),
                                          name(row->moderator), name(row->note),
                                          key(row->undoes)),
                                     NULL, err);

    if (status == STATUS_OK)
        row->key = sqlite3_last_insert_rowid(self->db);
    return status;
}

int store_active_model(struct store *self, int64_t *out, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_MODEL_ACTIVE, NULL, 0, &row, err);

    *out = status == 1 ? sqlite3_column_int64(row, 0) : 0;
    if (status == 1)
        statement_end(row);
    return status < 0 ? status : STATUS_OK;
}

static int read_activation(sqlite3_stmt *row, struct arena *arena, void *item,
                           struct error *err)
{
    struct activation *out = item;
    int status;

    *out = (struct activation){
        .key = sqlite3_column_int64(row, 0),
        .model = sqlite3_column_int64(row, 1),
        .time = sqlite3_column_int64(row, 2),
        .undoes = sqlite3_column_int64(row, 5),
        .undone = sqlite3_column_int(row, 6) != 0,
    };
    if ((status = column_copy(row, 3, arena, &out->moderator, err)) < 0)
        return status;
    return column_copy(row, 4, arena, &out->note, err);
}

static int count_activations(struct store *self, size_t *out, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_ACTIVATION_COUNT, NULL, 0, &row, err);

    *out = 0;
    if (status == 1) {
        *out = (size_t)sqlite3_column_int64(row, 0);
        statement_end(row);
    }
    return status < 0 ? status : STATUS_OK;
}

int store_activations(struct store *self, struct arena *arena,
                      struct activation_list *out, struct error *err)
{
    sqlite3_stmt *row;
    size_t room;
    int status = count_activations(self, &room, err);

    out->count = 0;
    if (status < 0)
        return status;
    if (!(out->item = arena_alloc(arena, room, sizeof(*out->item))))
        return error_set(err, STATUS_TOO_BIG, "no room for %zu activations",
                         room);
    status =
        statement_start(self, STATEMENT_ACTIVATION_ALL, NULL, 0, &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_activation, out->item,
                                  sizeof(*out->item), room, &out->count, arena,
                                  err);
}

int store_rollback_target(struct store *self, struct activation *out,
                          struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(self, STATEMENT_ACTIVATION_STANDING, NULL, 0,
                                 &row, err);

    if (status < 0 || (status = statement_next(self, row, err)) != 1)
        return status;
    out->undoes = sqlite3_column_int64(row, 0);
    if ((status = statement_next(self, row, err)) == 1)
        out->model = sqlite3_column_int64(row, 1);
    statement_end(row);
    return status;
}
