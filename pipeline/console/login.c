#include "login.h"

#include "credentials.h"
#include "guard.h"
#include "layout.h"

#include <stdio.h>
#include <string.h>

#define FREE_FAILURES 4
#define PAUSE_MOST 900
#define YEAR (365 * 86400)

int64_t login_pause(int64_t failures)
{
    int64_t pause = 1;

    for (int64_t i = FREE_FAILURES; i < failures && pause < PAUSE_MOST; i++)
        pause *= 2;
    if (failures <= FREE_FAILURES)
        return 0;
    return pause < PAUSE_MOST ? pause : PAUSE_MOST;
}

/* The form belongs to a cookie of its own: nobody can log a visitor in from
 * another site. */
static void show(struct exchange *self, unsigned status, const char *french,
                 const char *english)
{
    char visitor[SECRET_SIZE];

    if (!self->cookie.len) {
        secret_make("", visitor);
        answer_cookie(self, VISITOR_COOKIE, visitor, SESSION_SECONDS, false);
        self->cookie = view_of(visitor);
    }
    struct html page =
        page_begin(self, status, SECTION_NONE, "Connexion", "Log in");
    html_raw(&page, "<div class=\"login\">");
    HTML(&page, "<h1>{}</h1>", W("Connexion", "Log in"));
    if (french)
        HTML(&page, "<p class=\"notice bad\" role=\"alert\">{}</p>",
             W(french, english));
    html_raw(&page, "<form method=\"post\" action=\"/login\">");
    page_form_token(self, &page);
    HTML(&page,
         "<label for=\"name\">{}</label><input id=\"name\" name=\"name\" "
         "autocomplete=\"username\" required autofocus>",
         W("Nom", "Name"));
    HTML(
        &page,
        "<label for=\"password\">{}</label><input id=\"password\" "
        "name=\"password\" type=\"password\" autocomplete=\"current-password\" "
        "required>",
        W("Mot de passe", "Password"));
    HTML(&page, "<button class=\"primary\">{}</button></form></div>",
         W("Se connecter", "Log in"));
    page_end(self, &page);
}

void login_show(struct exchange *self)
{
    show(self, 200, NULL, NULL);
}

static void refuse(struct exchange *self)
{
    atomic_fetch_add(&self->console->metrics->refused, 1);
    show(self, 401, "Nom ou mot de passe incorrect.",
         "Wrong name or password.");
}

static void refuse_early(struct exchange *self, int64_t seconds)
{
    char wait[24];

    snprintf(wait, sizeof(wait), "%lld", (long long)seconds);
    atomic_fetch_add(&self->console->metrics->refused, 1);
    answer_header(self, "Retry-After", wait);
    show(self, 429,
         "Trop d'essais avec ce nom. Attendez un peu avant de recommencer.",
         "Too many tries with this name. Wait a little before the next one.");
}

/* One name from one address: whoever tries another's name locks out nobody
 * but themselves. */
static void subject_of(struct exchange *self, struct view name,
                       char out[DIGEST_HEX_SIZE])
{
    struct digest digest;

    digest_begin(&digest);
    digest_field(&digest, name);
    digest_field(&digest, exchange_peer(self));
    digest_end(&digest, out);
}

static int note_failure(struct exchange *self, struct view subject,
                        int64_t failures, struct error *err)
{
    struct store *store = self->worker->store;
    int status = store_begin(store, err);

    if (status < 0)
        return status;
    status = mistrust_put(store, subject, failures,
                          self->now + login_pause(failures), err);
    if (status < 0) {
        store_rollback(store);
        return status;
    }
    return store_commit(store, err);
}

static int open_session(struct exchange *self, const struct account *account,
                        struct view subject, struct error *err)
{
    struct store *store = self->worker->store;
    char cookie[SECRET_SIZE], hash[DIGEST_HEX_SIZE];
    int status;

    secret_make("", cookie);
    secret_hash(view_of(cookie), hash);
    if ((status = store_begin(store, err)) < 0)
        return status;
    if ((status = mistrust_forget(store, subject, err)) < 0 ||
        (status = session_add(store, view_of(hash), account->key, self->now,
                              self->now + SESSION_SECONDS, err)) < 0) {
        store_rollback(store);
        return status;
    }
    if ((status = store_commit(store, err)) == STATUS_OK)
        answer_cookie(self, SESSION_COOKIE, cookie, SESSION_SECONDS, false);
    return status;
}

/* One at a time, see turnstile.h. */
static int try(struct exchange *self, struct error *err)
{
    const struct view name = exchange_field(self, "name", 0),
                      password = exchange_field(self, "password", 0);
    struct account account = {.key = 0};
    char subject[DIGEST_HEX_SIZE];
    int64_t failures, until;
    int status;

    subject_of(self, name, subject);
    if ((status = mistrust_read(self->worker->store, view_of(subject),
                                &failures, &until, err)) < 0)
        return status;
    if (until > self->now) {
        refuse_early(self, until - self->now);
        return STATUS_OK;
    }
    if ((status = account_find(self->worker->store, name, &self->worker->arena,
                               &account, err)) < 0)
        return status;
    if (!password_fits(password, account.password) || account.disabled) {
        refuse(self);
        return note_failure(self, view_of(subject), failures + 1, err);
    }
    status = open_session(self, &account, view_of(subject), err);
    if (status == STATUS_OK)
        answer_redirect(self, "/queue");
    return status;
}

void login_try(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};

    if (try(self, &err) < 0)
        page_failure(self, &err);
}

void logout(struct exchange *self)
{
    struct store *store = self->worker->store;
    struct error err = {.status = STATUS_OK};
    char hash[DIGEST_HEX_SIZE];

    secret_hash(self->cookie, hash);
    if (store_begin(store, &err) < 0 ||
        session_remove(store, view_of(hash), &err) < 0 ||
        store_commit(store, &err) < 0) {
        store_rollback(store);
        page_failure(self, &err);
        return;
    }
    answer_cookie(self, SESSION_COOKIE, "", 0, false);
    answer_redirect(self, "/login");
}

/* Only an address of ours: '/' and then no second one. */
static bool is_local(struct view path)
{
    for (size_t i = 0; i < path.len; i++)
        if ((unsigned char)path.ptr[i] <= ' ' || path.ptr[i] == '\\')
            return false;
    return view_starts(path, "/") && !view_starts(path, "//") && path.len < 512;
}

void preferences_set(struct exchange *self)
{
    const struct view language = exchange_field(self, "language", 0),
                      theme = exchange_field(self, "theme", 0),
                      back = exchange_field(self, "back", 0);
    const bool dark = view_is(exchange_cookie(self, "vigie_theme"), "dark");
    char to[512] = "/queue";

    if (view_is(language, "fr") || view_is(language, "en"))
        answer_cookie(self, "vigie_language",
                      view_is(language, "fr") ? "fr" : "en", YEAR, true);
    if (theme.len)
        answer_cookie(self, "vigie_theme", dark ? "light" : "dark", YEAR, true);
    if (is_local(back)) {
        memcpy(to, back.ptr, back.len);
        to[back.len] = '\0';
    }
    answer_redirect(self, to);
}
