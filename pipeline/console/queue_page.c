/* The page of the queue: one comment after the other. */
#include "desk_page.h"

#include "hold.h"
#include "why.h"

#define NEIGHBOURS 2
#define LAST_CEILING 50
#define HARSH_MANY 30 /* removals after which a pause is proposed */
#define HARSH_SECONDS (30 * 60)

/* ---- after a decision --------------------------------------------------- */

static void put_last(struct exchange *self, struct html *page,
                     const struct wish *wish)
{
    struct view last = exchange_query(self, "last");
    size_t count = 0;

    if (!last.len)
        return;
    html_raw(page, "<form class=\"toast\" method=\"post\" "
                   "action=\"/queue/undo\" role=\"status\">");
    page_form_token(self, page);
    wish_fields(page, wish);
    /* several are joined by a line end, which no id has */
    while (last.len && count++ < LAST_CEILING) {
        const char *end = memchr(last.ptr, '\n', last.len);
        const size_t len = end ? (size_t)(end - last.ptr) : last.len;
        HTML(page, "<input type=\"hidden\" name=\"last\" value=\"{}\">",
             V(view_first(last, len)));
        last = view_from(last, len + 1);
    }
    HTML(page, "<span>{}</span> ", W("Enregistré.", "Saved."));
    if (count > 1)
        HTML(page, "<span>{} {}</span> ", N(count),
             W("commentaires", "comments"));
    HTML(page, "<button data-key=\"u\"><kbd>U</kbd> {}</button></form>",
         W("Annuler", "Undo"));
}

static int put_pause_hint(struct exchange *self, struct html *page,
                          struct error *err)
{
    uint64_t count;
    const int status =
        overview_removals(self->worker->store, self->account.name,
                          self->now - HARSH_SECONDS, &count, err);

    if (status == STATUS_OK && count >= HARSH_MANY)
        HTML(page, "<p class=\"notice calm\" role=\"status\">{} {} {}</p>",
             W("Vous avez retiré", "You removed"), N(count),
             W("commentaires en une demi-heure. Cinq minutes loin de l'écran "
               "feraient du bien : la file attendra.",
               "comments in half an hour. Five minutes away from the screen "
               "would do good: the queue will wait."));
    return status;
}

/* ---- nothing at hand ---------------------------------------------------- */

static void put_start(struct exchange *self, struct html *page,
                      const struct wish *wish, bool some)
{
    html_raw(page, "<section class=\"start\">");
    if (!some) {
        HTML(page, "<h2>{}</h2><p>{}</p></section>",
             W("La file est vide", "The queue is empty"),
             wish->tone.len || wish->section.len || wish->discussion.len ||
                     wish->hours
                 ? W("Rien n'attend avec ces filtres.",
                     "Nothing waits with these filters.")
                 : W("Rien n'est à lire pour le moment.",
                     "There is nothing to read at the moment."));
        return;
    }
    HTML(page, "<h2>{}</h2><p>{}</p>",
         W("Prêt quand vous l'êtes", "Ready when you are"),
         W("Le commentaire qui vous est donné est gardé pour vous ; personne "
           "d'autre ne le reçoit.",
           "The comment you are given is kept for you; nobody else gets it."));
    html_raw(page, "<form method=\"post\" action=\"/queue/next\">");
    page_form_token(self, page);
    wish_fields(page, wish);
    HTML(page,
         "<button class=\"primary\" autofocus data-key=\"j\">{}</button>"
         "</form></section>",
         W("Commencer", "Start"));
}

/* ---- the comment at hand ------------------------------------------------ */

static void put_heading(struct html *page, const struct sheet *sheet,
                        const struct policy *policy)
{
    const struct comment *comment = &sheet->stored.comment;

    html_raw(page, "<header class=\"article\">");
    if (comment->section.len)
        HTML(page, "<p class=\"section\"><bdi>{}</bdi></p>",
             V(comment->section));
    html_raw(page, "<h2><bdi>");
    if (comment->title.len)
        html_text(page, comment->title);
    else
        html_words(page, "Article sans titre", "Untitled article");
    html_raw(page, "</bdi></h2>");
    if (comment->discussion.len)
        HTML(page, "<p><a href=\"/discussion/{}\">{}</a></p>",
             U(comment->discussion),
             W("Toute la discussion", "All the thread"));
    part_flags(page, sheet);
    for (size_t t = 0; sheet->scored && t < sheet->model.tone_count; t++) {
        const struct policy_tone *rule =
            policy_find(policy, sheet->model.tone[t].name);
        if (sheet->score.verdict.tone[t].flagged && rule && rule->note[0])
            HTML(page, "<p class=\"notice\">{}</p>", S(rule->note));
    }
    html_raw(page, "</header>");
}

static void put_decide(struct exchange *self, struct html *page,
                       const struct sheet *sheet, const struct wish *wish,
                       struct view before, struct view after)
{
    html_raw(page, "<div class=\"decide\"><form id=\"decide\" method=\"post\" "
                   "action=\"/queue/decide\">");
    page_form_token(self, page);
    wish_fields(page, wish);
    HTML(page, "<input type=\"hidden\" name=\"comment\" value=\"{}\">",
         V(sheet->stored.comment.id));
    HTML(page,
         "<button class=\"approve\" name=\"action\" value=\"approve\" "
         "data-key=\"a\"><kbd>A</kbd> {}</button>",
         W("Approuver", "Approve"));
    HTML(page,
         "<button class=\"remove\" name=\"action\" value=\"remove\" "
         "data-key=\"r\"><kbd>R</kbd> {}</button>",
         W("Retirer", "Remove"));
    HTML(page,
         "<button name=\"action\" value=\"defer\" data-key=\"d\"><kbd>D</kbd> "
         "{}</button>",
         W("Reporter", "Defer"));
    HTML(page,
         "<label class=\"note\">{}<input name=\"note\" maxlength=\"500\" "
         "autocomplete=\"off\" data-key=\"n\"></label></form>",
         W("Note", "Note"));
    html_raw(page, "<div class=\"moves\">");
    if (before.len)
        HTML(page,
             "<a class=\"button\" href=\"{}\" data-key=\"k\"><kbd>K</kbd> "
             "{}</a>",
             S(wish_address(self, "/queue", wish, before, NULL, 0)),
             W("Précédent", "Previous"));
    if (after.len) {
        HTML(page,
             "<a class=\"button\" href=\"{}\" data-key=\"j\"><kbd>J</kbd> "
             "{}</a></div></div>",
             S(wish_address(self, "/queue", wish, after, NULL, 0)),
             W("Suivant", "Next"));
        return;
    }
    html_raw(page, "<form method=\"post\" action=\"/queue/next\">");
    page_form_token(self, page);
    wish_fields(page, wish);
    HTML(page,
         "<button data-key=\"j\"><kbd>J</kbd> {}</button></form></div></div>",
         W("Suivant", "Next"));
}

static int put_aside(struct exchange *self, struct html *page,
                     const struct sheet *sheet, struct error *err)
{
    struct alike_list alike;
    int status;

    HTML(page,
         "<aside class=\"beside\" aria-label=\"{}\"><section class=\"side\">"
         "<h2>{}</h2>",
         W("Indices", "Hints"), W("Tons", "Tones"));
    part_tones(page, sheet, &self->worker->policy, "decide", false);
    HTML(page,
         "<label class=\"correct\"><input type=\"checkbox\" name=\"corrected\" "
         "value=\"1\" form=\"decide\" id=\"corrected\"> {}</label></section>",
         W("Ces tons sont les bons : ils apprendront au prochain modèle",
           "These tones are right: they teach the next model"));
    if (sheet->scored)
        why_put(page, sheet->stored.comment.text, sheet->score.reason,
                sheet->score.reason_count, &sheet->score.verdict,
                &sheet->model);
    if ((status = alike_find(self, &sheet->stored, &alike, err)) < 0)
        return status;
    part_alike(page, &alike, "decide");
    part_sense(page, sheet);
    if ((status = part_author(self, page, sheet, err)) < 0)
        return status;
    part_journal(page, sheet);
    html_raw(page, "</aside>");
    return STATUS_OK;
}

static int id_of(struct exchange *self, int64_t key, struct view *out,
                 struct error *err)
{
    struct stored_comment stored;
    const int status =
        store_get(self->worker->store, key, &self->worker->arena, &stored, err);

    if (status == 1)
        *out = stored.comment.id;
    return status;
}

/* The ids around `at` of those at hand; `at` itself where it is one of
 * them, else the first. */
static int find_hand(struct exchange *self, const struct key_list *own,
                     struct view at, struct view hand[3], struct error *err)
{
    struct view id[HOLD_CEILING] = {{NULL, 0}}; /* or not there any more */
    const size_t count = own->count < HOLD_CEILING ? own->count : HOLD_CEILING;
    size_t here = 0;
    int status;

    for (size_t i = 0; i < 3; i++)
        hand[i] = (struct view){NULL, 0};
    for (size_t i = 0; i < count; i++) {
        if ((status = id_of(self, own->item[i], &id[i], err)) < 0)
            return status;
        if (view_equal(id[i], at))
            here = i;
    }
    if (!count)
        return STATUS_OK;
    hand[1] = id[here];
    if (here)
        hand[0] = id[here - 1];
    if (here + 1 < count)
        hand[2] = id[here + 1];
    return STATUS_OK;
}

static int put_comment(struct exchange *self, struct html *page,
                       const struct wish *wish, const struct view hand[3],
                       struct error *err)
{
    struct worker *worker = self->worker;
    struct sheet *sheet = arena_alloc(&worker->arena, 1, sizeof(*sheet));
    int status;

    if (!sheet)
        return error_set(err, STATUS_TOO_BIG, "no room for a comment");
    *sheet = (struct sheet){.has_parent = false};
    status = sheet_load(worker->store, hand[1], NEIGHBOURS, self->now,
                        &worker->arena, sheet, err);
    if (status < 0)
        return status;
    html_raw(page, "<div class=\"work\"><article class=\"case\">");
    put_heading(page, sheet, &worker->policy);
    part_thread(self, page, sheet, false);
    put_decide(self, page, sheet, wish, hand[0], hand[2]);
    html_raw(page, "</article>");
    if ((status = put_aside(self, page, sheet, err)) < 0)
        return status;
    html_raw(page, "</div>");
    return STATUS_OK;
}

static int has_more(struct exchange *self, const struct wish *wish, bool *more,
                    struct error *err)
{
    struct queue_filter filter = wish_filter(self, wish);
    struct place_list places;
    int status;

    filter.limit = 1;
    status = queue_list(self->worker->queue, &filter, self->now,
                        &self->worker->arena, &places, err);
    *more = status == STATUS_OK && places.count > 0;
    if (status == STATUS_NOT_FOUND) { /* no such tone or discussion: empty */
        error_clear(err);
        return STATUS_OK;
    }
    return status;
}

static int show(struct exchange *self, struct html *page, struct error *err)
{
    const struct wish wish = wish_of(self);
    struct key_list own;
    struct view hand[3];
    bool more;
    int status;

    HTML(page, "<div class=\"bar\"><h1>{}</h1>", W("File d'attente", "Queue"));
    if ((status = part_counts(self, page, err)) < 0 ||
        (status = part_filters(self, page, &wish, err)) < 0)
        return status;
    html_raw(page, "</div>");
    put_last(self, page, &wish);
    if ((status = put_pause_hint(self, page, err)) < 0 ||
        (status = overview_claims(self->worker->store, self->account.name,
                                  self->now, &self->worker->arena, &own, err)) <
            0 ||
        (status = find_hand(self, &own, wish.at, hand, err)) < 0)
        return status;
    if (hand[1].len)
        return put_comment(self, page, &wish, hand, err);
    if ((status = has_more(self, &wish, &more, err)) < 0)
        return status;
    put_start(self, page, &wish, more);
    return STATUS_OK;
}

void queue_show(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};

    if (worker_queue(self->console->pool, self->worker, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_QUEUE, "File d'attente", "Queue");
    if (show(self, &page, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    page_help(&page);
    page_end(self, &page);
}
