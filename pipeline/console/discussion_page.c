#include "discussion_page.h"

#include "chart.h"
#include "clock.h"
#include "layout.h"
#include "marked.h"
#include "overview.h"
#include "palette.h"
#include "scores.h"

#include <string.h>

#define DISCUSSIONS_SHOWN 100
#define COMMENTS_SHOWN 400 /* of one discussion; the first ones */
#define TEXT_SHOWN 420     /* code points */
#define HEAT_WINDOW 8      /* comments whose flags make the heat */
#define PAIRS_SHOWN 8
#define SOURCES_SHOWN 12

/* One comment of the thread with what is known of it. */
struct voice {
    const struct stored_comment *stored;
    struct verdict verdict; /* no tones: not scored */
    size_t parent;          /* index, or its own where there is none */
    bool heated;            /* flagged with a tone that accuses */
    bool asks, gives;       /* source_request, source_given flagged */
    bool answered;          /* a direct answer gives a source */
};

struct thread {
    struct comment_list list;
    struct voice *voice; /* [list.count] */
    struct model_record model;
};

/* ---- reading ------------------------------------------------------------ */

static int read_voice(struct exchange *self, struct thread *thread, size_t i,
                      struct error *err)
{
    const struct policy *policy = &self->worker->policy;
    const struct stored_comment *stored = &thread->list.item[i];
    struct voice *voice = &thread->voice[i];
    struct stored_score score;
    int status;

    *voice = (struct voice){.stored = stored, .parent = i};
    for (size_t k = 0; k < i && stored->comment.reply_to.len; k++)
        if (view_equal(thread->list.item[k].comment.id,
                       stored->comment.reply_to))
            voice->parent = k;
    if (!stored->at.model)
        return STATUS_OK;
    status = store_model(self->worker->store, stored->at.model,
                         &self->worker->arena, &thread->model, err);
    if (status == 1)
        status = store_score(self->worker->store, stored->at.key,
                             stored->at.revision, stored->at.model,
                             &self->worker->arena, &score, err);
    if (status != 1)
        return status;
    voice->verdict = score.verdict;
    for (size_t t = 0; t < score.verdict.tone_count; t++) {
        const struct view name = thread->model.tone[t].name;
        const struct policy_tone *rule = policy_find(policy, name);
        if (!score.verdict.tone[t].flagged || palette_sentiment(name))
            continue;
        voice->heated |= rule ? rule->accuses : false;
        voice->asks |= view_is(name, "source_request");
        voice->gives |= view_is(name, "source_given");
    }
    if (voice->gives)
        thread->voice[voice->parent].answered = true;
    return STATUS_OK;
}

/* STATUS_NOT_FOUND: no such discussion. */
static int read_thread(struct exchange *self, struct thread *out,
                       struct error *err)
{
    struct standing from = {.key = 0};
    int status = store_discussion(self->worker->store, self->match.part[0],
                                  &from.discussion, err);

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no such discussion");
    if (status < 0 || (status = store_neighbours(
                           self->worker->store, &from, 0, COMMENTS_SHOWN,
                           &self->worker->arena, &out->list, err)) < 0)
        return status;
    out->voice = arena_alloc(&self->worker->arena, out->list.count + 1,
                             sizeof(*out->voice));
    if (!out->voice)
        return error_set(err, STATUS_TOO_BIG, "no room for a discussion");
    for (size_t i = 0; i < out->list.count; i++)
        if ((status = read_voice(self, out, i, err)) < 0)
            return status;
    return STATUS_OK;
}

/* ---- heat --------------------------------------------------------------- */

static void name_point(const struct voice *voice, struct chart_point *out)
{
    clock_format_paris(voice->stored->comment.time, out->name);
    if (!out->name[0])
        clock_format_paris(voice->stored->at.received, out->name);
}

static void put_heat(struct exchange *self, struct html *page,
                     const struct thread *thread)
{
    struct chart chart = {.most = 1, .share = true, .style = "tone-hostility"};
    struct chart_point *point = arena_alloc(
        &self->worker->arena, thread->list.count + 1, sizeof(*point));

    for (size_t i = 0; point && i < thread->list.count; i++) {
        size_t heated = 0, seen = 0;
        for (size_t k = i + 1; k-- > 0 && seen < HEAT_WINDOW; seen++)
            heated += thread->voice[k].heated;
        point[i].value = (double)heated / (double)seen;
        name_point(&thread->voice[i], &point[i]);
        chart.count++;
    }
    chart.point = point;
    chart_put(page, &chart,
              W("Température : part de commentaires durs parmi les huit "
                "derniers",
                "Heat: share of harsh comments among the last eight"));
}

/* ---- who answers whom --------------------------------------------------- */

struct pair {
    struct view from, to;
    size_t count;
};

static size_t gather_pairs(const struct thread *thread, struct pair *pair)
{
    size_t count = 0;

    for (size_t i = 0; i < thread->list.count; i++) {
        const struct voice *v = &thread->voice[i];
        const struct view from = v->stored->comment.author,
                          to = thread->voice[v->parent].stored->comment.author;
        size_t k = 0;
        if (v->parent == i || !from.len || !to.len)
            continue;
        while (k < count &&
               !(view_equal(pair[k].from, from) && view_equal(pair[k].to, to)))
            k++;
        if (k == count)
            pair[count++] = (struct pair){from, to, 0};
        pair[k].count++;
    }
    return count;
}

static void put_pairs(struct exchange *self, struct html *page,
                      const struct thread *thread)
{
    struct pair *pair = arena_alloc(&self->worker->arena,
                                    thread->list.count + 1, sizeof(*pair));
    const size_t count = pair ? gather_pairs(thread, pair) : 0;

    HTML(page, "<section class=\"panel\"><h2>{}</h2>",
         W("Qui répond à qui", "Who answers whom"));
    if (!count)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Aucune réponse directe connue.", "No direct answer known."));
    else
        html_raw(page, "<table><tbody>");
    for (size_t n = 0; n < PAIRS_SHOWN && n < count; n++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (pair[i].count > pair[best].count)
                best = i;
        if (!pair[best].count)
            break;
        HTML(page,
             "<tr><th scope=\"row\"><bdi>{}</bdi></th><td>→ <bdi>{}</bdi></td>"
             "<td class=\"number\">{}</td></tr>",
             V(pair[best].from), V(pair[best].to), N(pair[best].count));
        pair[best].count = 0;
    }
    if (count)
        html_raw(page, "</tbody></table>");
    html_raw(page, "</section>");
}

static void put_sources(struct html *page, const struct thread *thread)
{
    size_t asked = 0, answered = 0, shown = 0;

    for (size_t i = 0; i < thread->list.count; i++) {
        asked += thread->voice[i].asks;
        answered += thread->voice[i].asks && thread->voice[i].answered;
    }
    HTML(page,
         "<section class=\"panel\"><h2>{}</h2><dl class=\"tally\"><div><dt>{}"
         "</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd></div></dl>",
         W("Sources demandées", "Sources asked for"), W("demandées", "asked"),
         N(asked), W("avec réponse", "answered"), N(answered));
    html_raw(page, "<ul class=\"past\">");
    for (size_t i = 0; i < thread->list.count && shown < SOURCES_SHOWN; i++) {
        const struct voice *v = &thread->voice[i];
        if (!v->asks)
            continue;
        HTML(page, "<li><span class=\"did {}\">{}</span> <a href=\"#c{}\">",
             S(v->answered ? "did-approve" : "did-remove"),
             v->answered ? W("répondue", "answered") : W("ouverte", "open"),
             D(v->stored->at.key));
        marked_excerpt(page, v->stored->comment.text, 80);
        html_raw(page, "</a></li>");
        shown++;
    }
    html_raw(page, "</ul></section>");
}

/* ---- comments ----------------------------------------------------------- */

static void put_voice(struct html *page, const struct thread *thread, size_t i)
{
    const struct voice *v = &thread->voice[i];
    const struct comment *comment = &v->stored->comment;

    HTML(page,
         "<li id=\"c{}\" class=\"{}{}\"><p class=\"byline\"><b><bdi>{}"
         "</bdi></b> ",
         D(v->stored->at.key), S(v->heated ? "flagged-one" : ""),
         S(v->parent != i ? " reply" : ""),
         comment->author.len ? V(comment->author) : W("sans nom", "no name"));
    if (v->parent != i)
        HTML(page, "→ <bdi>{}</bdi> ",
             V(thread->voice[v->parent].stored->comment.author));
    page_time(page, comment->time);
    HTML(page,
         " · <a href=\"/comment/{}\">{}</a></p><p class=\"text\" "
         "dir=\"auto\">",
         U(comment->id), W("détails", "details"));
    marked_excerpt(page, comment->text, TEXT_SHOWN);
    html_raw(page, "</p><ul class=\"flags\">");
    for (size_t t = 0; t < v->verdict.tone_count; t++) {
        const struct view name = thread->model.tone[t].name;
        if (v->verdict.tone[t].flagged && !palette_sentiment(name))
            HTML(page,
                 "<li class=\"flag {}\"><span class=\"swatch\"></span>{}</li>",
                 S(palette_class(name)), palette_name(name));
    }
    html_raw(page, "</ul></li>");
}

static void put_all(struct exchange *self, struct html *page,
                    const struct thread *thread)
{
    const struct view title = thread->list.count
                                  ? thread->list.item[0].comment.title
                                  : (struct view){NULL, 0};

    HTML(page,
         "<div class=\"bar\"><h1><bdi>{}</bdi></h1><p class=\"counts\">"
         "<b>{}</b> {}</p></div>",
         title.len ? V(title) : V(self->match.part[0]), N(thread->list.count),
         W("commentaires", "comments"));
    html_raw(page, "<section class=\"panel\">");
    put_heat(self, page, thread);
    html_raw(page, "</section><div class=\"panels\">");
    put_pairs(self, page, thread);
    put_sources(page, thread);
    HTML(page,
         "</div><section class=\"panel\"><h2>{}</h2><ol class=\"comments\">",
         W("Commentaires", "Comments"));
    for (size_t i = 0; i < thread->list.count; i++)
        put_voice(page, thread, i);
    html_raw(page, "</ol></section>");
}

void discussion_show(struct exchange *self)
{
    struct thread *thread =
        arena_alloc(&self->worker->arena, 1, sizeof(*thread));
    struct error err = {.status = STATUS_OK};

    if (thread)
        memset(thread, 0, sizeof(*thread));
    if (!thread || worker_queue(self->console->pool, self->worker, &err) < 0 ||
        read_thread(self, thread, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_DISCUSSIONS, "Discussion", "Discussion");
    put_all(self, &page, thread);
    page_end(self, &page);
}

/* ---- the list ----------------------------------------------------------- */

static void put_row(struct html *page, const struct discussion_row *row,
                    int64_t now)
{
    HTML(page,
         "<tr><th scope=\"row\"><a href=\"/discussion/{}\"><bdi>{}</bdi>"
         "</a></th><td><bdi>{}</bdi></td><td class=\"number\">{}</td><td "
         "class=\"number\">{}</td><td class=\"number\">",
         U(row->id), row->title.len ? V(row->title) : V(row->id),
         V(row->section), N(row->comments), N(row->waiting));
    if (row->last != TIME_NONE)
        page_age(page, now - row->last);
    html_raw(page, "</td></tr>");
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
    HTML(&page,
         "<div class=\"bar\"><h1>{}</h1></div><div class=\"panel wide\" "
         "tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>"
         "<thead><tr><th>{}</th><th>{}</th>",
         W("Discussions", "Discussions"), W("Discussions", "Discussions"),
         W("Article", "Article"), W("Rubrique", "Section"));
    HTML(&page,
         "<th class=\"number\">{}</th><th class=\"number\">{}</th><th "
         "class=\"number\">{}</th></tr></thead><tbody>",
         W("Commentaires", "Comments"), W("En attente", "In the queue"),
         W("Dernier", "Latest"));
    for (size_t i = 0; i < rows.count; i++)
        put_row(&page, &rows.item[i], self->now);
    html_raw(&page, "</tbody></table></div>");
    page_end(self, &page);
}
