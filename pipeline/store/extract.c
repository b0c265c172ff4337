#include "extract.h"

#include "connection.h"

#define COLUMNS_CEILING 16

static const enum statement statements[EXTRACTS] = {
#define X(name, view) [EXTRACT_##name] = STATEMENT_EXTRACT_##name,
    EXTRACT_LIST(X)
#undef X
};

static struct cell read_cell(sqlite3_stmt *row, int column)
{
    struct cell cell = {.column = sqlite3_column_name(row, column)};

    switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
        cell.kind = CELL_WHOLE;
        cell.whole = sqlite3_column_int64(row, column);
        break;
    case SQLITE_FLOAT:
        cell.kind = CELL_REAL;
        cell.real = sqlite3_column_double(row, column);
        break;
    case SQLITE_TEXT:
        cell.kind = CELL_TEXT;
        cell.text = column_view(row, column);
        break;
    default:
        cell.kind = CELL_NULL;
        break;
    }
    return cell;
}

int extract_run(struct store *self, enum extract what,
                int (*visit)(void *context, const struct cell *cell,
                             size_t count, struct error *err),
                void *context, struct error *err)
{
    struct cell cell[COLUMNS_CEILING] = {{0}};
    sqlite3_stmt *row;
    int status, next;

    if ((status = statement_start(self, statements[what], NULL, 0, &row, err)) <
        0)
        return status;
    const int count = sqlite3_column_count(row);
    for (int i = 0; i < count && i < COLUMNS_CEILING; i++)
        cell[i].column = sqlite3_column_name(row, i);
    status = visit(context, cell, (size_t)count, err);
    while (status >= 0 && (next = statement_next(self, row, err)) != 0) {
        if (next < 0)
            return next;
        for (int i = 0; i < count && i < COLUMNS_CEILING; i++) {
            cell[i] = read_cell(row, i);
            if (cell[i].kind == CELL_TEXT && !cell[i].text.ptr) {
                statement_end(row);
                return error_set(err, STATUS_NO_MEMORY, "out of memory");
            }
        }
        status = visit(context, cell, (size_t)count, err);
    }
    statement_end(row);
    return status < 0 ? status : STATUS_OK;
}
