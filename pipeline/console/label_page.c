/* Labelling: comments that teach most, without what the model says of them. */
#include "desk_page.h"

#include "decide.h"
#include "hold.h"
#include "labelling.h"

#define PROPOSALS 20

/* Claims the first proposal that is free; 0 where there is none. */
static int take(struct exchange *self, int64_t *key, struct error *err)
{
    const struct labelling_filter filter = {.moderator = self->account.name,
                                            .limit = PROPOSALS};
    struct proposal_list list;
    int status = labelling_list(self->worker->queue, &filter, self->now,
                                &self->worker->arena, &list, err);

    *key = 0;
    if (status == STATUS_NOT_FOUND) { /* no active model */
        error_clear(err);
        return STATUS_OK;
    }
    for (size_t i = 0; status >= 0 && i < list.count; i++) {
        struct key_list own;
        status = overview_claims(self->worker->store, self->account.name,
                                 self->now, &self->worker->arena, &own, err);
        for (size_t k = 0; status >= 0 && k < own.count; k++)
            if (own.item[k] == list.comment[i])
                list.comment[i] = 0;
        if (status < 0 || !list.comment[i])
            continue;
        if ((status = hold_one(self, list.comment[i], err)) == 1) {
            *key = list.comment[i];
            return STATUS_OK;
        }
    }
    return status < 0 ? status : STATUS_OK;
}

static void go(struct exchange *self, struct view at)
{
    const struct wish wish = {.hours = 0};

    answer_redirect(self, wish_address(self, "/label", &wish, at, NULL, 0));
}

static int take_and_go(struct exchange *self, struct error *err)
{
    struct stored_comment stored = {.at = {.key = 0}};
    int64_t key;
    int status = take(self, &key, err);

    if (status == STATUS_OK && key)
        status = store_get(self->worker->store, key, &self->worker->arena,
                           &stored, err);
    if (status >= 0)
        go(self, stored.comment.id);
    return status;
}

void label_next(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};

    if (worker_queue(self->console->pool, self->worker, &err) < 0 ||
        take_and_go(self, &err) < 0)
        page_failure(self, &err);
}

static struct view joined_tones(struct exchange *self)
{
    const struct view sentiment = exchange_field(self, "sentiment", 0);
    struct buffer joined = {.ceiling = NAME_CEILING};
    struct error err = {.status = STATUS_OK};
    struct view copy = {NULL, 0}, tone;

    for (size_t i = 0; (tone = exchange_field(self, "tones", i)).ptr; i++) {
        if (i)
            buffer_add_text(&joined, ",", &err);
        buffer_add_view(&joined, tone, &err);
    }
    if (!joined.len)
        buffer_add_text(&joined, "none", &err);
    if (sentiment.len) {
        buffer_add_text(&joined, ",", &err);
        buffer_add_view(&joined, sentiment, &err);
    }
    arena_copy(&self->worker->arena, buffer_view(&joined), &copy, &err);
    buffer_free(&joined);
    return copy;
}

void label_save(struct exchange *self)
{
    struct request request = {
        .comment = exchange_field(self, "comment", 0),
        .moderator = self->account.name,
        .tones = joined_tones(self),
        .now = self->now,
    };
    struct error err = {.status = STATUS_OK};
    struct outcome outcome;

    request.action = view_is(exchange_field(self, "action", 0), "remove")
                         ? ACTION_REMOVE
                         : ACTION_APPROVE;
    if (worker_queue(self->console->pool, self->worker, &err) < 0 ||
        decide_run(self->worker->queue, &request, &self->worker->arena,
                   &outcome, &err) < 0 ||
        take_and_go(self, &err) < 0)
        page_failure(self, &err);
}

/* ---- the page ----------------------------------------------------------- */

static void put_sentiment(struct html *page)
{
    static const struct {
        const char *value, *french, *english;
    } choices[] = {
        {"",         "non précisé", "not said"},
        {"negative", "négatif",      "negative"},
        {"neutral",  "neutre",        "neutral" },
        {"positive", "positif",       "positive"}
    };

    HTML(page, "<fieldset class=\"sentiment\"><legend>{}</legend>",
         W("Sentiment", "Sentiment"));
    for (size_t i = 0; i < 4; i++)
        HTML(page,
             "<label><input type=\"radio\" name=\"sentiment\" value=\"{}\" "
             "form=\"decide\"{}> {}</label>",
             S(choices[i].value), S(i ? "" : " checked"),
             W(choices[i].french, choices[i].english));
    html_raw(page, "</fieldset>");
}

static void put_buttons(struct exchange *self, struct html *page,
                        const struct sheet *sheet)
{
    html_raw(page, "<div class=\"decide\"><form id=\"decide\" method=\"post\" "
                   "action=\"/label/save\">");
    page_form_token(self, page);
    HTML(page, "<input type=\"hidden\" name=\"comment\" value=\"{}\">",
         V(sheet->stored.comment.id));
    HTML(page,
         "<button class=\"approve\" name=\"action\" value=\"approve\" "
         "data-key=\"a\"><kbd>A</kbd> {}</button>",
         W("Approuver avec ces tons", "Approve with these tones"));
    HTML(page,
         "<button class=\"remove\" name=\"action\" value=\"remove\" "
         "data-key=\"r\"><kbd>R</kbd> {}</button></form>",
         W("Retirer avec ces tons", "Remove with these tones"));
    html_raw(page, "<div class=\"moves\"><form method=\"post\" "
                   "action=\"/label/next\">");
    page_form_token(self, page);
    HTML(page,
         "<button data-key=\"j\"><kbd>J</kbd> {}</button></form></div></div>",
         W("Passer", "Skip"));
}

static void put_comment(struct exchange *self, struct html *page,
                        const struct sheet *sheet)
{
    html_raw(page, "<div class=\"work\"><article class=\"case\"><header "
                   "class=\"article\">");
    HTML(page, "<h2><bdi>{}</bdi></h2></header>",
         sheet->stored.comment.title.len
             ? V(sheet->stored.comment.title)
             : W("Article sans titre", "Untitled article"));
    part_thread(self, page, sheet, true);
    put_buttons(self, page, sheet);
    HTML(page,
         "</article><aside class=\"beside\" aria-label=\"{}\"><section "
         "class=\"side\"><h2>{}</h2>",
         W("Tons", "Tones"), W("Quels tons ?", "Which tones?"));
    part_tones(page, sheet, &self->worker->policy, "decide", true);
    put_sentiment(page);
    html_raw(page, "</section></aside></div>");
}

static void put_start(struct exchange *self, struct html *page)
{
    HTML(
        page, "<section class=\"start\"><h2>{}</h2><p>{}</p>",
        W("Apprendre à vigie", "Teach vigie"),
        W("Des commentaires choisis parce qu'ils apprennent le plus. Ce que le "
          "modèle en pense n'est pas montré : il ne doit pas vous influencer.",
          "Comments chosen because they teach most. What the model thinks of "
          "them is not shown: it should not sway you."));
    html_raw(page, "<form method=\"post\" action=\"/label/next\">");
    page_form_token(self, page);
    HTML(page,
         "<button class=\"primary\" autofocus data-key=\"j\">{}</button>"
         "</form></section>",
         W("Commencer", "Start"));
}

/* 1 when the comment of the address is this moderator's to label. */
static int load(struct exchange *self, struct sheet *sheet, struct error *err)
{
    const struct view at = exchange_query(self, "at");
    int status;

    if (!at.len)
        return 0;
    *sheet = (struct sheet){.has_parent = false};
    status = sheet_load(self->worker->store, at, 2, self->now,
                        &self->worker->arena, sheet, err);
    if (status < 0)
        return status;
    return sheet->claimed && sheet->stored.at.state != COMMENT_DECIDED &&
           view_equal(sheet->claim.moderator, self->account.name);
}

void label_show(struct exchange *self)
{
    struct sheet *sheet = arena_alloc(&self->worker->arena, 1, sizeof(*sheet));
    struct error err = {.status = STATUS_OK};
    int status = sheet ? worker_queue(self->console->pool, self->worker, &err)
                       : STATUS_TOO_BIG;

    if (status == STATUS_OK)
        status = load(self, sheet, &err);
    if (status < 0 && status != STATUS_NOT_FOUND) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_LABEL, "Étiqueter", "Label");
    HTML(&page, "<div class=\"bar\"><h1>{}</h1></div>",
         W("Étiqueter", "Label"));
    if (status == 1)
        put_comment(self, &page, sheet);
    else
        put_start(self, &page);
    page_help(&page);
    page_end(self, &page);
}
