#include "discussion_page.h"

#include "layout.h"
#include "marked.h"
#include "palette.h"
#include "scores.h"

#include <stdlib.h>
#include <string.h>

#define COMMENTS_SHOWN 400 /* of one discussion on a page */
#define TEXT_SHOWN 420     /* code points */
#define PAIRS_SHOWN 8

/* ---- reading ------------------------------------------------------------ */

static void find_answered(struct thread *thread, struct voice *voice)
{
    const struct stored_comment *stored = voice->stored;

    voice->parent = stored->comment.reply_to.len ? stored->comment.reply_to
                                                 : stored->inferred.parent;
    for (size_t i = 0; i < thread->list.count && voice->parent.len; i++)
        if (view_equal(thread->list.item[i].comment.id, voice->parent))
            voice->answered = &thread->list.item[i];
}

static int read_voice(struct exchange *self, struct thread *thread, size_t i,
                      struct error *err)
{
    const struct policy *policy = &self->worker->policy;
    const struct stored_comment *stored = &thread->list.item[i];
    struct voice *voice = &thread->voice[i];
    struct stored_score score;
    int status;

    *voice = (struct voice){.stored = stored};
    find_answered(thread, voice);
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
        if (score.verdict.tone[t].flagged && rule)
            voice->heated |= rule->accuses;
    }
    return STATUS_OK;
}

/* Of a very long one only the comments: the rest costs as much as reading all
 * of it. */
static int read_sense(struct exchange *self, struct thread *out,
                      struct error *err)
{
    const struct view id = self->match.part[0];
    int status = sense_read(self->worker->store, id, SENSE_AT_HAND,
                            &self->worker->arena, &out->sense, err);

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no such discussion");
    return status < 0 ? status
                      : overview_pairs(self->worker->store, id, PAIRS_SHOWN,
                                       &self->worker->arena, &out->pairs, err);
}

static int read_thread(struct exchange *self, struct thread *out,
                       struct error *err)
{
    struct standing from = {.key = 0};
    int status = store_discussion(self->worker->store, self->match.part[0],
                                  &from.discussion, err);

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no such discussion");
    from.key = exchange_whole(exchange_query(self, "after"));
    from.key = from.key > 0 ? from.key : 0;
    if (status < 0 || (status = read_sense(self, out, err)) < 0 ||
        (status =
             store_neighbours(self->worker->store, &from, 0, COMMENTS_SHOWN,
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

static void put_flags(struct html *page, const struct thread *thread,
                      const struct voice *v)
{
    bool any = false;

    for (size_t t = 0; t < v->verdict.tone_count; t++) {
        const struct view name = thread->model.tone[t].name;
        if (!v->verdict.tone[t].flagged || palette_sentiment(name))
            continue;
        if (!any)
            html_raw(page, "<ul class=\"flags\">");
        any = true;
        HTML(page,
             "<li class=\"flag {}\"><span class=\"swatch\"></span>{}</li>",
             S(palette_class(name)), palette_name(name));
    }
    if (any)
        html_raw(page, "</ul>");
}

/* ---- comments ----------------------------------------------------------- */

/* "répond à anne", "répond sans doute à anne, dont il reprend les mots". */
static void put_answered(struct html *page, const struct thread *thread,
                         const struct voice *v)
{
    const struct inferred_reply *inferred = &v->stored->inferred;
    const bool given = v->stored->comment.reply_to.len;

    if (!v->parent.len)
        return;
    HTML(page, "<span class=\"{}\">{} <a href=\"",
         S(given ? "given" : "inferred"),
         given ? W("répond à", "answers")
               : W("répond sans doute à", "probably answers"));
    discussion_address(page, thread, v->parent);
    html_raw(page, "\"><bdi>");
    if (v->answered && v->answered->comment.author.len)
        html_text(page, v->answered->comment.author);
    else
        html_words(page, "ce commentaire", "this comment");
    html_raw(page, "</bdi></a>");
    if (!given)
        html_words(
            page, inferred->ground == LINK_QUOTE ? " (le cite)" : " (le nomme)",
            inferred->ground == LINK_QUOTE ? " (quotes it)" : " (names them)");
    html_raw(page, "</span> · ");
}

static void put_voice(struct html *page, const struct thread *thread, size_t i)
{
    const struct voice *v = &thread->voice[i];
    const struct comment *comment = &v->stored->comment;
    const struct passage quoted = {v->stored->inferred.begin,
                                   v->stored->inferred.end};

    HTML(page,
         "<li id=\"c{}\" class=\"{}{}\"><p class=\"byline\"><b><bdi>{}"
         "</bdi></b> · ",
         D(v->stored->at.key), S(v->heated ? "flagged-one" : ""),
         S(v->parent.len ? " reply" : ""),
         comment->author.len ? V(comment->author) : W("sans nom", "no name"));
    put_answered(page, thread, v);
    page_time(page, comment->time);
    HTML(page,
         " · <a href=\"/comment/{}\">{}</a></p><p class=\"text\" "
         "dir=\"auto\">",
         U(comment->id), W("détails", "details"));
    if (v->stored->at.state == COMMENT_EMPTY)
        html_words(page, "(commentaire vide)", "(empty comment)");
    else
        marked_quoting(page, comment->text, TEXT_SHOWN, quoted);
    html_raw(page, "</p>");
    put_flags(page, thread, v);
    html_raw(page, "</li>");
}

/* ---- the page ----------------------------------------------------------- */

static void put_title(struct html *page, const struct thread *thread,
                      struct view id)
{
    const struct sense *s = &thread->sense;

    html_raw(page, "<div class=\"bar\"><h1><bdi>");
    html_text(page, s->title.len ? s->title : id);
    HTML(page, "</bdi></h1><p class=\"counts\"><b>{}</b> {}", N(s->comments),
         s->comments == 1 ? W("commentaire", "comment")
                          : W("commentaires", "comments"));
    if (s->authors)
        HTML(page, " · <b>{}</b> {}", N(s->authors),
             s->authors == 1 ? W("auteur", "author") : W("auteurs", "authors"));
    if (s->section.len)
        HTML(page, " · <bdi>{}</bdi>", V(s->section));
    html_raw(page, "</p></div>");
}

static void put_more(struct exchange *self, struct html *page,
                     const struct thread *thread)
{
    const struct comment_list *list = &thread->list;

    if (list->count < COMMENTS_SHOWN)
        return;
    HTML(page,
         "<p class=\"more\"><a class=\"button\" href=\"/discussion/{}"
         "?after={}\">{}</a></p>",
         U(self->match.part[0]), D(list->item[list->count - 1].at.key),
         W("La suite de la discussion", "Go on with the discussion"));
}

static void put_all(struct exchange *self, struct html *page,
                    const struct thread *thread)
{
    put_title(page, thread, self->match.part[0]);
    discussion_course(self, page, thread);
    html_raw(page, "<div class=\"panels\">");
    discussion_pairs(page, thread);
    discussion_sources(self, page, thread);
    HTML(page,
         "</div><section class=\"panel\"><h2>{}</h2><ol class=\"comments\">",
         W("Commentaires", "Comments"));
    for (size_t i = 0; i < thread->list.count; i++)
        put_voice(page, thread, i);
    html_raw(page, "</ol>");
    put_more(self, page, thread);
    html_raw(page, "</section>");
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
