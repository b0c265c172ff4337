/* Who may use the console and the HTTP API.  What passwords, cookies and
 * tokens are made of is decided in console/; here lie their hashes. */
#ifndef VIGIE_STORE_ACCOUNTS_H
#define VIGIE_STORE_ACCOUNTS_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each may do what those before it may. */
enum role { ROLE_NONE, ROLE_MODERATOR, ROLE_LEAD, ROLE_ADMIN, ROLES };

/* "moderator", "lead", "admin"; "" for none. */
const char *role_name(enum role role);

/* False when the word is none of them; *out is then untouched. */
bool role_parse(struct view word, enum role *out);

struct account {
    int64_t key;
    struct view name; /* what stands in the journal */
    enum role role;
    struct view password; /* hash as libsodium writes it */
    bool disabled;
    int64_t created; /* UTC seconds */
};

struct account_list {
    struct account *item; /* [count], by name, in the arena */
    size_t count;
};

/* Between store_begin() and commit.  STATUS_BAD_RECORD: the name is taken. */
int account_add(struct store *self, const struct account *account,
                struct error *err);

/* 1 when found, 0 when not, or a status. */
int account_find(struct store *self, struct view name, struct arena *arena,
                 struct account *out, struct error *err);
int account_list(struct store *self, struct arena *arena,
                 struct account_list *out, struct error *err);

/* New password, or disabled; either ends all sessions of the account.
 * Between store_begin() and commit. */
int account_set_password(struct store *self, int64_t key, struct view password,
                         struct error *err);
int account_disable(struct store *self, int64_t key, struct error *err);

/* Sessions, named by the hash of their cookie.  Found is only what is not
 * over at `now` and whose account is not disabled. */
int session_add(struct store *self, struct view hash, int64_t account,
                int64_t now, int64_t until, struct error *err);
int session_find(struct store *self, struct view hash, int64_t now,
                 struct arena *arena, struct account *out, struct error *err);
int session_remove(struct store *self, struct view hash, struct error *err);

/* Wrong passwords in a row.  *until is when the next try is looked at; 0
 * where there was none. */
int mistrust_read(struct store *self, struct view subject, int64_t *failures,
                  int64_t *until, struct error *err);
int mistrust_put(struct store *self, struct view subject, int64_t failures,
                 int64_t until, struct error *err);
int mistrust_forget(struct store *self, struct view subject, struct error *err);

/* What a token of the HTTP API may be used for. */
#define SCOPE_LIST(X)                                                          \
    X(SCORE, score)                                                            \
    X(INGEST, ingest)                                                          \
    X(MODERATE, moderate)                                                      \
    X(READ, read)

enum scope_bit {
#define X(name, word) SCOPE_BIT_##name,
    SCOPE_LIST(X)
#undef X
        SCOPE_BITS
};

enum scope {
#define X(name, word) SCOPE_##name = 1 << SCOPE_BIT_##name,
    SCOPE_LIST(X)
#undef X
};

/* "score,read" to a mask; STATUS_USAGE for an unknown or missing word. */
int scopes_parse(struct view words, unsigned *out, struct error *err);

/* The mask's words, comma separated, NUL-terminated. */
#define SCOPES_SIZE 64
void scopes_print(unsigned scopes, char out[SCOPES_SIZE]);

struct api_token {
    int64_t key;
    struct view name;
    unsigned scopes;
    int64_t created;
    int64_t revoked; /* TIME_NONE = in force */
};

struct api_token_list {
    struct api_token *item; /* [count], oldest first, in the arena */
    size_t count;
};

/* Sets token->key.  Between store_begin() and commit. */
int api_token_add(struct store *self, struct api_token *token, struct view hash,
              struct error *err);

/* 1 when a token in force has that hash, 0, or a status. */
int api_token_find(struct store *self, struct view hash, struct arena *arena,
               struct api_token *out, struct error *err);
int api_token_list(struct store *self, struct arena *arena, struct api_token_list *out,
               struct error *err);

/* 1 when it was in force until now, 0, or a status. */
int api_token_revoke(struct store *self, int64_t key, int64_t now,
                 struct error *err);

#endif
