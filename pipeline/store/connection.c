#include "connection.h"

#include "file.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static enum status io_status(const struct store *self)
{
    int number = sqlite3_system_errno(self->db);

    if (!number && file_write_status(errno) == STATUS_FULL)
        number = errno; /* SQLite does not always pass it on */
    return number ? file_write_status(number) : STATUS_IO;
}

static int set_error(struct store *self, int code, struct error *err)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, STATUS_BUSY,
                         "store is locked by another program, try again");
    case SQLITE_FULL:
        return error_set(err, STATUS_FULL, "no space left for the store");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return error_set(err, STATUS_READ_ONLY,
                         "store or its folder cannot be written");
    case SQLITE_NOTADB:
        return error_set(err, STATUS_DAMAGED, "is not a vigie store");
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
        return error_set(err, STATUS_DAMAGED, "store is damaged: %s",
                         sqlite3_errmsg(self->db));
    case SQLITE_NOMEM:
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    case SQLITE_TOOBIG:
        return error_set(err, STATUS_TOO_BIG, "value too big for the store");
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        if (io_status(self) == STATUS_FULL)
            return error_set(err, STATUS_FULL, "no space left for the store");
        return error_set(err, io_status(self), "store: %s",
                         sqlite3_errmsg(self->db));
    default:
        return error_set(err, STATUS_INTERNAL, "store: %s",
                         sqlite3_errmsg(self->db));
    }
}

int(connection_fail)(struct store *self, int code, struct error *err)
{
    set_error(self, code, err);
    error_locate(err, self->path, 0);
    store_rollback(self);
    return err->status;
}

static int bind(sqlite3_stmt *statement, int at, const struct bound *value)
{
    switch (value->kind) {
    case BOUND_NULL:
        return sqlite3_bind_null(statement, at);
    case BOUND_WHOLE:
        return sqlite3_bind_int64(statement, at, value->whole);
    case BOUND_REAL:
        return sqlite3_bind_double(statement, at, value->real);
    case BOUND_TEXT:
        return sqlite3_bind_text64(statement, at, value->text.ptr,
                                   value->text.len, SQLITE_STATIC, SQLITE_UTF8);
    }
    return SQLITE_MISUSE;
}

int statement_start(struct store *self, enum statement which,
                    const struct bound *value, size_t count, sqlite3_stmt **out,
                    struct error *err)
{
    sqlite3_stmt **slot = &self->statement[which];
    int code = SQLITE_OK;

    *out = NULL;
    if (!*slot)
        code = sqlite3_prepare_v3(self->db, statement_sql(which), -1,
                                  SQLITE_PREPARE_PERSISTENT, slot, NULL);
    if (code != SQLITE_OK)
        return connection_fail(self, code, err);
    assert(!sqlite3_stmt_busy(*slot));
    assert((size_t)sqlite3_bind_parameter_count(*slot) == count);
    for (size_t i = 0; i < count && code == SQLITE_OK; i++)
        code = bind(*slot, (int)i + 1, &value[i]);
    if (code != SQLITE_OK)
        return connection_fail(self, code, err);
    *out = *slot;
    return STATUS_OK;
}

int statement_next(struct store *self, sqlite3_stmt *statement,
                   struct error *err)
{
    const int code = sqlite3_step(statement);

    if (code == SQLITE_ROW)
        return 1;
    if (code != SQLITE_DONE) {
        set_error(self, code, err);
        sqlite3_reset(statement);
        return connection_fail(self, code, err);
    }
    sqlite3_reset(statement);
    return 0;
}

void statement_end(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
}

int statement_first(struct store *self, enum statement which,
                    const struct bound *value, size_t count, sqlite3_stmt **out,
                    struct error *err)
{
    const int status = statement_start(self, which, value, count, out, err);

    return status < 0 ? status : statement_next(self, *out, err);
}

int statement_run(struct store *self, enum statement which,
                  const struct bound *value, size_t count, int *changes,
                  struct error *err)
{
    sqlite3_stmt *statement;
    const int status =
        statement_first(self, which, value, count, &statement, err);

    assert(status <= 0);
    if (status == 0 && changes)
        *changes = sqlite3_changes(self->db);
    return status;
}

struct view column_view(sqlite3_stmt *statement, int column)
{
    const unsigned char *bytes = sqlite3_column_text(statement, column);

    return (struct view){(const char *)bytes,
                         (size_t)sqlite3_column_bytes(statement, column)};
}

int64_t column_moment(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? TIME_NONE
               : sqlite3_column_int64(statement, column);
}

int column_copy(sqlite3_stmt *statement, int column, struct arena *arena,
                struct view *out, struct error *err)
{
    const struct view value = column_view(statement, column);

    if (value.ptr)
        return arena_copy(arena, value, out, err);
    if (sqlite3_column_type(statement, column) != SQLITE_NULL)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    *out = (struct view){NULL, 0};
    return STATUS_OK;
}
