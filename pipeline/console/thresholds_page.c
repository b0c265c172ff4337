#include "thresholds_page.h"

#include "costs.h"
#include "desk.h"
#include "layout.h"
#include "palette.h"
#include "steering.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 80

/* "t-insult", the field of a tone. */
static void name_field(struct view tone, char out[NAME_SIZE])
{
    snprintf(out, NAME_SIZE, "t-%.*s", VIEW_ARG(tone));
}

/* 0 to 1, or a negative number where the field says none. */
static double read_threshold(struct view text)
{
    char digits[16] = "";
    char *end;

    if (!text.len || text.len >= sizeof(digits))
        return -1;
    memcpy(digits, text.ptr, text.len);
    for (char *c = digits; *c; c++)
        if (*c == ',')
            *c = '.';
    const double value = strtod(digits, &end);
    return *end || !(value >= 0 && value <= 1) ? -1 : value;
}

/* ---- the page ----------------------------------------------------------- */

static void put_numbers(struct html *page, const char *name,
                        const uint64_t bins[OVERVIEW_BINS])
{
    HTML(page, "&quot;{}&quot;:[", S(name));
    for (size_t i = 0; i < OVERVIEW_BINS; i++)
        HTML(page, "{}{}", S(i ? "," : ""), D(bins[i]));
    html_raw(page, "]");
}

static void put_costs(struct html *page, const struct tone_costs *costs)
{
    html_raw(page, "{&quot;flagged&quot;:[");
    for (size_t i = 0; i < OVERVIEW_BINS; i++)
        HTML(page, "{}{}", S(i ? "," : ""), X4(costs->flagged[i]));
    html_raw(page, "],");
    put_numbers(page, "right", costs->right);
    html_raw(page, ",");
    put_numbers(page, "wrong", costs->wrong);
    html_raw(page, ",");
    put_numbers(page, "missed", costs->missed);
    html_raw(page, "}");
}

static void put_sentence(struct html *page, const struct tone_costs *costs,
                         double threshold)
{
    const size_t at = (size_t)lround(threshold * 100);
    const uint64_t known = costs->right[at] + costs->wrong[at];

    HTML(page,
         "<p class=\"cost\"><b class=\"per-day\">{}</b> {} · {} <b "
         "class=\"right\">",
         N(lround(costs->flagged[at])), W("par jour", "a day"),
         W("justes :", "right:"));
    if (known)
        HTML(page, "{}", P((double)costs->right[at] / (double)known));
    else
        html_raw(page, "–");
    HTML(page,
         "</b> ({} <span class=\"known\">{}</span> {}) · {} <b "
         "class=\"missed\">{}</b></p>",
         W("sur", "of"), N(known), W("décidés", "decided"),
         W("manqués :", "missed:"), N(costs->missed[at]));
}

static void put_slide(struct exchange *self, struct html *page,
                      const struct tone_record *tone,
                      const struct tone_costs *costs)
{
    char field[NAME_SIZE];
    double threshold =
        policy_threshold(&self->worker->policy, tone->name, view_of(""),
                         tone->threshold / (double)PROBABILITY_ONE);

    name_field(tone->name, field);
    const double asked = read_threshold(exchange_query(self, field));
    if (asked >= 0)
        threshold = asked;
    HTML(page, "<div class=\"slide {}\" data-costs=\"",
         S(palette_class(tone->name)));
    put_costs(page, costs);
    HTML(page,
         "\"><label for=\"{}\"><span class=\"swatch\"></span>{}</label><input "
         "type=\"range\" min=\"0\" max=\"1\" step=\"0.01\" value=\"{}\" "
         "aria-label=\"{} {}\">",
         S(field), palette_name(tone->name), X4(threshold),
         W("Seuil :", "Threshold:"), palette_name(tone->name));
    HTML(page,
         "<input type=\"number\" id=\"{}\" name=\"{}\" min=\"0\" max=\"1\" "
         "step=\"any\" value=\"{}\">",
         S(field), S(field), X4(threshold));
    put_sentence(page, costs, threshold);
    html_raw(page, "</div>");
}

static void put_form(struct exchange *self, struct html *page,
                     const struct model_record *model,
                     const struct costs *costs)
{
    html_raw(page, "<form method=\"post\" action=\"/thresholds\" "
                   "class=\"panel\">");
    page_form_token(self, page);
    for (size_t t = 0; t < model->tone_count; t++)
        if (!model->tone[t].observation_only &&
            !palette_sentiment(model->tone[t].name))
            put_slide(self, page, &model->tone[t], &costs->tone[t]);
    HTML(page,
         "<div class=\"stack\"><label for=\"note\">{}<input id=\"note\" "
         "name=\"note\" maxlength=\"500\" required></label><div class=\"row\">"
         "<button class=\"primary\">{}</button><button formmethod=\"get\" "
         "formnovalidate>{}</button></div></div></form>",
         W("Pourquoi ce changement ?", "Why this change?"),
         W("Enregistrer", "Save"), W("Calculer", "Compute"));
}

/* The active model; STATUS_NOT_FOUND where there is none. */
static int read_model(struct store *store, struct arena *arena, int64_t *key,
                      struct model_record **out, struct error *err)
{
    struct model_record *record = arena_alloc(arena, 1, sizeof(*record));
    int status;

    if (!record)
        return error_set(err, STATUS_TOO_BIG, "no room for a model");
    if ((status = store_active_model(store, key, err)) < 0 ||
        (status = store_model(store, *key, arena, record, err)) < 0)
        return status;
    *out = record;
    return status == 1 ? STATUS_OK
                       : error_set(err, STATUS_NOT_FOUND, "no active model");
}

int thresholds_make(struct worker *worker, int64_t now, struct arena *arena,
                    const void **out, struct error *err)
{
    struct costs *costs = arena_alloc(arena, 1, sizeof(*costs));
    struct model_record *model;
    int64_t key;
    int status;

    (void)now;
    if (!costs)
        return error_set(err, STATUS_TOO_BIG, "no room for figures");
    if ((status = read_model(worker->store, arena, &key, &model, err)) < 0)
        return status;
    *out = costs;
    return costs_measure(worker->store, &worker->policy, key, model, costs,
                         err);
}

static void put_all(struct exchange *self, struct html *page,
                    const struct model_record *model,
                    const struct shelf_copy *copy)
{
    const struct costs *costs = copy->value;

    HTML(page, "<div class=\"bar\"><h1>{}</h1></div>",
         W("Seuils", "Thresholds"));
    if (exchange_query(self, "saved").len)
        HTML(page, "<p class=\"notice good\" role=\"status\">{}</p>",
             W("Enregistré. La file est reclassée.",
               "Saved. The queue is placed anew."));
    HTML(page, "<p class=\"hint\">{} {} {} {}</p>",
         W("Mesuré ici : le volume sur", "Measured here: volume over"),
         N(lround(costs->days)),
         lround(costs->days) == 1 ? W("jour", "day") : W("jours", "days"),
         W("de commentaires, le reste sur ce que les modérateurs ont décidé. "
           "Un seuil plus bas signale plus et manque moins.",
           "of comments, the rest on what moderators decided. A lower "
           "threshold flags more and misses less."));
    put_form(self, page, model, costs);
}

void thresholds_show(struct exchange *self)
{
    struct worker *worker = self->worker;
    const struct console *console = self->console;
    const struct shelf_copy *copy;
    struct error err = {.status = STATUS_OK};
    struct model_record *model;
    int64_t key;

    if (worker_queue(console->pool, worker, &err) < 0 ||
        read_model(worker->store, &worker->arena, &key, &model, &err) < 0 ||
        shelf_take(console->shelf, SHELF_COSTS, worker, self->now, &copy,
                   &err) < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_THRESHOLDS, "Seuils", "Thresholds");
    put_all(self, &page, model, copy);
    shelf_give(console->shelf, copy);
    page_end(self, &page);
}

/* ---- saving ------------------------------------------------------------- */

static struct policy_tone *section_of(struct policy *policy, struct view tone)
{
    for (size_t i = 0; i < policy->tone_count; i++)
        if (view_is(tone, policy->tone[i].name))
            return &policy->tone[i];
    if (policy->tone_count == POLICY_TONES_CEILING ||
        tone.len >= POLICY_NAME_SIZE)
        return NULL;
    struct policy_tone *made = &policy->tone[policy->tone_count++];
    *made = (struct policy_tone){.weight = policy->other_tone,
                                 .threshold = -1,
                                 .accuses = policy->other_tone > 0};
    memcpy(made->name, tone.ptr, tone.len);
    return made;
}

/* What stays as it is leaves no trace: a tone that followed the model goes on
 * following it.  Returns how many changed, or STATUS_USAGE. */
static int change(struct exchange *self, const struct model_record *model,
                  struct policy *policy, struct error *err)
{
    char field[NAME_SIZE];
    int changes = 0;

    for (size_t t = 0; t < model->tone_count; t++) {
        const struct tone_record *tone = &model->tone[t];
        name_field(tone->name, field);
        const struct view text = exchange_field(self, field, 0);
        const double wanted = read_threshold(text),
                     present = policy_threshold(policy, tone->name, view_of(""),
                                                tone->threshold /
                                                    (double)PROBABILITY_ONE);
        if (!text.ptr || fabs(wanted - present) < 0.00005)
            continue;
        struct policy_tone *section = section_of(policy, tone->name);
        if (wanted < 0 || !section)
            return error_set(err, STATUS_USAGE,
                             "a threshold is a number from 0 to 1");
        section->threshold = wanted;
        changes++;
    }
    return changes;
}

static int write_policy(struct exchange *self, const struct policy *policy,
                        struct view note, struct error *err)
{
    struct store *store = self->worker->store;
    struct buffer text = {.ceiling = 60000};
    struct policy *checked =
        arena_alloc(&self->worker->arena, 1, sizeof(*checked));
    struct saved_policy saved = {
        .time = self->now, .moderator = self->account.name, .note = note};
    int status = checked ? policy_print(policy, &text, err)
                         : error_set(err, STATUS_TOO_BIG, "no room");

    saved.text = buffer_view(&text);
    if (status == STATUS_OK)
        status = policy_parse("policy", saved.text, checked, err);
    if (status == STATUS_OK &&
        (status = store_begin(store, err)) == STATUS_OK) {
        status = saved_policy_add(store, &saved, err);
        if (status == STATUS_OK)
            status = store_commit(store, err);
        else
            store_rollback(store);
    }
    buffer_free(&text);
    return status;
}

static int save(struct exchange *self, struct error *err)
{
    struct worker *worker = self->worker;
    const struct view note = view_trim(exchange_field(self, "note", 0));
    struct policy *policy = arena_alloc(&worker->arena, 1, sizeof(*policy));
    struct model_record *model;
    int64_t key;
    int status;

    if (!policy)
        return error_set(err, STATUS_TOO_BIG, "no room for a policy");
    if (!note.len)
        return error_set(err, STATUS_USAGE, "say why: the journal wants it");
    if ((status = desk_check_text("the note", note, err)) < 0 ||
        (status = worker_queue(self->console->pool, worker, err)) < 0 ||
        (status =
             read_model(worker->store, &worker->arena, &key, &model, err)) < 0)
        return status;
    *policy = worker->policy;
    if ((status = change(self, model, policy, err)) <= 0)
        return status;
    if ((status = write_policy(self, policy, note, err)) < 0)
        return status;
    /* the queue is placed anew now, not when the next moderator waits */
    return worker_queue(self->console->pool, worker, err);
}

void thresholds_save(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};

    if (save(self, &err) < 0)
        page_failure(self, &err);
    else
        answer_redirect(self, "/thresholds?saved=1");
}
