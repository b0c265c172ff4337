#include "rows.h"

void *rows_room(struct arena *arena, size_t limit, size_t size,
                struct error *err)
{
    void *room = arena_alloc(arena, limit, size);

    if (!room)
        error_set(err, STATUS_TOO_BIG, "no room for a list");
    return room;
}

int rows_read(struct store *self, sqlite3_stmt *row, row_read *read, void *item,
              size_t size, size_t limit, size_t *count, struct arena *arena,
              struct error *err)
{
    int status = STATUS_OK;

    for (*count = 0; status == STATUS_OK && *count < limit; ++*count) {
        if ((status = statement_next(self, row, err)) != 1)
            break;
        status = read(row, arena, (char *)item + *count * size, err);
    }
    statement_end(row);
    return status < 0 ? status : STATUS_OK;
}
