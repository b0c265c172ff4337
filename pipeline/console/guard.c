#include "guard.h"

#include "credentials.h"
#include "layout.h"

#define GOOGLE_ERROR "type.googleapis.com/google.rpc.ErrorInfo"

/* ---- tokens ------------------------------------------------------------- */

static struct view given_token(const struct exchange *self)
{
    static const char scheme[] = "Bearer ";
    const struct view header = exchange_header(self, "Authorization");
    struct view key = exchange_query(self, "key");

    if (view_starts(header, scheme))
        return view_trim(view_from(header, sizeof(scheme) - 1));
    if (!key.len)
        key = exchange_header(self, "X-Goog-Api-Key");
    return key;
}

/* Clients of the hosted API know these two by heart. */
static void refuse_key(struct exchange *self, bool given)
{
    if (given)
        answer_error(self, 400, "INVALID_ARGUMENT",
                     "API key not valid. Please pass a valid API key.",
                     json_pack("[{s:s, s:s, s:s}]", "@type", GOOGLE_ERROR,
                               "reason", "API_KEY_INVALID", "domain",
                               "googleapis.com"));
    else
        answer_error(self, 403, "PERMISSION_DENIED",
                     "Method doesn't allow unregistered callers (callers "
                     "without established identity). Please use API Key or "
                     "other form of API consumer identity to call this API.",
                     NULL);
}

static void refuse_token(struct exchange *self, bool given)
{
    if (self->match.route->scope == SCOPE_SCORE) {
        refuse_key(self, given);
        return;
    }
    answer_error(self, 401, "UNAUTHENTICATED",
                 given ? "this token is not, or no longer, valid"
                       : "a token is needed: Authorization: Bearer TOKEN",
                 NULL);
    answer_header(self, "WWW-Authenticate", "Bearer");
}

static bool admit_token(struct exchange *self)
{
    const struct view given = given_token(self);
    struct error err = {.status = STATUS_OK};
    char hash[DIGEST_HEX_SIZE], scopes[SCOPES_SIZE], message[160];
    int status = 0;

    if (given.len) {
        secret_hash(given, hash);
        status = api_token_find(self->worker->store, view_of(hash),
                            &self->worker->arena, &self->token, &err);
    }
    if (status < 0) {
        answer_failure(self, &err);
        return false;
    }
    if (status == 0) {
        refuse_token(self, given.len > 0);
        return false;
    }
    if ((self->token.scopes & self->match.route->scope) ==
        self->match.route->scope)
        return true;
    scopes_print(self->match.route->scope, scopes);
    snprintf(message, sizeof(message), "this token has not the scope '%s'",
             scopes);
    answer_error(self, 403, "PERMISSION_DENIED", message, NULL);
    return false;
}

/* ---- forms and sessions ------------------------------------------------- */

static bool has_form_token(struct exchange *self)
{
    struct view given = exchange_header(self, "X-CSRF-Token");

    if (!given.len)
        given = exchange_field(self, "csrf", 0);
    return csrf_fits(given, self->cookie);
}

static bool admit_form(struct exchange *self)
{
    self->cookie = exchange_cookie(self, VISITOR_COOKIE);
    if (self->method == METHOD_GET || has_form_token(self))
        return true;
    page_problem(
        self, 403, "Ce formulaire a expiré. Rechargez la page et recommencez.",
        "This form is no longer valid. Reload the page and try again.");
    return false;
}

static void send_to_login(struct exchange *self)
{
    if (self->method == METHOD_GET)
        answer_redirect(self, "/login");
    else
        page_problem(self, 401, "Votre session est finie. Reconnectez-vous.",
                     "Your session is over. Log in again.");
}

/* 1 when there is a session, 0, or a status. */
static int find_session(struct exchange *self, struct error *err)
{
    const struct view cookie = exchange_cookie(self, SESSION_COOKIE);
    char hash[DIGEST_HEX_SIZE];

    if (!cookie.len)
        return 0;
    secret_hash(cookie, hash);
    const int status =
        session_find(self->worker->store, view_of(hash), self->now,
                     &self->worker->arena, &self->account, err);
    if (status == 1)
        self->cookie = cookie;
    return status;
}

static bool admit_session(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};
    const int status = find_session(self, &err);

    if (status < 0)
        answer_failure(self, &err);
    else if (status == 0)
        send_to_login(self);
    else if (self->account.role < self->match.route->role)
        page_problem(self, 403, "Votre rôle ne permet pas cela.",
                     "Your role does not allow this.");
    else if (self->method == METHOD_POST && !has_form_token(self))
        page_problem(
            self, 403,
            "Ce formulaire a expiré. Rechargez la page et recommencez.",
            "This form is no longer valid. Reload the page and try again.");
    else
        return true;
    return false;
}

bool guard_admits(struct exchange *self)
{
    switch (self->match.route->access) {
    case ACCESS_OPEN:
    case ACCESS_SIGNED:
        return true;
    case ACCESS_FORM:
        return admit_form(self);
    case ACCESS_SESSION:
        return admit_session(self);
    case ACCESS_TOKEN:
        return admit_token(self);
    }
    return false;
}
