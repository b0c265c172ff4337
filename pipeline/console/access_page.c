#include "access_page.h"

#include "clock.h"
#include "layout.h"

static struct html_value role_words(enum role role)
{
    switch (role) {
    case ROLE_MODERATOR:
        return W("modérateur", "moderator");
    case ROLE_LEAD:
        return W("responsable", "lead");
    case ROLE_ADMIN:
        return W("administrateur", "admin");
    case ROLE_NONE:
    case ROLES:
        break;
    }
    return W("–", "–");
}

/* A button that takes something away from `what`. */
static void put_button(struct exchange *self, struct html *page,
                       const char *path, const char *field,
                       struct html_value value, struct html_value act,
                       struct html_value what)
{
    HTML(page, "<form method=\"post\" action=\"{}\">", S(path));
    page_form_token(self, page);
    HTML(page,
         "<input type=\"hidden\" name=\"{}\" value=\"{}\"><button "
         "aria-label=\"{} {}\">{}</button></form>",
         S(field), value, act, what, act);
}

static void open_table(struct html *page, struct html_value title,
                       struct html_value name, struct html_value may)
{
    HTML(page,
         "<section class=\"panel wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\"><h2>{}</h2><table class=\"stacked\"><thead><tr>"
         "<th>{}</th><th>{}</th>",
         title, title, name, may);
    HTML(page, "<th>{}</th><th>{}</th></tr></thead><tbody>",
         W("Depuis", "Since"), W("État", "State"));
}

static void put_account(struct exchange *self, struct html *page,
                        const struct account *account)
{
    HTML(page, "<tr><th scope=\"row\"><bdi>{}</bdi></th><td>{}</td><td>",
         V(account->name), role_words(account->role));
    page_time(page, account->created);
    html_raw(page, "</td><td>");
    if (account->disabled)
        HTML(page, "<span class=\"did did-remove\">{}</span>",
             W("désactivé", "disabled"));
    else if (account->key == self->account.key)
        HTML(page, "<span class=\"badge\">{}</span>", W("vous", "you"));
    else
        put_button(self, page, "/access/disable", "name", V(account->name),
                   W("Désactiver", "Disable"), V(account->name));
    html_raw(page, "</td></tr>");
}

static void put_token(struct exchange *self, struct html *page,
                      const struct api_token *token)
{
    char scopes[SCOPES_SIZE];

    scopes_print(token->scopes, scopes);
    HTML(page, "<tr><th scope=\"row\"><bdi>{}</bdi></th><td>{}</td><td>",
         V(token->name), S(scopes));
    page_time(page, token->created);
    html_raw(page, "</td><td>");
    if (token->revoked != TIME_NONE)
        HTML(page, "<span class=\"did did-remove\">{}</span>",
             W("révoqué", "revoked"));
    else
        put_button(self, page, "/access/revoke", "token", D(token->key),
                   W("Révoquer", "Revoke"), V(token->name));
    html_raw(page, "</td></tr>");
}

static void put_all(struct exchange *self, struct html *page,
                    const struct account_list *accounts,
                    const struct api_token_list *tokens)
{
    HTML(page,
         "<div class=\"bar\"><h1>{}</h1></div><p class=\"hint\">{} "
         "<code>vigie user add</code>, <code>vigie user passwd</code>, "
         "<code>vigie token add</code>.</p>",
         W("Accès", "Access"),
         W("Créer un accès ou le rétablir demande un secret et se fait en "
           "ligne de commande :",
           "Making an access or giving it back takes a secret and stays with "
           "the command line:"));
    open_table(page, W("Comptes", "Accounts"), W("Nom", "Name"),
               W("Rôle", "Role"));
    for (size_t i = 0; i < accounts->count; i++)
        put_account(self, page, &accounts->item[i]);
    html_raw(page, "</tbody></table></section>");
    open_table(page, W("Jetons de l'API", "API tokens"), W("Nom", "Name"),
               W("Permet", "May"));
    for (size_t i = 0; i < tokens->count; i++)
        put_token(self, page, &tokens->item[i]);
    html_raw(page, "</tbody></table>");
    if (!tokens->count)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Aucun jeton encore.", "No token yet."));
    html_raw(page, "</section>");
}

void access_show(struct exchange *self)
{
    struct worker *worker = self->worker;
    struct error err = {.status = STATUS_OK};
    struct account_list accounts;
    struct api_token_list tokens;

    if (account_list(worker->store, &worker->arena, &accounts, &err) < 0 ||
        api_token_list(worker->store, &worker->arena, &tokens, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page = page_begin(self, 200, SECTION_ACCESS, "Accès", "Access");
    put_all(self, &page, &accounts, &tokens);
    page_end(self, &page);
}

/* ---- taking away -------------------------------------------------------- */

/* Ends what store_begin() began and answers. */
static void finish(struct exchange *self, int status, struct error *err)
{
    struct store *store = self->worker->store;

    if (status >= 0)
        status = store_commit(store, err);
    else
        store_rollback(store);
    if (status < 0)
        page_failure(self, err);
    else
        answer_redirect(self, "/access");
}

void access_disable(struct exchange *self)
{
    struct store *store = self->worker->store;
    struct error err = {.status = STATUS_OK};
    struct account account;
    const struct view name = exchange_field(self, "name", 0);
    int status =
        account_find(store, name, &self->worker->arena, &account, &err);

    if (status == 0)
        status = error_set(&err, STATUS_NOT_FOUND, "no such account");
    if (status == 1 && account.key == self->account.key) {
        page_problem(self, 409, "Votre propre compte reste actif.",
                     "Your own account stays active.");
        return;
    }
    if (status < 0 || store_begin(store, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    finish(self, account_disable(store, account.key, &err), &err);
}

void access_revoke(struct exchange *self)
{
    struct store *store = self->worker->store;
    struct error err = {.status = STATUS_OK};
    const int64_t key = exchange_whole(exchange_field(self, "token", 0));

    if (store_begin(store, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    int status = api_token_revoke(store, key, self->now, &err);
    if (status == 0)
        status = error_set(&err, STATUS_NOT_FOUND, "no such token in force");
    finish(self, status, &err);
}
