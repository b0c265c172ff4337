#include "store.h"

#include "connection.h"
#include "links.h"
#include "migrate.h"

#include <assert.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every commit reaches the disk; the cache bounds memory; views of a foreign
 * file must not call anything dangerous. */
static const char settings[] = "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA cache_size = -32768;"
                               "PRAGMA wal_autocheckpoint = 2000;"
                               "PRAGMA journal_size_limit = 67108864;";

/* Many comments at a time: every key that is written was just read or made,
 * and `vigie check` looks at all of them.  Looking up again what a key refers
 * to, and the copies of pages that SQLite keeps to take back a statement that
 * may fail by that, took half of the time of storing a score. */
static const char bulk_settings[] = "PRAGMA foreign_keys = OFF;";

static const char *const state_names[COMMENT_STATES] = {
    [COMMENT_EMPTY] = "empty",
    [COMMENT_WAITING] = "waiting",
    [COMMENT_SCORED] = "scored",
    [COMMENT_DECIDED] = "decided",
};

const char *comment_state_name(enum comment_state state)
{
    return state_names[state];
}

/* What SQLite would say less clearly. */
static int check_path(const char *path, bool create, struct error *err)
{
    struct stat found;

    if (!*path)
        return error_set(err, STATUS_USAGE, "name of the store is empty");
    if (stat(path, &found) == 0) {
        if (S_ISREG(found.st_mode))
            return STATUS_OK;
        error_set(err, STATUS_DAMAGED, "is not a vigie store");
    } else if (errno == ENOENT && create) {
        return STATUS_OK;
    } else if (errno == ENOENT) {
        error_set(err, STATUS_NO_INPUT,
                  "no such store; 'vigie ingest' or 'vigie score' makes one");
    } else {
        error_set(err, STATUS_NO_INPUT, "cannot open the store: %s",
                  strerror(errno));
    }
    return error_locate(err, path, 0);
}

static int open_failed(const struct store *self, int code, bool create,
                       struct error *err)
{
    const int number = self->db ? sqlite3_system_errno(self->db) : 0;

    if ((code & 0xFF) == SQLITE_NOMEM || !self->db)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    error_set(err, create ? STATUS_CANNOT_CREATE : STATUS_NO_INPUT,
              "cannot open the store: %s",
              number ? strerror(number) : sqlite3_errmsg(self->db));
    return error_locate(err, self->path, 0);
}

/* True when the store lies in a folder where nothing can be written and no
 * other program has it open: SQLite's write-ahead log cannot be had there, but
 * the file can be read as it is. */
static bool is_frozen(const char *path)
{
    char folder[4096], log[4104];

    if (snprintf(folder, sizeof(folder), "%s", path) >= (int)sizeof(folder))
        return false;
    snprintf(log, sizeof(log), "%s-wal", path);
    return access(path, R_OK) == 0 && access(dirname(folder), W_OK) < 0 &&
           access(log, F_OK) < 0;
}

/* "file:...?immutable=1" with what a URI gives a meaning escaped. */
static void frozen_uri(const char *path, char *out, size_t size)
{
    size_t len = (size_t)snprintf(out, size, "file:");

    for (; *path && len + 4 < size; path++)
        len += (size_t)snprintf(out + len, size - len,
                                strchr("?#%", *path) ? "%%%02X" : "%c",
                                (unsigned char)*path);
    snprintf(out + len, size - len, "?immutable=1");
}

static int connect_frozen(struct store *self,
                          const struct store_options *options,
                          struct error *err)
{
    const struct store_options reading = {
        .read_only = true, .busy_ms = options->busy_ms, .now = options->now};
    char uri[3 * 4096 + 32];
    int status;

    frozen_uri(self->path, uri, sizeof(uri));
    const int code =
        sqlite3_open_v2(uri, &self->db,
                        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                        NULL);
    if (code != SQLITE_OK)
        return open_failed(self, code, false, err);
    if ((status = migrate_run(self, &reading, err)) < 0)
        return status;
    return sqlite3_exec(self->db, settings, NULL, NULL, NULL) == SQLITE_OK
               ? STATUS_OK
               : connection_fail(self, SQLITE_READONLY, err);
}

static int connect(struct store *self, const struct store_options *options,
                   struct error *err)
{
    const bool create = options->create && !options->read_only;
    const int flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
        (options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
        (create ? SQLITE_OPEN_CREATE : 0);
    int status;

    if ((status = check_path(self->path, create, err)) < 0)
        return status;
    if (options->frozen || is_frozen(self->path))
        return connect_frozen(self, options, err);
    int code = sqlite3_open_v2(self->path, &self->db, flags, NULL);
    if (code != SQLITE_OK)
        return open_failed(self, code, create, err);
    sqlite3_busy_timeout(self->db, self->busy_ms);
    if ((status = migrate_run(self, options, err)) < 0 ||
        (!options->read_only && (status = migrate_journal(self, err)) < 0))
        return status;
    code = sqlite3_exec(self->db, settings, NULL, NULL, NULL);
    if (code == SQLITE_OK && options->bulk)
        code = sqlite3_exec(self->db, bulk_settings, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : connection_fail(self, code, err);
}

static int open_once(struct store **out, const char *path,
                     const struct store_options *options, struct error *err)
{
    struct store *self = calloc(1, sizeof(*self));
    int status;

    if (!self || !(self->path = strdup(path))) {
        free(self);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    self->busy_ms = options->busy_ms > 0 ? options->busy_ms
                    : options->bulk      ? STORE_BUSY_BULK_MS
                                         : STORE_BUSY_MS;
    if ((status = connect(self, options, err)) < 0) {
        store_close(self);
        return status;
    }
    *out = self;
    return STATUS_OK;
}

/* Reading alone migrates as well, where the file may be written. */
int store_open(struct store **out, const char *path,
               const struct store_options *options, struct error *err)
{
    struct store_options writing = *options;
    struct error second = {.status = STATUS_OK};
    struct store *store;
    const int status = open_once(out, path, options, err);

    if (status != STATUS_READ_ONLY || !options->read_only)
        return status;
    writing.read_only = writing.create = false;
    if (open_once(&store, path, &writing, &second) < 0)
        return status;
    store_close(store);
    error_clear(err);
    return open_once(out, path, options, err);
}

void store_close(struct store *self)
{
    if (!self)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(self->statement[i]);
    sqlite3_close(self->db); /* rolls back */
    links_forget(self->linker);
    buffer_free(&self->json);
    buffer_free(&self->discussion_id);
    free(self->path);
    free(self);
}

static void forget(struct store *self)
{
    memset(self->tally, 0, sizeof(self->tally));
    buffer_clear(&self->discussion_id);
    self->discussion_key = 0;
    self->unlinked_discussion = 0;
    self->writing = false;
}

static int see_others(struct store *self, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_DATA_VERSION, NULL, 0, &row, err);

    if (status != 1)
        return status;
    const int64_t version = sqlite3_column_int64(row, 0);
    statement_end(row);
    self->generation += version != self->data_version;
    self->data_version = version;
    return STATUS_OK;
}

int store_begin(struct store *self, struct error *err)
{
    assert(!self->writing);
    if (sqlite3_db_readonly(self->db, "main") == 1) /* BEGIN would succeed */
        return connection_fail(self, SQLITE_READONLY, err);
    const int status = statement_run(self, STATEMENT_BEGIN, NULL, 0, NULL, err);

    if (status < 0)
        return status;
    forget(self);
    self->writing = true;
    return see_others(self, err);
}

int store_commit(struct store *self, struct error *err)
{
    int status;

    assert(self->writing);
    for (int64_t i = 0; i < TALLIES; i++) {
        if (!self->tally[i])
            continue;
        status =
            statement_run(self, STATEMENT_TALLY_ADD,
                          BIND(whole(i), whole(self->tally[i])), NULL, err);
        if (status < 0)
            return status;
    }
    status = statement_run(self, STATEMENT_COMMIT, NULL, 0, NULL, err);
    if (status == STATUS_OK)
        forget(self);
    return status;
}

void store_rollback(struct store *self)
{
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_reset(self->statement[i]);
    if (!sqlite3_get_autocommit(self->db))
        sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL);
    self->generation++;
    forget(self);
}

int store_counts(struct store *self, struct counts *out, struct error *err)
{
    sqlite3_stmt *statement;
    int status;

    memset(out, 0, sizeof(*out));
    if ((status = statement_start(self, STATEMENT_TALLY_READ, NULL, 0,
                                  &statement, err)) < 0)
        return status;
    while ((status = statement_next(self, statement, err)) == 1) {
        const int64_t kind = sqlite3_column_int64(statement, 0);
        const uint64_t count = (uint64_t)sqlite3_column_int64(statement, 1);
        if (kind >= 0 && kind < TALLY_LANE)
            out->state[kind] = count;
        else if (kind >= TALLY_LANE && kind < TALLIES)
            out->lane[kind - TALLY_LANE] = count;
    }
    return status;
}
