#include "journal_page.h"

#include "desk_page.h"
#include "layout.h"
#include "marked.h"
#include "models.h"
#include "overview.h"
#include "steering.h"

#define ROWS 50
#define STEERING_ROWS 20

static void put_undo(struct exchange *self, struct html *page,
                     const struct journal_row *row)
{
    if (row->decision.undone || row->decision.second ||
        row->decision.action == ACTION_UNDO)
        return;
    html_raw(page, "<form method=\"post\" action=\"/queue/undo\"><input "
                   "type=\"hidden\" name=\"back\" value=\"journal\">");
    page_form_token(self, page);
    HTML(page,
         "<input type=\"hidden\" name=\"last\" value=\"{}\"><button "
         "aria-label=\"{} {}\">{}</button></form>",
         V(row->comment), W("Annuler la décision sur", "Undo the decision on"),
         V(row->comment), W("Annuler", "Undo"));
}

static void put_row(struct exchange *self, struct html *page,
                    const struct journal_row *row)
{
    const struct decision *d = &row->decision;

    html_raw(page, "<tr><td>");
    page_time(page, d->time);
    HTML(page,
         "</td><td><bdi>{}</bdi></td><td><span class=\"did did-{}\">{}</span>{}"
         "</td><td class=\"whole\"><a href=\"/comment/{}\">",
         V(d->moderator), S(action_name(d->action)), part_action(d->action),
         d->undone   ? W(" (annulé)", " (undone)")
         : d->second ? W(" (second avis)", " (second opinion)")
                     : S(""),
         U(row->comment));
    marked_excerpt(page, row->text, 90);
    html_raw(page, "</a>");
    if (d->tones.len)
        HTML(page, "<br><span class=\"hint\">{} {}</span>",
             W("tons :", "tones:"), V(d->tones));
    if (d->note.len)
        HTML(page, "<br><span class=\"hint\"><q><bdi>{}</bdi></q></span>",
             V(d->note));
    html_raw(page, "</td><td>");
    put_undo(self, page, row);
    html_raw(page, "</td></tr>");
}

static void put_heads(struct html *page, const char *const (*head)[2],
                      size_t count)
{
    html_raw(page, "<table class=\"stacked\"><thead><tr>");
    for (size_t i = 0; i < count; i++)
        HTML(page, "<th>{}</th>", W(head[i][0], head[i][1]));
    html_raw(page, "</tr></thead><tbody>");
}

static int put_decisions(struct exchange *self, struct html *page,
                         struct error *err)
{
    static const char *const heads[][2] = {
        {"Quand",       "When"    },
        {"Qui",         "Who"     },
        {"Décision",   "Decision"},
        {"Commentaire", "Comment" },
        {"Annuler",     "Undo"    }
    };
    const struct view who = exchange_query(self, "moderator");
    const int64_t before = exchange_whole(exchange_query(self, "before"));
    struct journal_rows rows;
    const int status =
        overview_journal(self->worker->store, who, before > 0 ? before : 0,
                         ROWS, &self->worker->arena, &rows, err);

    if (status < 0)
        return status;
    HTML(page,
         "<form class=\"filters row\" action=\"/journal\"><label>{}<input "
         "name=\"moderator\" value=\"{}\"></label><button>{}</button></form>"
         "<div class=\"panel wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\">",
         W("Modérateur", "Moderator"), V(who), W("Chercher", "Search"),
         W("Décisions", "Decisions"));
    if (!rows.count)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Aucune décision encore.", "No decision yet."));
    else
        put_heads(page, heads, 5);
    for (size_t i = 0; i < rows.count; i++)
        put_row(self, page, &rows.item[i]);
    html_raw(page, rows.count ? "</tbody></table></div>" : "</div>");
    if (rows.count == ROWS)
        HTML(page,
             "<p><a class=\"button\" href=\"/journal?before={}&amp;moderator={}"
             "\">{}</a></p>",
             D(rows.item[ROWS - 1].decision.key), U(who),
             W("Plus anciennes", "Older ones"));
    return STATUS_OK;
}

static int put_activations(struct exchange *self, struct html *page,
                           struct error *err)
{
    static const char *const heads[][2] = {
        {"Quand",         "When"        },
        {"Qui",           "Who"         },
        {"Modèle actif", "Active model"},
        {"Pourquoi",      "Why"         }
    };
    struct worker *worker = self->worker;
    struct activation_list list;
    struct model_record *model = arena_alloc(&worker->arena, 1, sizeof(*model));
    int status =
        model ? store_activations(worker->store, &worker->arena, &list, err)
              : error_set(err, STATUS_TOO_BIG, "no room for a model");

    if (status < 0)
        return status;
    HTML(page,
         "<section class=\"panel wide\" tabindex=\"0\" aria-label=\"{}\">"
         "<h2>{}</h2>",
         W("Modèles", "Models"), W("Modèles", "Models"));
    put_heads(page, heads, 4);
    for (size_t i = list.count, n = 0; i-- > 0 && n < STEERING_ROWS; n++) {
        const struct activation *a = &list.item[i];
        if ((status = store_model(worker->store, a->model, &worker->arena,
                                  model, err)) < 0)
            return status;
        html_raw(page, "<tr><td>");
        page_time(page, a->time);
        HTML(page,
             "</td><td><bdi>{}</bdi></td><td>{}{}</td><td><bdi>{}</bdi>"
             "</td></tr>",
             a->moderator.len ? V(a->moderator) : S("vigie"), V(model->id),
             a->undoes ? W(" (retour)", " (rollback)") : S(""), V(a->note));
    }
    html_raw(page, "</tbody></table></section>");
    return STATUS_OK;
}

static int put_policies(struct exchange *self, struct html *page,
                        struct error *err)
{
    static const char *const heads[][2] = {
        {"Quand",    "When"},
        {"Qui",      "Who" },
        {"Pourquoi", "Why" }
    };
    struct saved_policy_list list;
    const int status = saved_policy_list(self->worker->store, STEERING_ROWS,
                                         &self->worker->arena, &list, err);

    if (status < 0)
        return status;
    HTML(page,
         "<section class=\"panel wide\" tabindex=\"0\" aria-label=\"{}\">"
         "<h2>{}</h2>",
         W("Seuils", "Thresholds"), W("Seuils", "Thresholds"));
    if (!list.count)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Aucun changement enregistré : les seuils sont ceux du modèle "
               "ou du fichier de politique.",
               "No change was saved: thresholds are those of the model or the "
               "policy file."));
    else
        put_heads(page, heads, 3);
    for (size_t i = 0; i < list.count; i++) {
        html_raw(page, "<tr><td>");
        page_time(page, list.item[i].time);
        HTML(page, "</td><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td></tr>",
             V(list.item[i].moderator), V(list.item[i].note));
    }
    html_raw(page, list.count ? "</tbody></table></section>" : "</section>");
    return STATUS_OK;
}

void journal_show(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};
    struct html page =
        page_begin(self, 200, SECTION_JOURNAL, "Journal", "Journal");

    HTML(&page,
         "<div class=\"bar\"><h1>{}</h1><p class=\"counts\">{}</p></div>",
         W("Journal", "Journal"),
         W("Rien ne s'y efface : annuler ajoute une ligne.",
           "Nothing is erased: undoing adds a line."));
    if (put_decisions(self, &page, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    html_raw(&page, "<div class=\"panels\">");
    if (put_activations(self, &page, &err) < 0 ||
        put_policies(self, &page, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    html_raw(&page, "</div>");
    page_end(self, &page);
}
