/* Parts of a comment's page: tones, flags, what stands beside it. */
#include "desk_page.h"

#include "marked.h"
#include "palette.h"

#define AUTHOR_SHOWN 4

struct html_value part_action(enum action action)
{
    switch (action) {
    case ACTION_APPROVE:
        return W("Approuvé", "Approved");
    case ACTION_REMOVE:
        return W("Retiré", "Removed");
    case ACTION_DEFER:
        return W("Reporté", "Deferred");
    case ACTION_UNDO:
        return W("Annulé", "Undone");
    }
    return W("?", "?");
}

/* ---- tones -------------------------------------------------------------- */

static void put_box(struct html *page, struct view tone, size_t number,
                    bool checked, const char *form)
{
    HTML(page,
         "<input type=\"checkbox\" name=\"tones\" value=\"{}\" form=\"{}\" "
         "id=\"tone-{}\" data-tone",
         V(tone), S(form), D(number));
    if (checked)
        html_raw(page, " checked");
    if (number < 9)
        HTML(page, " data-key=\"{}\"", D(number + 1));
    html_raw(page, ">");
}

static void put_meter(struct html *page, const struct tone_verdict *verdict,
                      double threshold)
{
    const double p = verdict->probability / (double)PROBABILITY_ONE;

    /* drawn, since no style may stand in the page; the numbers beside it say
     * the same */
    HTML(page,
         "<svg class=\"meter\" viewBox=\"0 0 100 8\" "
         "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
         "class=\"track\" width=\"100\" height=\"8\"/><rect class=\"fill\" "
         "width=\"{}\" height=\"8\"/><rect class=\"tick\" x=\"{}\" "
         "width=\"1.5\" height=\"8\"/></svg>",
         X4(p * 100), X4(threshold * 100));
}

/* Flagged; of two sentiments the likelier alone, since only one can be right.
 */
static bool is_likely(const struct sheet *sheet, size_t t)
{
    const struct verdict *v = &sheet->score.verdict;

    if (!v->tone[t].flagged || !palette_sentiment(sheet->model.tone[t].name))
        return v->tone[t].flagged;
    for (size_t i = 0; i < v->tone_count; i++)
        if (i != t && v->tone[i].flagged &&
            palette_sentiment(sheet->model.tone[i].name) &&
            v->tone[i].probability > v->tone[t].probability)
            return false;
    return true;
}

static void put_tone(struct html *page, const struct sheet *sheet,
                     const struct policy *policy, size_t t, const char *form,
                     bool plain)
{
    const struct tone_record *tone = &sheet->model.tone[t];
    const struct tone_verdict *v = &sheet->score.verdict.tone[t];
    const double threshold = sheet_threshold(policy, sheet, tone);

    HTML(page, "<li class=\"tone {}{}\">", S(palette_class(tone->name)),
         S(!plain && v->flagged ? " flagged" : ""));
    if (form[0])
        put_box(page, tone->name, t, !plain && is_likely(sheet, t), form);
    if (form[0])
        HTML(page, "<label for=\"tone-{}\">", D(t));
    html_raw(page, "<span class=\"swatch\"></span>");
    if (form[0] && t < 9)
        HTML(page, "<kbd>{}</kbd>", D(t + 1));
    HTML(page, "<span class=\"name\">{}</span>", palette_name(tone->name));
    if (form[0])
        html_raw(page, "</label>");
    if (!plain) {
        put_meter(page, v, threshold);
        HTML(page,
             "<span class=\"figure\">{}<span class=\"threshold\"> / "
             "{}</span></span>",
             F(v->probability / (double)PROBABILITY_ONE), F(threshold));
    }
    html_raw(page, "</li>");
}

void part_tones(struct html *page, const struct sheet *sheet,
                const struct policy *policy, const char *form, bool plain)
{
    if (!sheet->scored)
        return;
    HTML(page, "<ul class=\"tones{}\">", S(plain ? " plain" : ""));
    for (size_t t = 0; t < sheet->model.tone_count; t++)
        if (!plain || !palette_sentiment(sheet->model.tone[t].name))
            put_tone(page, sheet, policy, t, form, plain);
    html_raw(page, "</ul>");
}

void part_flags(struct html *page, const struct sheet *sheet)
{
    html_raw(page, "<ul class=\"flags\">");
    for (size_t t = 0; sheet->scored && t < sheet->model.tone_count; t++) {
        const struct view tone = sheet->model.tone[t].name;
        const struct tone_verdict *v = &sheet->score.verdict.tone[t];
        if (!v->flagged || palette_sentiment(tone))
            continue;
        HTML(page,
             "<li class=\"flag {}\"><span class=\"swatch\"></span>{} "
             "<b>{}</b></li>",
             S(palette_class(tone)), palette_name(tone),
             P(v->probability / (double)PROBABILITY_ONE));
    }
    html_raw(page, "</ul>");
}

/* ---- beside it ---------------------------------------------------------- */

static void put_past(struct html *page, const struct journal_row *row)
{
    HTML(page,
         "<li><span class=\"did did-{}\">{}</span> <a href=\"/comment/{}\">",
         S(action_name(row->decision.action)),
         part_action(row->decision.action), U(row->comment));
    marked_excerpt(page, row->text, 70);
    html_raw(page, "</a></li>");
}

int part_author(struct exchange *self, struct html *page,
                const struct sheet *sheet, struct error *err)
{
    const struct stored_comment *stored = &sheet->stored;
    struct journal_rows rows;
    uint64_t approved, removed;
    const int status = overview_author(
        self->worker->store, stored->comment.author, stored->at.key,
        AUTHOR_SHOWN, &self->worker->arena, &rows, &approved, &removed, err);

    if (status < 0)
        return status;
    HTML(page, "<section class=\"side\"><h2>{}</h2>",
         W("L'auteur", "The author"));
    if (approved + removed == 0)
        HTML(page, "<p class=\"hint\">{}</p>",
             W("Rien de décidé encore sur cet auteur.",
               "Nothing decided about this author yet."));
    else
        HTML(page, "<p>{} <b>{}</b> · {} <b>{}</b></p><ul class=\"past\">",
             W("approuvés", "approved"), N(approved), W("retirés", "removed"),
             N(removed));
    for (size_t i = 0; i < rows.count; i++)
        put_past(page, &rows.item[i]);
    if (approved + removed)
        html_raw(page, "</ul>");
    html_raw(page, "</section>");
    return STATUS_OK;
}

void part_alike(struct html *page, const struct alike_list *alike,
                const char *form)
{
    if (!alike->count)
        return;
    HTML(page,
         "<section class=\"side\"><h2>{} <b>{}</b></h2><p class=\"hint\">{}</p>"
         "<ul class=\"alike\">",
         W("Presque le même texte", "Nearly the same text"), N(alike->count),
         W("Cochés, ils reçoivent la même décision.",
           "Those ticked get the same decision."));
    for (size_t i = 0; i < alike->count; i++) {
        HTML(page,
             "<li><input type=\"checkbox\" name=\"also\" value=\"{}\" "
             "form=\"{}\" id=\"also-{}\"><label for=\"also-{}\"><bdi>{}</bdi> "
             ": ",
             V(alike->item[i].id), S(form), D(i), D(i),
             alike->item[i].author.len ? V(alike->item[i].author)
                                       : W("sans nom", "no name"));
        marked_excerpt(page, alike->item[i].text, 70);
        html_raw(page, "</label></li>");
    }
    html_raw(page, "</ul></section>");
}

void part_journal(struct html *page, const struct sheet *sheet)
{
    if (!sheet->journal.count)
        return;
    HTML(page, "<section class=\"side\"><h2>{}</h2><ul class=\"past\">",
         W("Décisions", "Decisions"));
    for (size_t i = 0; i < sheet->journal.count; i++) {
        const struct decision *d = &sheet->journal.item[i];
        HTML(page,
             "<li{}><span class=\"did did-{}\">{}</span> {} "
             "<b><bdi>{}</bdi></b> ",
             S(d->undone ? " class=undone" : ""), S(action_name(d->action)),
             part_action(d->action), W("par", "by"), V(d->moderator));
        page_time(page, d->time);
        if (d->note.len)
            HTML(page, " <q><bdi>{}</bdi></q>", V(d->note));
        html_raw(page, "</li>");
    }
    html_raw(page, "</ul></section>");
}
