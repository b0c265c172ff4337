#include "try_page.h"

#include "classify.h"
#include "layout.h"
#include "marked.h"
#include "palette.h"
#include "utf8.h"
#include "why.h"

#define TRY_CEILING 20000 /* code points */

static void put_form(struct exchange *self, struct html *page, struct view text,
                     struct view parent)
{
    html_raw(page, "<form class=\"try\" method=\"post\" action=\"/try\" "
                   "data-live>");
    page_form_token(self, page);
    HTML(page,
         "<label for=\"text\">{}</label><textarea id=\"text\" name=\"text\" "
         "rows=\"5\" maxlength=\"20000\" dir=\"auto\" autofocus>{}</textarea>",
         W("Texte à essayer", "Text to try"), V(text));
    HTML(page,
         "<label for=\"parent\">{}</label><textarea id=\"parent\" "
         "name=\"parent\" rows=\"2\" maxlength=\"20000\" dir=\"auto\">{}"
         "</textarea>",
         W("Il répond à (facultatif)", "It answers (optional)"), V(parent));
    HTML(page, "<button class=\"primary\">{}</button></form>",
         W("Noter", "Score"));
}

/* Tones by probability, so that the eye finds what matters. */
static void sort(const struct verdict *v, size_t order[MODEL_TONES_CEILING])
{
    for (size_t i = 0; i < v->tone_count; i++) {
        size_t at = i;
        while (at &&
               v->tone[order[at - 1]].probability < v->tone[i].probability) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

static void put_tone(struct html *page, const struct model_tone *tone,
                     const struct tone_verdict *v)
{
    const struct view name = view_of(tone->name);
    const double p = v->probability / (double)PROBABILITY_ONE,
                 threshold = tone->threshold / (double)PROBABILITY_ONE;

    HTML(page,
         "<li class=\"tone {}{}\"><span class=\"swatch\"></span><span "
         "class=\"name\">{}</span>",
         S(palette_class(name)), S(v->flagged ? " flagged" : ""),
         palette_name(name));
    HTML(page,
         "<svg class=\"meter\" viewBox=\"0 0 100 8\" "
         "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
         "class=\"track\" width=\"100\" height=\"8\"/><rect class=\"fill\" "
         "width=\"{}\" height=\"8\"/><rect class=\"tick\" x=\"{}\" "
         "width=\"1.5\" height=\"8\"/></svg>",
         X4(p * 100), X4(threshold * 100));
    HTML(page,
         "<span class=\"figure\">{}<span class=\"threshold\"> / "
         "{}</span></span></li>",
         F(p), F(threshold));
}

/* The model's parts as marked_text() knows them. */
static void describe(const struct model_parts *parts, struct model_record *out)
{
    *out = (struct model_record){.tone_count = parts->tone_count};
    for (size_t t = 0; t < parts->tone_count; t++)
        out->tone[t].name = view_of(parts->tone[t].name);
}

static void put_result(struct exchange *self, struct html *page,
                       const struct record *record, const struct model *model)
{
    const struct model_parts *parts = model_parts(model);
    struct model_record *names =
        arena_alloc(&self->worker->arena, 1, sizeof(*names));
    size_t order[MODEL_TONES_CEILING];

    if (!names)
        return;
    describe(parts, names);
    html_raw(page, "<div class=\"subject\"><p class=\"text\" dir=\"auto\">");
    marked_text(page, record->comment.text, (struct passage){0, 0},
                record->reason, record->reason_count, &record->verdict, names,
                &self->worker->arena);
    html_raw(page, "</p></div>");
    HTML(page, "<p class=\"hint\">{} {} · {} {}</p><ul class=\"tones\">",
         W("modèle", "model"), S(model_id(model)), W("langue :", "language:"),
         S(language_code(record->language)));
    sort(&record->verdict, order);
    for (size_t i = 0; i < record->verdict.tone_count; i++)
        put_tone(page, &parts->tone[order[i]], &record->verdict.tone[order[i]]);
    html_raw(page, "</ul>");
    why_put(page, record->comment.text, record->reason, record->reason_count,
            &record->verdict, names);
}

static int score(struct exchange *self, struct html *page, struct view text,
                 struct view parent, struct error *err)
{
    struct record *record =
        arena_alloc(&self->worker->arena, 1, sizeof(*record));
    struct held_model *held;
    int status;

    if (!record)
        return error_set(err, STATUS_TOO_BIG, "no room for a record");
    *record = (struct record){
        .comment = {.text = text, .parent_text = parent}
    };
    if ((status = scorer_take(self->console->scorer, self->worker->store, &held,
                              err)) < 0)
        return status;
    status = pipeline_run(&held->reasons, record, &self->worker->bench,
                          &self->worker->arena, err);
    if (status == STATUS_OK)
        put_result(self, page, record, held->found.model);
    scorer_give(self->console->scorer, held);
    return status;
}

static void show(struct exchange *self, struct view text, struct view parent)
{
    struct error err = {.status = STATUS_OK};
    struct html page =
        page_begin(self, 200, SECTION_TRY, "Essayer un texte", "Try a text");

    HTML(&page,
         "<div class=\"bar\"><h1>{}</h1><p class=\"counts\">{}</p></div>",
         W("Essayer un texte", "Try a text"),
         W("Rien n'est gardé.", "Nothing is kept."));
    html_raw(&page, "<div class=\"trial\">");
    put_form(self, &page, text, parent);
    html_raw(&page, "<section id=\"result\" class=\"result\" "
                    "aria-live=\"polite\">");
    if (view_trim(text).len && score(self, &page, text, parent, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    html_raw(&page, "</section></div>");
    page_end(self, &page);
}

void try_show(struct exchange *self)
{
    show(self, (struct view){"", 0}, (struct view){"", 0});
}

/* The script asks for the result alone. */
static void show_part(struct exchange *self, struct view text,
                      struct view parent)
{
    struct html page = {.out = &self->out, .english = exchange_english(self)};
    struct error err = {.status = STATUS_OK};

    self->status = 200;
    self->type = "text/html; charset=UTF-8";
    if (view_trim(text).len && score(self, &page, text, parent, &err) < 0)
        page_failure(self, &err);
}

void try_answer(struct exchange *self)
{
    const struct view text = exchange_field(self, "text", 0),
                      parent = exchange_field(self, "parent", 0);

    if (!text.ptr || utf8_count(text) > TRY_CEILING)
        page_problem(self, 400, "Ce texte ne peut pas être lu.",
                     "This text cannot be read.");
    else if (view_is(exchange_header(self, "X-Part"), "result"))
        show_part(self, text, parent);
    else
        show(self, text, parent.ptr ? parent : (struct view){"", 0});
}
