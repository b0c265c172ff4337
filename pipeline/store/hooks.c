#include "hooks.h"

#include "connection.h"
#include "rows.h"

#include <assert.h>

#define LIST_CEILING 1000

const char *hook_kind_name(enum hook_kind kind)
{
    return kind == HOOK_CORAL ? "coral" : "webhook";
}

int hook_add(struct store *self, struct hook *hook, struct error *err)
{
    assert(self->writing);
    const int status = statement_run(
        self, STATEMENT_HOOK_ADD,
        BIND(text(view_of(hook_kind_name(hook->kind))), name(hook->url),
             text(hook->secret), whole(hook->created)),
        NULL, err);

    if (status == STATUS_OK)
        hook->key = sqlite3_last_insert_rowid(self->db);
    return status;
}

static int read_hook(sqlite3_stmt *row, struct arena *arena, void *item,
                     struct error *err)
{
    struct hook *out = item;
    int status;

    *out = (struct hook){
        .key = sqlite3_column_int64(row, 0),
        .kind =
            view_is(column_view(row, 1), "coral") ? HOOK_CORAL : HOOK_WEBHOOK,
        .created = sqlite3_column_int64(row, 4),
        .open = sqlite3_column_int64(row, 5),
    };
    if ((status = column_copy(row, 2, arena, &out->url, err)) < 0)
        return status;
    return column_copy(row, 3, arena, &out->secret, err);
}

int hook_list(struct store *self, struct arena *arena, struct hook_list *out,
              struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = arena_alloc(arena, LIST_CEILING, sizeof(*out->item))))
        return error_set(err, STATUS_TOO_BIG, "no room for hooks");
    status = statement_start(self, STATEMENT_HOOK_LIST, NULL, 0, &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_hook, out->item,
                                  sizeof(*out->item), LIST_CEILING, &out->count,
                                  arena, err);
}

int hook_remove(struct store *self, int64_t key, int64_t now, struct error *err)
{
    int changes;
    int status = statement_run(self, STATEMENT_HOOK_REMOVE,
                               BIND(whole(key), whole(now)), &changes, err);

    if (status < 0 || !changes)
        return status;
    status = statement_run(self, STATEMENT_HOOK_GIVE_UP,
                           BIND(whole(key), whole(now)), NULL, err);
    return status < 0 ? status : 1;
}

static int read_delivery(sqlite3_stmt *row, struct arena *arena,
                         struct delivery *out, struct error *err)
{
    struct view *const texts[] = {
        &out->url,        &out->secret,    &out->comment,
        &out->discussion, &out->moderator, &out->action,
        &out->tones,      &out->note,      &out->model};
    int status = STATUS_OK;

    *out = (struct delivery){
        .key = sqlite3_column_int64(row, 0),
        .tries = sqlite3_column_int64(row, 1),
        .decision = sqlite3_column_int64(row, 2),
        .undoes = sqlite3_column_int64(row, 3),
        .revision = sqlite3_column_int64(row, 4),
        .time = sqlite3_column_int64(row, 5),
    };
    for (int i = 0; i < 9 && status == STATUS_OK; i++)
        status = column_copy(row, 6 + i, arena, texts[i], err);
    return status;
}

static int take(struct store *self, int64_t now, int64_t until,
                struct arena *arena, struct delivery *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_DELIVERY_NEXT,
                                 BIND(whole(now)), &row, err);

    if (status != 1)
        return status;
    status = read_delivery(row, arena, out, err);
    statement_end(row);
    if (status == STATUS_OK)
        status = statement_run(self, STATEMENT_DELIVERY_LEASE,
                               BIND(whole(out->key), whole(until)), NULL, err);
    return status < 0 ? status : 1;
}

int delivery_take(struct store *self, int64_t now, int64_t until,
                  struct arena *arena, struct delivery *out, struct error *err)
{
    sqlite3_stmt *row;
    int committed;
    int status = statement_first(self, STATEMENT_DELIVERY_DUE, BIND(whole(now)),
                                 &row, err);

    if (status != 1) /* nothing due: nobody is kept from writing */
        return status;
    statement_end(row);
    if ((status = store_begin(self, err)) < 0)
        return status;
    if ((status = take(self, now, until, arena, out, err)) != 1) {
        store_rollback(self);
        return status;
    }
    committed = store_commit(self, err);
    return committed < 0 ? committed : 1;
}

int delivery_done(struct store *self, int64_t key, int64_t now,
                  struct view answer, struct error *err)
{
    return statement_run(self, STATEMENT_DELIVERY_DONE,
                         BIND(whole(key), whole(now), text(answer)), NULL, err);
}

int delivery_failed(struct store *self, int64_t key, int64_t due,
                    struct view answer, struct error *err)
{
    return statement_run(self, STATEMENT_DELIVERY_FAILED,
                         BIND(whole(key), whole(due), text(answer)), NULL, err);
}

int delivery_count(struct store *self, int64_t *out, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_DELIVERY_COUNT, NULL, 0, &row, err);

    if (status != 1)
        return status;
    *out = sqlite3_column_int64(row, 0);
    statement_end(row);
    return STATUS_OK;
}

int suggestion_add(struct store *self, const struct suggestion *suggestion,
                   struct error *err)
{
    assert(self->writing);
    return statement_run(self, STATEMENT_SUGGESTION_ADD,
                         BIND(whole(suggestion->time), whole(suggestion->token),
                              name(suggestion->comment), text(suggestion->text),
                              text(suggestion->scores),
                              text(suggestion->request)),
                         NULL, err);
}
