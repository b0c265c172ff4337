#include "migrate.h"

#include "buffer.h"
#include "connection.h"
#include "links.h"

#include <time.h>

#define APPLICATION_ID 0x76696769 /* "vigi"; schema.sql writes it */
#define RETRY_MS 10

static const char *const schema_1[] = {
#include "schema.inc" /* made from schema.sql by the Makefile */
};

static const char *const schema_2[] = {
#include "schema_2.inc"
};

static const char *const console[] = {
#include "console.inc"
};

static const char *const schema_4[] = {
#include "schema_4.inc"
};

static const struct {
    const char *const *line;
    size_t count;
} migrations[SCHEMA_VERSION] = {
    {schema_1, sizeof(schema_1) / sizeof(schema_1[0])}, /* 0 to 1 */
    {schema_2, sizeof(schema_2) / sizeof(schema_2[0])}, /* 1 to 2 */
    {console, sizeof(console) / sizeof(console[0])},    /* 2 to 3 */
    {schema_4, sizeof(schema_4) / sizeof(schema_4[0])}, /* 3 to 4 */
};

static int execute(struct store *self, const char *sql, struct error *err)
{
    const int code = sqlite3_exec(self->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? STATUS_OK : connection_fail(self, code, err);
}

/* The single number that a query of our own text gives. */
static int read_number(struct store *self, const char *sql, int64_t *out,
                       struct error *err)
{
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(self->db, sql, -1, &statement, NULL);
    int status = STATUS_OK;

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(statement, 0);
    else
        status = connection_fail(self, code, err);
    sqlite3_finalize(statement);
    return status;
}

/* The version found: 0 where the file is still empty. */
static int read_version(struct store *self, int64_t *version, struct error *err)
{
    int64_t application, objects;
    int status;

    if ((status = read_number(self, "PRAGMA application_id", &application,
                              err)) < 0 ||
        (status = read_number(self, "PRAGMA user_version", version, err)) < 0 ||
        (status = read_number(self, "SELECT count(*) FROM sqlite_master",
                              &objects, err)) < 0)
        return status;
    if (application == APPLICATION_ID && *version > SCHEMA_VERSION)
        error_set(err, STATUS_TOO_NEW,
                  "store was written by a newer vigie (schema %lld, this one "
                  "knows %d)",
                  (long long)*version, SCHEMA_VERSION);
    else if (application == APPLICATION_ID ? *version < 1
                                           : application || *version || objects)
        error_set(err, STATUS_DAMAGED, "is not a vigie store");
    else
        return STATUS_OK;
    return error_locate(err, self->path, 0);
}

static int apply(struct store *self, size_t step, struct error *err)
{
    struct buffer sql = {0};
    int status = STATUS_OK;

    for (size_t i = 0; i < migrations[step].count && status == STATUS_OK; i++)
        status = buffer_add_text(&sql, migrations[step].line[i], err);
    if (status == STATUS_OK)
        status =
            buffer_printf(&sql, err, "PRAGMA user_version = %zu;", step + 1);
    if (status == STATUS_OK)
        status = execute(self, sql.ptr, err);
    buffer_free(&sql);
    return status;
}

static int write_plan(struct store *self, const struct store_options *options,
                      struct error *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(
        self->db, "INSERT INTO plan (one, created, seed) VALUES (1, ?1, ?2)",
        -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 1, options->now);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 2, (sqlite3_int64)options->seed);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    const int status =
        code == SQLITE_DONE ? STATUS_OK : connection_fail(self, code, err);
    sqlite3_finalize(statement);
    return status;
}

/* Version by version, seen again behind the lock: another program may have
 * done the work meanwhile. */
static int upgrade(struct store *self, const struct store_options *options,
                   struct error *err)
{
    int64_t version;
    int status;

    if ((status = store_begin(self, err)) < 0)
        return status;
    if ((status = read_version(self, &version, err)) < 0)
        goto out;
    const bool creating = version == 0;
    for (; version < SCHEMA_VERSION; version++)
        if ((status = apply(self, (size_t)version, err)) < 0)
            goto out;
    if (creating && (status = write_plan(self, options, err)) < 0)
        goto out;
    do
        status = creating ? 0 : links_run(self, err);
    while (status > 0);
    if (status < 0)
        goto out;
    return store_commit(self, err);
out:
    store_rollback(self);
    return status;
}

/* In one transaction, lest another program create between two readings. */
static int look(struct store *self, int64_t *version, struct error *err)
{
    int status;

    if ((status = execute(self, "BEGIN", err)) < 0)
        return status;
    status = read_version(self, version, err);
    store_rollback(self);
    return status;
}

int migrate_run(struct store *self, const struct store_options *options,
                struct error *err)
{
    int64_t version;
    int status;

    if ((status = look(self, &version, err)) < 0)
        return status;
    if (version == SCHEMA_VERSION)
        return STATUS_OK;
    if (version && options->read_only) {
        error_set(err, STATUS_READ_ONLY,
                  "store has schema %lld, this vigie needs %d, and it cannot "
                  "be written",
                  (long long)version, SCHEMA_VERSION);
        return error_locate(err, self->path, 0);
    }
    if (version == 0 && !options->create) {
        error_set(err, STATUS_NO_INPUT, "is empty, not a store yet");
        return error_locate(err, self->path, 0);
    }
    /* A score with its reasons should fit into one page. */
    if (version == 0 &&
        (status = execute(self, "PRAGMA page_size = 8192", err)) < 0)
        return status;
    return upgrade(self, options, err);
}

/* The switch needs the file alone for a moment; SQLite does not always wait
 * for that by itself. */
int migrate_journal(struct store *self, struct error *err)
{
    const struct timespec pause = {.tv_nsec = RETRY_MS * 1000000L};
    const int tries = self->busy_ms / RETRY_MS + 1;
    int code = SQLITE_BUSY;

    if (sqlite3_db_readonly(self->db, "main") == 1)
        return STATUS_OK;
    sqlite3_busy_timeout(self->db, 0); /* the waiting is done here */
    for (int i = 0; i < tries && (code & 0xFF) == SQLITE_BUSY; i++) {
        if (i)
            nanosleep(&pause, NULL);
        code = sqlite3_exec(self->db, "PRAGMA journal_mode = WAL", NULL, NULL,
                            NULL);
    }
    sqlite3_busy_timeout(self->db, self->busy_ms);
    return code == SQLITE_OK ? STATUS_OK : connection_fail(self, code, err);
}
