/* What a whole discussion tells, on its page. */
#include "discussion_page.h"

#include "chart.h"
#include "clock.h"
#include "marked.h"
#include "sense_sheet.h"

#include <stdio.h>

#define SOURCES_SHOWN 12

void discussion_address(struct html *page, const struct thread *thread,
                        struct view comment)
{
    for (size_t i = 0; i < thread->list.count; i++)
        if (view_equal(thread->list.item[i].comment.id, comment)) {
            HTML(page, "#c{}", D(thread->list.item[i].at.key));
            return;
        }
    HTML(page, "/comment/{}", U(comment));
}

/* ---- course ------------------------------------------------------------- */

static void name_point(const struct heat_point *from, size_t number,
                       struct chart_point *out)
{
    clock_format_paris(from->time, out->name);
    if (!out->name[0])
        snprintf(out->name, sizeof(out->name), "%zu", number);
}

static void put_heat(struct exchange *self, struct html *page,
                     const struct sense *sense)
{
    struct chart_point *point = arena_alloc(
        &self->worker->arena, sense->point_count + 1, sizeof(*point));
    double *each = arena_alloc(&self->worker->arena, sense->point_count + 1,
                               sizeof(*each));
    const struct chart chart = {.point = point,
                                .count = point && each ? sense->point_count : 0,
                                .most = 1,
                                .share = true,
                                .style = "tone-hostility",
                                .each = each,
                                .band = sense->turn_begin,
                                .band_end = sense->turn_end};

    for (size_t i = 0; i < chart.count; i++) {
        point[i].value = sense->point[i].heat;
        each[i] = sense->point[i].hostility;
        name_point(&sense->point[i], i + 1, &point[i]);
    }
    chart_put(page, &chart,
              W("Température : hostilité moyenne des dix derniers commentaires",
                "Heat: mean hostility of the latest ten comments"));
}

static void put_mean(struct html *page, struct html_value what, double mean)
{
    if (mean >= 0)
        HTML(page, "<div><dt>{}</dt><dd>{}</dd></div>", what, P(mean));
}

static void put_turn(struct html *page, const struct thread *thread)
{
    const struct sense *s = &thread->sense;
    const size_t begin = s->turn_begin, end = s->turn_end;

    if (begin == end) {
        HTML(page, "<p class=\"hint\">{}</p>",
             W("La discussion n'a pas tourné.", "It has not turned."));
        return;
    }
    HTML(page, "<p class=\"notice turn\">{} <a href=\"",
         W("La discussion a tourné : l'hostilité est montée et restée haute à "
           "partir",
           "The discussion turned: hostility rose and stayed, from"));
    discussion_address(page, thread, s->point[begin].comment);
    HTML(page, "\">{}</a>.</p>", W("de ce commentaire", "this comment on"));
    html_raw(page, "<dl class=\"tally\">");
    put_mean(page, W("hostilité avant", "hostility before"),
             sense_mean(s, 0, begin));
    put_mean(page, W("pendant", "meanwhile"), sense_mean(s, begin, end));
    put_mean(page, W("depuis", "since"), sense_mean(s, end, s->point_count));
    html_raw(page, "</dl>");
}

void discussion_course(struct exchange *self, struct html *page,
                       const struct thread *thread)
{
    html_raw(page, "<section class=\"panel course\">");
    if (!thread->sense.has_course)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Discussion trop longue : sa température n'est pas calculée "
               "ici.",
               "Too long a discussion: its heat is not worked out here."));
    else if (!thread->sense.point_count)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Aucun commentaire noté : pas de température.",
               "No comment is scored: no heat."));
    else {
        put_heat(self, page, &thread->sense);
        put_turn(page, thread);
    }
    html_raw(page, "</section>");
}

/* ---- who answers whom --------------------------------------------------- */

void discussion_pairs(struct html *page, const struct thread *thread)
{
    const struct answer_pairs *pairs = &thread->pairs;

    HTML(page, "<section class=\"panel\"><h2>{}</h2>",
         W("Qui répond à qui", "Who answers whom"));
    if (!pairs->count) {
        HTML(page, "<p class=\"hint\">{}</p></section>",
             W("Aucune réponse connue.", "No answer known."));
        return;
    }
    html_raw(page, "<table class=\"pairs\"><tbody>");
    for (size_t i = 0; i < pairs->count; i++) {
        const struct answer_pair *pair = &pairs->item[i];
        HTML(page,
             "<tr><th scope=\"row\"><bdi>{}</bdi> → <bdi>{}</bdi></th>"
             "<td class=\"number\">{}</td><td class=\"hint\">",
             V(pair->from), V(pair->to), N(pair->count));
        if (pair->inferred == pair->count)
            html_words(page, "sans doute", "probably");
        else if (pair->inferred)
            HTML(page, "{} {} {}", W("dont", "of these"), N(pair->inferred),
                 W("sans doute", "probably"));
        html_raw(page, "</td></tr>");
    }
    html_raw(page, "</tbody></table></section>");
}

/* ---- sources ------------------------------------------------------------ */

static void put_excerpt(struct exchange *self, struct html *page,
                        struct view comment)
{
    struct stored_comment stored;
    struct error err = {.status = STATUS_OK};

    if (store_find(self->worker->store, comment, &self->worker->arena, &stored,
                   &err) == 1)
        marked_excerpt(page, stored.comment.text, 90);
    else
        html_text(page, comment);
}

static void put_request(struct exchange *self, struct html *page,
                        const struct thread *thread,
                        const struct source_request *request)
{
    const bool open = !request->answer.len;

    HTML(page,
         "<li><p class=\"byline\"><span class=\"did {}\">{}</span> <b>"
         "<bdi>{}</bdi></b>",
         S(open ? "did-remove" : "did-approve"),
         open ? W("ouverte", "open") : W("répondue", "answered"),
         request->author.len ? V(request->author) : W("sans nom", "no name"));
    if (request->asked.len)
        HTML(page, " {} <b><bdi>{}</bdi></b>", W("à", "asks"),
             V(request->asked));
    html_raw(page, "</p><p><a href=\"");
    discussion_address(page, thread, request->comment);
    html_raw(page, "\">");
    put_excerpt(self, page, request->comment);
    html_raw(page, "</a></p>");
    if (!open) {
        html_raw(page, "<p class=\"answer\">↳ <a href=\"");
        discussion_address(page, thread, request->answer);
        html_raw(page, "\">");
        put_excerpt(self, page, request->answer);
        html_raw(page, "</a></p>");
    }
    html_raw(page, "</li>");
}

void discussion_sources(struct exchange *self, struct html *page,
                        const struct thread *thread)
{
    const struct sense *s = &thread->sense;
    size_t shown = 0;

    HTML(page, "<section class=\"panel\"><h2>{}</h2>",
         W("Sources demandées", "Sources asked for"));
    if (!thread->sense.has_course || !s->request_count) {
        HTML(
            page, "<p class=\"hint\">{}</p></section>",
            W("Personne n'a demandé de source.", "Nobody asked for a source."));
        return;
    }
    HTML(page,
         "<dl class=\"tally\"><div><dt>{}</dt><dd>{}</dd></div><div><dt>{}"
         "</dt><dd>{}</dd></div></dl><ul class=\"past requests\">",
         W("ouvertes", "open"), N(s->open_count), W("répondues", "answered"),
         N(s->request_count - s->open_count));
    for (int open = 1; open >= 0; open--)
        for (size_t i = 0; i < s->request_count && shown < SOURCES_SHOWN; i++)
            if ((s->request[i].answer.len == 0) == open) {
                put_request(self, page, thread, &s->request[i]);
                shown++;
            }
    html_raw(page, "</ul>");
    if (shown < s->request_count)
        HTML(page, "<p class=\"hint\">{} {}</p>",
             W("et d'autres :", "and more:"), N(s->request_count - shown));
    html_raw(page, "</section>");
}
