#include "models_page.h"

#include "clock.h"
#include "layout.h"
#include "models.h"
#include "steering.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define JOBS_SHOWN 20
#define MODELS_CEILING 200

struct html_value job_kind(struct view kind)
{
    static const struct {
        const char *kind, *french, *english;
    } kinds[] = {
        {"train",    "Entraînement",      "Training"  },
        {"diff",     "Comparaison",        "Comparison"},
        {"promote",  "Mise en service",    "Promotion" },
        {"rollback", "Retour en arrière", "Rollback"  }
    };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (view_is(kind, kinds[i].kind))
            return W(kinds[i].french, kinds[i].english);
    return V(kind);
}

struct html_value job_state(const struct job *job)
{
    if (job->ended == TIME_NONE)
        return W("en cours", "running");
    return job->exit_status == 0 ? W("fait", "done") : W("échoué", "failed");
}

/* ---- models ------------------------------------------------------------- */

/* What the store knows of each. */
struct listed {
    int64_t key;
    struct view id;
    double precision; /* mean average precision; below 0: unknown */
    struct view folder;
};

struct listing_of {
    struct listed item[MODELS_CEILING];
    size_t count;
    int64_t active;
    const struct job_list *jobs;
};

static double mean_precision(struct view metrics)
{
    json_t *root =
        metrics.len ? json_loadb(metrics.ptr, metrics.len, 0, NULL) : NULL;
    const json_t *value = json_object_get(root, "mean_average_precision");
    const double precision =
        json_is_number(value) ? json_number_value(value) : -1;

    json_decref(root);
    return precision;
}

static int read_models(struct exchange *self, struct listing_of *out,
                       struct error *err)
{
    struct worker *worker = self->worker;
    struct model_record *record =
        arena_alloc(&worker->arena, 1, sizeof(*record));
    int64_t key = 0;
    int status = record ? store_active_model(worker->store, &out->active, err)
                        : error_set(err, STATUS_TOO_BIG, "no room");

    out->count = 0;
    while (status >= 0 && out->count < MODELS_CEILING &&
           (status = store_next_model(worker->store, key, &key, err)) == 1 &&
           (status = store_model(worker->store, key, &worker->arena, record,
                                 err)) == 1)
        out->item[out->count++] = (struct listed){
            key, record->id, mean_precision(record->metrics), record->folder};
    return status < 0 ? status : STATUS_OK;
}

static void put_promote(struct exchange *self, struct html *page,
                        struct view model)
{
    html_raw(page, "<form method=\"post\" action=\"/models/promote\">");
    page_form_token(self, page);
    HTML(page,
         "<input type=\"hidden\" name=\"model\" value=\"{}\"><button "
         "aria-label=\"{} {}\">{}</button></form>",
         V(model), W("Mettre en service", "Promote"), V(model),
         W("Mettre en service", "Promote"));
}

static void put_rollback(struct exchange *self, struct html *page)
{
    html_raw(page, "<form method=\"post\" action=\"/models/rollback\" "
                   "class=\"row\">");
    page_form_token(self, page);
    HTML(page,
         "<label>{}<input name=\"note\" maxlength=\"300\"></label><button>{}"
         "</button></form>",
         W("Pourquoi", "Why"),
         W("Revenir au modèle précédent", "Back to the model before"));
}

static void put_models(struct exchange *self, struct html *page,
                       const struct listing_of *models)
{
    HTML(page,
         "<section class=\"panel wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\"><h2>{}</h2><table class=\"stacked\"><thead><tr>"
         "<th>{}</th><th "
         "class=\"number\">{}</th><th>{}</th></tr></thead><tbody>",
         W("Modèles", "Models"), W("Modèles connus", "Models known here"),
         W("Modèle", "Model"), W("Précision moyenne", "Mean average precision"),
         W("État", "State"));
    for (size_t i = models->count; i-- > 0;) {
        const struct listed *m = &models->item[i];
        HTML(page,
             "<tr><th scope=\"row\" class=\"whole\">{}</th><td "
             "class=\"number\" data-label=\"{}\">",
             V(m->id), W("précision moyenne", "mean average precision"));
        if (m->precision >= 0)
            HTML(page, "{}", F(m->precision));
        else
            html_raw(page, "–");
        html_raw(page, "</td><td>");
        if (m->key == models->active)
            HTML(page, "<span class=\"badge\">{}</span>", W("actif", "active"));
        else
            put_promote(self, page, m->id);
        html_raw(page, "</td></tr>");
    }
    html_raw(page, "</tbody></table>");
    if (models->count > 1)
        put_rollback(self, page);
    html_raw(page, "</section>");
}

static bool is_trained(const struct job *job)
{
    return view_is(job->kind, "train") && job->ended != TIME_NONE &&
           job->exit_status == 0;
}

static void put_choice(struct html *page, const struct listing_of *models,
                       const char *name, bool active)
{
    HTML(page, "<select name=\"{}\">", S(name));
    for (size_t i = 0; i < models->jobs->count; i++) {
        const struct job *job = &models->jobs->item[i];
        if (is_trained(job))
            HTML(page, "<option value=\"job:{}\">{} {}</option>", D(job->key),
                 W("entraîné ici, n°", "trained here, no."), D(job->key));
    }
    for (size_t i = models->count; i-- > 0;) {
        const struct listed *m = &models->item[i];
        HTML(page, "<option value=\"{}\"{}>{}</option>", V(m->id),
             S(active && m->key == models->active ? " selected" : ""),
             V(m->id));
    }
    html_raw(page, "</select>");
}

static void put_comparison(struct exchange *self, struct html *page,
                           const struct listing_of *models)
{
    size_t choices = models->count;

    for (size_t i = 0; i < models->jobs->count; i++)
        choices += is_trained(&models->jobs->item[i]);
    HTML(page, "<section class=\"panel\"><h2>{}</h2>",
         W("Comparer deux modèles", "Compare two models"));
    if (choices < 2) {
        HTML(page, "<p class=\"hint\">{}</p></section>",
             W("Il n'y en a qu'un : entraînez-en un autre d'abord.",
               "There is only one: train another one first."));
        return;
    }
    html_raw(page, "<form class=\"stack\" method=\"post\" "
                   "action=\"/models/diff\">");
    page_form_token(self, page);
    HTML(page, "<label>{}", W("Modèle de référence", "From"));
    put_choice(page, models, "a", true);
    HTML(page, "</label><label>{}", W("Modèle comparé", "To"));
    put_choice(page, models, "b", false);
    HTML(page, "</label><button>{}</button></form></section>",
         W("Voir ce qui change", "See what changes"));
}

static void put_forms(struct exchange *self, struct html *page,
                      const struct listing_of *models)
{
    HTML(page,
         "<div class=\"panels\"><section class=\"panel\"><h2>{}</h2><form "
         "class=\"stack\" method=\"post\" action=\"/models/train\">",
         W("Entraîner un modèle", "Train a model"));
    page_form_token(self, page);
    HTML(
        page,
        "<p class=\"hint\">{}</p><label class=\"tickbox\"><input "
        "type=\"checkbox\" name=\"labelled\" value=\"1\" checked> {}</label>",
        W("Avec ce que vos modérateurs ont étiqueté. Rien ne change tant que "
          "le modèle n'est pas mis en service.",
          "With what your moderators labelled. Nothing changes until the model "
          "is promoted."),
        W("et les commentaires livrés avec vigie",
          "and the comments shipped with vigie"));
    HTML(page,
         "<label class=\"tickbox\"><input type=\"checkbox\" name=\"search\" "
         "value=\"1\"> {}</label><button class=\"primary\">{}</button></form>"
         "</section>",
         W("chercher les meilleurs réglages (plus long)",
           "search for the best parameters (longer)"),
         W("Entraîner", "Train"));
    put_comparison(self, page, models);
    html_raw(page, "</div>");
}

/* ---- jobs --------------------------------------------------------------- */

static void put_jobs(struct exchange *self, struct html *page,
                     const struct job_list *jobs)
{
    HTML(page,
         "<section class=\"panel wide\" tabindex=\"0\" role=\"region\" "
         "aria-label=\"{}\"><h2>{}</h2><table><tbody>",
         W("Travaux", "Jobs"), W("Travaux", "Jobs"));
    for (size_t i = 0; i < jobs->count; i++) {
        const struct job *job = &jobs->item[i];
        char word[32];
        snprintf(word, sizeof(word), "job:%lld", (long long)job->key);
        HTML(page,
             "<tr><th scope=\"row\"><a href=\"/job/{}\">{} n° {}</a></th><td>"
             "<bdi>{}</bdi></td><td>",
             D(job->key), job_kind(job->kind), D(job->key), V(job->moderator));
        page_time(page, job->started);
        HTML(page, "</td><td><span class=\"badge\">{}</span></td><td>",
             job_state(job));
        if (is_trained(job))
            put_promote(self, page, view_of(word));
        html_raw(page, "</td></tr>");
    }
    html_raw(page, "</tbody></table></section>");
}

void models_show(struct exchange *self)
{
    struct worker *worker = self->worker;
    struct listing_of *models = arena_alloc(&worker->arena, 1, sizeof(*models));
    struct error err = {.status = STATUS_OK};
    struct job_list jobs = {.count = 0};
    int status = models ? job_list(worker->store, JOBS_SHOWN, &worker->arena,
                                   &jobs, &err)
                        : STATUS_TOO_BIG;

    for (size_t i = 0; i < jobs.count && status == STATUS_OK; i++)
        status = job_look(self, &jobs.item[i], &err);
    if (status == STATUS_OK) {
        models->jobs = &jobs;
        status = read_models(self, models, &err);
    }
    if (status < 0) {
        page_failure(self, &err);
        return;
    }
    struct html page =
        page_begin(self, 200, SECTION_MODELS, "Modèles", "Models");
    HTML(&page, "<div class=\"bar\"><h1>{}</h1></div>", W("Modèles", "Models"));
    put_models(self, &page, models);
    put_forms(self, &page, models);
    if (jobs.count)
        put_jobs(self, &page, &jobs);
    page_end(self, &page);
}
