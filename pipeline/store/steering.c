#include "steering.h"

#include "connection.h"
#include "rows.h"

#include <assert.h>

int saved_policy_add(struct store *self, struct saved_policy *policy,
                     struct error *err)
{
    assert(self->writing);
    const int status =
        statement_run(self, STATEMENT_POLICY_ADD,
                      BIND(whole(policy->time), text(policy->moderator),
                           text(policy->note), text(policy->text)),
                      NULL, err);

    if (status == STATUS_OK)
        policy->key = sqlite3_last_insert_rowid(self->db);
    return status;
}

int saved_policy_key(struct store *self, int64_t *key, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_POLICY_KEY, NULL, 0, &row, err);

    *key = 0;
    if (status != 1)
        return status;
    *key = sqlite3_column_int64(row, 0);
    statement_end(row);
    return STATUS_OK;
}

static int read_policy(sqlite3_stmt *row, struct arena *arena, void *item,
                       struct error *err)
{
    struct saved_policy *out = item;
    int status;

    *out = (struct saved_policy){
        .key = sqlite3_column_int64(row, 0),
        .time = sqlite3_column_int64(row, 1),
    };
    if ((status = column_copy(row, 2, arena, &out->moderator, err)) < 0 ||
        (status = column_copy(row, 3, arena, &out->note, err)) < 0)
        return status;
    return column_copy(row, 4, arena, &out->text, err);
}

int saved_policy_read(struct store *self, struct arena *arena,
                      struct saved_policy *out, struct error *err)
{
    sqlite3_stmt *row;
    int status =
        statement_first(self, STATEMENT_POLICY_READ, NULL, 0, &row, err);

    if (status != 1)
        return status;
    status = read_policy(row, arena, out, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int saved_policy_list(struct store *self, size_t limit, struct arena *arena,
                      struct saved_policy_list *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = arena_alloc(arena, limit, sizeof(*out->item))))
        return error_set(err, STATUS_TOO_BIG, "no room for policies");
    status = statement_start(self, STATEMENT_POLICY_LIST,
                             BIND(whole((int64_t)limit)), &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_policy, out->item,
                                  sizeof(*out->item), limit, &out->count,
                                  arena, err);
}

/* ---- jobs --------------------------------------------------------------- */

int job_add(struct store *self, struct job *job, struct error *err)
{
    assert(self->writing);
    const int status = statement_run(
        self, STATEMENT_JOB_ADD,
        BIND(text(job->kind), text(job->about), text(job->moderator),
             whole(job->process), whole(job->started), text(job->folder)),
        NULL, err);

    if (status == STATUS_OK)
        job->key = sqlite3_last_insert_rowid(self->db);
    return status;
}

int job_set_process(struct store *self, int64_t key, int64_t process,
                    struct error *err)
{
    return statement_run(self, STATEMENT_JOB_PROCESS,
                         BIND(whole(key), whole(process)), NULL, err);
}

int job_end(struct store *self, int64_t key, int64_t now, int64_t exit_status,
            struct error *err)
{
    return statement_run(self, STATEMENT_JOB_END,
                         BIND(whole(key), whole(now), whole(exit_status)), NULL,
                         err);
}

static int read_job(sqlite3_stmt *row, struct arena *arena, void *item,
                    struct error *err)
{
    struct job *out = item;
    int status;

    *out = (struct job){
        .key = sqlite3_column_int64(row, 0),
        .process = sqlite3_column_int64(row, 4),
        .started = sqlite3_column_int64(row, 5),
        .ended = column_moment(row, 6),
        .exit_status = sqlite3_column_int64(row, 7),
    };
    if ((status = column_copy(row, 1, arena, &out->kind, err)) < 0 ||
        (status = column_copy(row, 2, arena, &out->about, err)) < 0 ||
        (status = column_copy(row, 3, arena, &out->moderator, err)) < 0)
        return status;
    return column_copy(row, 8, arena, &out->folder, err);
}

int job_find(struct store *self, int64_t key, struct arena *arena,
             struct job *out, struct error *err)
{
    sqlite3_stmt *row;
    int status =
        statement_first(self, STATEMENT_JOB_FIND, BIND(whole(key)), &row, err);

    if (status != 1)
        return status;
    status = read_job(row, arena, out, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int job_list(struct store *self, size_t limit, struct arena *arena,
             struct job_list *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = arena_alloc(arena, limit, sizeof(*out->item))))
        return error_set(err, STATUS_TOO_BIG, "no room for jobs");
    status = statement_start(self, STATEMENT_JOB_LIST,
                             BIND(whole((int64_t)limit)), &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_job, out->item,
                                  sizeof(*out->item), limit, &out->count,
                                  arena, err);
}
