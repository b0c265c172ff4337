#include "audit.h"

#include "connection.h"

#include <stdio.h>

static const struct rule {
    const char *name, *sql;
} rules[] = {
#include "audit_rules.inc"
};

struct audit {
    struct store *store;
    int (*found)(void *context, const struct finding *finding,
                 struct error *err);
    void *context;
};

static int tell(const struct audit *self, const char *rule, struct view what,
                struct error *err)
{
    const struct finding finding = {rule, what};
    const int status = self->found(self->context, &finding, err);

    return status < 0 ? status : STATUS_OK;
}

static int prepare(struct store *store, const char *sql, sqlite3_stmt **out,
                   struct error *err)
{
    const int code = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);

    return code == SQLITE_OK ? STATUS_OK : connection_fail(store, code, err);
}

static int tell_more(const struct audit *self, const char *rule, size_t more,
                     struct error *err)
{
    char text[64];

    snprintf(text, sizeof(text), "and %zu more of this kind", more);
    return tell(self, rule, view_of(text), err);
}

static int run_query(const struct audit *self, const struct rule *rule,
                     struct error *err)
{
    sqlite3_stmt *row;
    size_t count = 0;
    int status = prepare(self->store, rule->sql, &row, err), code = SQLITE_ROW;

    while (status == STATUS_OK && (code = sqlite3_step(row)) == SQLITE_ROW)
        if (count++ < AUDIT_SHOWN)
            status = tell(self, rule->name, column_view(row, 0), err);
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = connection_fail(self->store, code, err);
    sqlite3_finalize(row);
    if (count > AUDIT_SHOWN && status == STATUS_OK)
        status = tell_more(self, rule->name, count - AUDIT_SHOWN, err);
    return status;
}

/* A snapshot of the store as it is now. */
static int begin(struct store *store, struct error *err)
{
    const int code = sqlite3_exec(store->db, "BEGIN", NULL, NULL, NULL);

    return code == SQLITE_OK ? STATUS_OK : connection_fail(store, code, err);
}

/* Damage on the way is what we came for: told, and the next rule has a try. */
static int run_rule(const struct audit *self, const struct rule *rule,
                    struct error *err)
{
    struct error damage = {.status = STATUS_OK};
    const int status = run_query(self, rule, &damage);

    if (status != STATUS_DAMAGED) {
        if (status < 0)
            *err = damage;
        return status;
    }
    if (tell(self, rule->name, view_of(damage.message), err) < 0)
        return err->status;
    return sqlite3_get_autocommit(self->store->db) ? begin(self->store, err)
                                                   : STATUS_OK;
}

/* ---- the schema ---------------------------------------------------------- */

/* The SQL that made an object; absent where there is none of that name. */
static int find_object(struct store *store, struct view type, struct view name,
                       struct buffer *sql, bool *present, struct error *err)
{
    sqlite3_stmt *row;
    int status = prepare(
        store, "SELECT sql FROM sqlite_master WHERE type = ?1 AND name = ?2",
        &row, err);

    if (status < 0)
        return status;
    buffer_clear(sql);
    sqlite3_bind_text(row, 1, type.ptr, (int)type.len, SQLITE_STATIC);
    sqlite3_bind_text(row, 2, name.ptr, (int)name.len, SQLITE_STATIC);
    const int code = sqlite3_step(row);
    *present = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        status = buffer_add_view(sql, column_view(row, 0), err);
    else if (code != SQLITE_DONE)
        status = connection_fail(store, code, err);
    sqlite3_finalize(row);
    return status;
}

/* Each object of `one` must have its like in `other`: type, name, and the SQL
 * where the query gives it. */
static int compare_objects(const struct audit *self, struct store *one,
                           struct store *other, const char *sql,
                           const char *missing, struct error *err)
{
    struct buffer found = {.ptr = NULL}, text = {.ptr = NULL};
    sqlite3_stmt *row;
    bool present = false;
    int status = prepare(one, sql, &row, err), code = SQLITE_ROW;

    while (status == STATUS_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        const struct view type = column_view(row, 0),
                          name = column_view(row, 1);
        status = find_object(other, type, name, &found, &present, err);
        const char *wrong = present ? NULL : missing;
        if (present && sqlite3_column_type(row, 2) != SQLITE_NULL &&
            !view_equal(column_view(row, 2), buffer_view(&found)))
            wrong = "is not the one this program makes";
        if (status < 0 || !wrong)
            continue;
        buffer_clear(&text);
        status = buffer_printf(&text, err, "%.*s '%.*s' %s", VIEW_ARG(type),
                               VIEW_ARG(name), wrong);
        if (status == STATUS_OK)
            status = tell(self, "schema", buffer_view(&text), err);
    }
    if (status == STATUS_OK && code != SQLITE_DONE)
        status = connection_fail(one, code, err);
    sqlite3_finalize(row);
    buffer_free(&found);
    buffer_free(&text);
    return status;
}

/* The guards of the journal are triggers: they must be there, be ours, and no
 * other may write on the way. */
static int check_schema(const struct audit *self, struct error *err)
{
    const struct store_options options = {.create = true};
    struct store *fresh = NULL;
    int status;

    if ((status = store_open(&fresh, ":memory:", &options, err)) < 0)
        return status;
    status =
        compare_objects(self, fresh, self->store,
                        "SELECT type, name, CASE type WHEN 'trigger' THEN sql"
                        " END FROM sqlite_master"
                        " WHERE name NOT LIKE 'sqlite%'",
                        "is missing", err);
    if (status == STATUS_OK)
        status = compare_objects(self, self->store, fresh,
                                 "SELECT type, name, NULL FROM sqlite_master"
                                 " WHERE type = 'trigger'",
                                 "is foreign", err);
    store_close(fresh);
    return status;
}

int audit_run(struct store *self,
              int (*found)(void *context, const struct finding *finding,
                           struct error *err),
              void *context, struct error *err)
{
    const struct audit audit = {self, found, context};
    int status = begin(self, err);

    if (status == STATUS_OK)
        status = check_schema(&audit, err);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]) && status >= 0; i++)
        status = run_rule(&audit, &rules[i], err);
    store_rollback(self);
    return status;
}

static int complain(void *context, const struct finding *finding,
                    struct error *err)
{
    const struct store *self = context;

    error_set(err, STATUS_DAMAGED, "store is damaged: %.*s",
              VIEW_ARG(finding->what));
    return error_locate(err, self->path, 0);
}

int audit_file(struct store *self, struct error *err)
{
    static const struct rule quick = {
        "integrity", "SELECT quick_check FROM pragma_quick_check(1)"
                     " WHERE quick_check <> 'ok'"};
    const struct audit audit = {self, complain, self};

    return run_query(&audit, &quick, err);
}

int store_measure(struct store *self, struct store_size *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = prepare(self,
                         "SELECT (SELECT count(*) FROM comment),"
                         " (SELECT count(*) FROM decision),"
                         " (SELECT count(*) FROM model), page_count * page_size"
                         " FROM pragma_page_count, pragma_page_size",
                         &row, err);

    if (status < 0)
        return status;
    const int code = sqlite3_step(row);
    if (code == SQLITE_ROW)
        *out = (struct store_size){.comments = sqlite3_column_int64(row, 0),
                                   .decisions = sqlite3_column_int64(row, 1),
                                   .models = sqlite3_column_int64(row, 2),
                                   .bytes = sqlite3_column_int64(row, 3)};
    else
        status = connection_fail(self, code, err);
    sqlite3_finalize(row);
    return status;
}
