#include "accounts.h"

#include "connection.h"
#include "rows.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define LIST_CEILING 10000 /* accounts or tokens listed */

static const char *const role_names[ROLES] = {
    [ROLE_NONE] = "",
    [ROLE_MODERATOR] = "moderator",
    [ROLE_LEAD] = "lead",
    [ROLE_ADMIN] = "admin",
};

const char *role_name(enum role role)
{
    return role_names[role];
}

bool role_parse(struct view word, enum role *out)
{
    for (int i = ROLE_MODERATOR; i < ROLES; i++)
        if (view_is(word, role_names[i])) {
            *out = (enum role)i;
            return true;
        }
    return false;
}

/* ---- accounts ----------------------------------------------------------- */

/* key, name, role, password, disabled, created */
static int read_account(sqlite3_stmt *row, struct arena *arena, void *item,
                        struct error *err)
{
    struct account *out = item;
    int status;

    *out = (struct account){
        .key = sqlite3_column_int64(row, 0),
        .disabled = sqlite3_column_int(row, 4) != 0,
        .created = sqlite3_column_int64(row, 5),
    };
    if (!role_parse(column_view(row, 2), &out->role))
        return error_set(err, STATUS_DAMAGED, "store is damaged: a role");
    if ((status = column_copy(row, 1, arena, &out->name, err)) < 0)
        return status;
    return column_copy(row, 3, arena, &out->password, err);
}

int account_add(struct store *self, const struct account *account,
                struct error *err)
{
    int changes;

    assert(self->writing);
    const int status = statement_run(
        self, STATEMENT_ACCOUNT_ADD,
        BIND(text(account->name), text(view_of(role_name(account->role))),
             text(account->password), whole(account->created)),
        &changes, err);

    if (status < 0 || changes)
        return status;
    return error_set(err, STATUS_BAD_RECORD, "there is an account '%.*s'",
                     VIEW_ARG(account->name));
}

int account_find(struct store *self, struct view name, struct arena *arena,
                 struct account *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_ACCOUNT_FIND, BIND(text(name)),
                                 &row, err);

    if (status != 1)
        return status;
    status = read_account(row, arena, out, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int account_list(struct store *self, struct arena *arena,
                 struct account_list *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = arena_alloc(arena, LIST_CEILING, sizeof(*out->item))))
        return error_set(err, STATUS_TOO_BIG, "no room for accounts");
    status = statement_start(self, STATEMENT_ACCOUNT_LIST, NULL, 0, &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_account, out->item,
                                  sizeof(*out->item), LIST_CEILING, &out->count,
                                  arena, err);
}

int account_set_password(struct store *self, int64_t key, struct view password,
                         struct error *err)
{
    const int status =
        statement_run(self, STATEMENT_ACCOUNT_PASSWORD,
                      BIND(whole(key), text(password)), NULL, err);

    return status < 0 ? status
                      : statement_run(self, STATEMENT_SESSION_END_ALL,
                                      BIND(whole(key)), NULL, err);
}

int account_disable(struct store *self, int64_t key, struct error *err)
{
    const int status = statement_run(self, STATEMENT_ACCOUNT_DISABLE,
                                     BIND(whole(key)), NULL, err);

    return status < 0 ? status
                      : statement_run(self, STATEMENT_SESSION_END_ALL,
                                      BIND(whole(key)), NULL, err);
}

/* ---- sessions ----------------------------------------------------------- */

int session_add(struct store *self, struct view hash, int64_t account,
                int64_t now, int64_t until, struct error *err)
{
    int status;

    assert(self->writing);
    if ((status = statement_run(self, STATEMENT_SESSION_EXPIRE,
                                BIND(whole(now)), NULL, err)) < 0)
        return status;
    return statement_run(
        self, STATEMENT_SESSION_ADD,
        BIND(text(hash), whole(account), whole(now), whole(until)), NULL, err);
}

int session_find(struct store *self, struct view hash, int64_t now,
                 struct arena *arena, struct account *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_SESSION_FIND,
                                 BIND(text(hash), whole(now)), &row, err);

    if (status != 1)
        return status;
    status = read_account(row, arena, out, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int session_remove(struct store *self, struct view hash, struct error *err)
{
    return statement_run(self, STATEMENT_SESSION_REMOVE, BIND(text(hash)), NULL,
                         err);
}

/* ---- wrong passwords ---------------------------------------------------- */

int mistrust_read(struct store *self, struct view subject, int64_t *failures,
                  int64_t *until, struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_MISTRUST_READ,
                                       BIND(text(subject)), &row, err);

    *failures = *until = 0;
    if (status != 1)
        return status;
    *failures = sqlite3_column_int64(row, 0);
    *until = sqlite3_column_int64(row, 1);
    statement_end(row);
    return STATUS_OK;
}

int mistrust_put(struct store *self, struct view subject, int64_t failures,
                 int64_t until, struct error *err)
{
    return statement_run(self, STATEMENT_MISTRUST_PUT,
                         BIND(text(subject), whole(failures), whole(until)),
                         NULL, err);
}

int mistrust_forget(struct store *self, struct view subject, struct error *err)
{
    return statement_run(self, STATEMENT_MISTRUST_FORGET, BIND(text(subject)),
                         NULL, err);
}

/* ---- tokens ------------------------------------------------------------- */

static const char *const scope_words[SCOPE_BITS] = {
#define X(name, word) #word,
    SCOPE_LIST(X)
#undef X
};

int scopes_parse(struct view words, unsigned *out, struct error *err)
{
    unsigned mask = 0;

    for (size_t at = 0; at <= words.len;) {
        size_t end = at;
        unsigned bit = 0;
        while (end < words.len && words.ptr[end] != ',')
            end++;
        const struct view word =
            view_trim((struct view){words.ptr + at, end - at});
        for (unsigned i = 0; i < SCOPE_BITS; i++)
            if (view_is(word, scope_words[i]))
                bit = 1U << i;
        if (!bit)
            return error_set(err, STATUS_USAGE,
                             "unknown scope '%.*s': score, ingest, moderate, "
                             "read",
                             VIEW_ARG(word));
        mask |= bit;
        at = end + 1;
    }
    *out = mask;
    return STATUS_OK;
}

void scopes_print(unsigned scopes, char out[SCOPES_SIZE])
{
    size_t len = 0;

    out[0] = '\0';
    for (unsigned i = 0; i < SCOPE_BITS; i++)
        if (scopes & 1U << i)
            len += (size_t)snprintf(out + len, SCOPES_SIZE - len, "%s%s",
                                    len ? "," : "", scope_words[i]);
}

/* key, name, scopes, created, revoked */
static int read_token(sqlite3_stmt *row, struct arena *arena, void *item,
                      struct error *err)
{
    struct api_token *out = item;
    *out = (struct api_token){
        .key = sqlite3_column_int64(row, 0),
        .scopes = (unsigned)sqlite3_column_int(row, 2),
        .created = sqlite3_column_int64(row, 3),
        .revoked = column_moment(row, 4),
    };
    return column_copy(row, 1, arena, &out->name, err);
}

int api_token_add(struct store *self, struct api_token *token, struct view hash,
              struct error *err)
{
    assert(self->writing);
    const int status =
        statement_run(self, STATEMENT_TOKEN_ADD,
                      BIND(text(token->name), whole(token->scopes), text(hash),
                           whole(token->created)),
                      NULL, err);

    if (status == STATUS_OK)
        token->key = sqlite3_last_insert_rowid(self->db);
    return status;
}

int api_token_find(struct store *self, struct view hash, struct arena *arena,
               struct api_token *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_TOKEN_FIND, BIND(text(hash)),
                                 &row, err);

    if (status != 1)
        return status;
    status = read_token(row, arena, out, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int api_token_list(struct store *self, struct arena *arena, struct api_token_list *out,
               struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = arena_alloc(arena, LIST_CEILING, sizeof(*out->item))))
        return error_set(err, STATUS_TOO_BIG, "no room for tokens");
    status = statement_start(self, STATEMENT_TOKEN_LIST, NULL, 0, &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_token, out->item,
                                  sizeof(*out->item), LIST_CEILING, &out->count,
                                  arena, err);
}

int api_token_revoke(struct store *self, int64_t key, int64_t now,
                 struct error *err)
{
    int changes;
    const int status =
        statement_run(self, STATEMENT_TOKEN_REVOKE,
                      BIND(whole(key), whole(now)), &changes, err);

    return status < 0 ? status : changes > 0;
}
