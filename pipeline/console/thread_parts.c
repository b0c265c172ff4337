/* Parts of a comment's page: the comment in its thread, and what the
 * discussion is like. */
#include "desk_page.h"

#include "marked.h"
#include "sense_sheet.h"

#define NEIGHBOUR_SHOWN 280 /* code points */

static void put_byline(struct html *page, const struct comment *comment)
{
    HTML(page, "<p class=\"byline\"><b><bdi>{}</bdi></b> ",
         comment->author.len ? V(comment->author) : W("sans nom", "no name"));
    page_time(page, comment->time);
    html_raw(page, "</p>");
}

/* What the neighbour is to the comment; nothing where it is only near. */
static void put_role(struct html *page, const struct sheet *sheet,
                     const struct stored_comment *neighbour)
{
    const struct stored_comment *subject = &sheet->stored;
    const struct view given = neighbour->comment.reply_to,
                      inferred = neighbour->inferred.parent;
    struct html_value role = W("", "");

    if (sheet->has_parent && neighbour->at.key == sheet->parent.at.key)
        role = subject->comment.reply_to.len
                   ? W("auquel il répond", "which it answers")
               : subject->inferred.ground == LINK_QUOTE
                   ? W("auquel il répond sans doute : il le cite",
                       "which it probably answers: it quotes it")
                   : W("auquel il répond sans doute : il en nomme l'auteur",
                       "which it probably answers: it names the author");
    else if (given.len && view_equal(given, subject->comment.id))
        role = W("lui répond", "answers it");
    else if (!given.len && view_equal(inferred, subject->comment.id))
        role = W("lui répond sans doute", "probably answers it");
    if (role.text.len)
        HTML(page, "<p class=\"role\">{}</p>", role);
}

static void put_neighbour(struct html *page, const struct sheet *sheet,
                          const struct stored_comment *stored)
{
    html_raw(page, "<li class=\"neighbour\">");
    put_role(page, sheet, stored);
    put_byline(page, &stored->comment);
    html_raw(page, "<p class=\"text\" dir=\"auto\">");
    if (stored->at.state == COMMENT_EMPTY)
        html_words(page, "(commentaire vide)", "(empty comment)");
    else
        marked_quoting(
            page, stored->comment.text, NEIGHBOUR_SHOWN,
            (struct passage){stored->inferred.begin, stored->inferred.end});
    html_raw(page, "</p></li>");
}

static bool parent_in_thread(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->thread.count; i++)
        if (sheet->thread.item[i].at.key == sheet->parent.at.key)
            return true;
    return false;
}

static void put_words(struct exchange *self, struct html *page,
                      const struct sheet *sheet, bool plain)
{
    const struct stored_comment *stored = &sheet->stored;
    const struct passage quoted = {stored->inferred.begin,
                                   stored->inferred.end};
    const bool marks = !plain && sheet->scored;

    if (stored->at.state == COMMENT_EMPTY)
        html_words(page, "(commentaire vide)", "(empty comment)");
    else
        marked_text(page, stored->comment.text, quoted, sheet->score.reason,
                    marks ? sheet->score.reason_count : 0,
                    &sheet->score.verdict, &sheet->model, &self->worker->arena);
}

static void put_subject(struct exchange *self, struct html *page,
                        const struct sheet *sheet, bool plain)
{
    const struct stored_comment *stored = &sheet->stored;

    html_raw(page, "<li class=\"subject\" id=\"subject\">");
    put_byline(page, &stored->comment);
    html_raw(page, "<p class=\"text\" dir=\"auto\">");
    put_words(self, page, sheet, plain);
    html_raw(page, "</p>");
    if (!sheet->scored && stored->at.state == COMMENT_WAITING)
        HTML(page, "<p class=\"notice\">{}</p>",
             W("Ce commentaire n'a pas pu être noté : lisez-le sans indices.",
               "This comment could not be scored: read it without hints."));
    if (sheet->revisions.count)
        HTML(page, "<p class=\"hint\">{} {}</p>",
             W("Texte modifié ; versions précédentes :",
               "Text was edited; earlier versions:"),
             N(sheet->revisions.count));
    html_raw(page, "</li>");
}

void part_thread(struct exchange *self, struct html *page,
                 const struct sheet *sheet, bool plain)
{
    const struct stored_comment *stored = &sheet->stored;
    size_t i = 0;

    html_raw(page, "<ol class=\"thread\">");
    if (sheet->has_parent && !parent_in_thread(sheet))
        put_neighbour(page, sheet, &sheet->parent);
    for (; i < sheet->thread.count &&
           sheet->thread.item[i].at.key < stored->at.key;
         i++)
        put_neighbour(page, sheet, &sheet->thread.item[i]);
    put_subject(self, page, sheet, plain);
    for (; i < sheet->thread.count; i++)
        put_neighbour(page, sheet, &sheet->thread.item[i]);
    html_raw(page, "</ol>");
}

/* ---- the discussion, as far as the comment is concerned ----------------- */

static void put_heat(struct html *page, const struct sheet *sheet)
{
    const struct sense *s = &sheet->sense;

    HTML(page, "<div><dt>{}</dt><dd>{}</dd></div>", W("maintenant", "now"),
         P(sense_heat(s)));
    for (size_t i = 0; i < s->point_count; i++)
        if (view_equal(s->point[i].comment, sheet->stored.comment.id))
            HTML(page, "<div><dt>{}</dt><dd>{}</dd></div>", W("ici", "here"),
                 P(s->point[i].heat));
    if (s->open_count)
        HTML(page, "<div><dt>{}</dt><dd>{}</dd></div>",
             s->open_count == 1 ? W("source attendue", "source awaited")
                                : W("sources attendues", "sources awaited"),
             N(s->open_count));
}

/* "Sa demande de source attend une réponse", or what answered it; what it
 * answers. */
static void put_request(struct html *page, const struct sheet *sheet,
                        const struct source_request *request)
{
    const struct view id = sheet->stored.comment.id;

    if (view_equal(request->comment, id) && !request->answer.len)
        HTML(page, "<p>{}</p>",
             W("Sa demande de source attend une réponse.",
               "The source it asks for is awaited."));
    else if (view_equal(request->comment, id))
        HTML(page, "<p>{} <a href=\"/comment/{}\">{}</a>.</p>",
             W("La source qu'il demande a été", "The source it asks for was"),
             U(request->answer), W("donnée", "given"));
    else if (request->answer.len && view_equal(request->answer, id))
        HTML(page, "<p>{} <a href=\"/comment/{}\">{}</a>.</p>",
             W("Il donne la source", "It gives the source"),
             U(request->comment), W("demandée", "asked for"));
}

void part_sense(struct html *page, const struct sheet *sheet)
{
    const struct sense *s = &sheet->sense;

    if (!sheet->has_sense || !s->point_count)
        return;
    HTML(page, "<section class=\"side\"><h2>{}</h2><dl class=\"tally small\">",
         W("Température de la discussion", "Heat of the discussion"));
    put_heat(page, sheet);
    html_raw(page, "</dl>");
    if (s->turn_begin < s->turn_end)
        HTML(page, "<p>{} <a href=\"/comment/{}\">{}</a>.</p>",
             W("Elle a tourné", "It turned"),
             U(s->point[s->turn_begin].comment),
             W("à ce commentaire", "at this comment"));
    for (size_t i = 0; i < s->request_count; i++)
        put_request(page, sheet, &s->request[i]);
    html_raw(page, "</section>");
}
