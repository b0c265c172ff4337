/* The discussions that got comments last. */
#include "discussion_page.h"

#include "clock.h"
#include "layout.h"

#define DISCUSSIONS_SHOWN 100

/* What a figure is stands in the head of the table, where there is room for
 * one, else beside it. */
static void open_figure(struct html *page, struct html_value what)
{
    HTML(page, "<td class=\"number\" data-label=\"{}\">", what);
}

static void put_state(struct html *page, const struct discussion_row *row)
{
    if (row->turned)
        HTML(page, "<span class=\"did did-remove\">{}</span> ",
             W("a tourné", "turned"));
    if (row->heat >= 0)
        HTML(page, "{}", P(row->heat));
    else
        html_raw(page, "–");
}

static void put_row(struct html *page, const struct discussion_row *row,
                    int64_t now)
{
    HTML(page,
         "<tr><th scope=\"row\" class=\"whole\"><a href=\"/discussion/{}\">"
         "<bdi>{}</bdi></a></th><td><bdi>{}</bdi></td>",
         U(row->id), row->title.len ? V(row->title) : V(row->id),
         V(row->section));
    open_figure(page, W("commentaires", "comments"));
    HTML(page, "{}</td>", N(row->comments));
    open_figure(page, W("en attente", "in the queue"));
    HTML(page, "{}</td>", N(row->waiting));
    open_figure(page, W("température", "heat"));
    put_state(page, row);
    html_raw(page, "</td>");
    open_figure(page, W("sources attendues", "sources awaited"));
    if (row->heat >= 0)
        HTML(page, "{}", N(row->open_requests));
    else
        html_raw(page, "–");
    html_raw(page, "</td><td class=\"number\">");
    if (row->last != TIME_NONE)
        page_age(page, now - row->last);
    html_raw(page, "</td></tr>");
}

static void put_table(struct html *page, const struct discussion_rows *rows,
                      int64_t now)
{
    HTML(page,
         "<div class=\"panel wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\"><table class=\"roomy "
         "stacked\"><thead><tr><th>{}</th>"
         "<th>{}</th>",
         W("Discussions", "Discussions"), W("Article", "Article"),
         W("Rubrique", "Section"));
    HTML(page,
         "<th class=\"number\">{}</th><th class=\"number\">{}</th><th "
         "class=\"number\">{}</th>",
         W("Commentaires", "Comments"), W("En attente", "In the queue"),
         W("Température", "Heat"));
    HTML(page,
         "<th class=\"number\">{}</th><th class=\"number\">{}</th></tr>"
         "</thead><tbody>",
         W("Sources attendues", "Sources awaited"), W("Dernier", "Latest"));
    for (size_t i = 0; i < rows->count; i++)
        put_row(page, &rows->item[i], now);
    html_raw(page, "</tbody></table></div>");
}

void discussions_show(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};
    struct discussion_rows rows;

    if (overview_discussions(self->worker->store, DISCUSSIONS_SHOWN,
                             &self->worker->arena, &rows, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page = page_begin(self, 200, SECTION_DISCUSSIONS, "Discussions",
                                  "Discussions");
    HTML(&page, "<div class=\"bar\"><h1>{}</h1></div>",
         W("Discussions", "Discussions"));
    if (rows.count)
        put_table(&page, &rows, self->now);
    else
        HTML(&page, "<section class=\"start\"><h2>{}</h2><p>{}</p></section>",
             W("Aucune discussion encore", "No discussion yet"),
             W("Elles apparaissent avec les premiers commentaires reçus.",
               "They appear with the first comments that come."));
    page_end(self, &page);
}
