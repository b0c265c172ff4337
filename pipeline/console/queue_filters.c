/* What waits in the queue, counted, and which of it a moderator wants. */
#include "clock.h"
#include "desk_page.h"
#include "palette.h"
#include "review.h"

int part_counts(struct exchange *self, struct html *page, struct error *err)
{
    struct counts counts;
    int64_t oldest;
    int status;

    if ((status = store_counts(self->worker->store, &counts, err)) < 0 ||
        (status = review_oldest(self->worker->store, &oldest, err)) < 0)
        return status;
    const uint64_t unscored = counts.state[COMMENT_WAITING],
                   ranked = counts.lane[LANE_RANKED],
                   first = counts.lane[LANE_FIRST],
                   gathered = counts.lane[LANE_GATHERED];
    HTML(page, "<p class=\"counts\"><b id=\"count\">{}</b> {}",
         N(ranked + first + unscored), W("à lire", "to read"));
    if (first)
        HTML(page, " · <b>{}</b> {}", N(first), W("d'abord", "first"));
    if (unscored)
        HTML(page, " · <b>{}</b> {}", N(unscored), W("sans note", "unscored"));
    if (gathered)
        HTML(page, " · <a href=\"/queue?tone=spam\"><b>{}</b> {}</a>",
             N(gathered), W("regroupés", "gathered"));
    if (oldest != TIME_NONE) {
        HTML(page, " · {} ", W("le plus ancien :", "oldest:"));
        page_age(page, self->now - oldest);
    }
    html_raw(page, "</p>");
    return STATUS_OK;
}

static uint64_t count_tone(const struct place_count_list *places, int64_t model,
                           size_t tone)
{
    uint64_t count = 0;

    for (size_t i = 0; i < places->count; i++)
        if (places->item[i].model == model && places->item[i].tones >> tone & 1)
            count += places->item[i].count;
    return count;
}

static int put_tone_choice(struct exchange *self, struct html *page,
                           const struct wish *wish, struct error *err)
{
    struct worker *worker = self->worker;
    struct place_count_list places;
    struct model_record model;
    int64_t active;
    int status;

    if ((status = overview_places(worker->store, &worker->arena, &places,
                                  err)) < 0 ||
        (status = store_active_model(worker->store, &active, err)) < 0 ||
        (status = store_model(worker->store, active, &worker->arena, &model,
                              err)) < 0)
        return status;
    HTML(page, "<label>{}<select name=\"tone\"><option value=\"\">{}</option>",
         W("Ton", "Tone"), W("tous", "all"));
    for (size_t t = 0; status == 1 && t < model.tone_count; t++) {
        const struct view tone = model.tone[t].name;
        const uint64_t count = count_tone(&places, active, t);
        if (!count && !places.partly && !view_equal(tone, wish->tone))
            continue;
        HTML(page, "<option value=\"{}\"{}>{} ({}{})</option>", V(tone),
             S(view_equal(tone, wish->tone) ? " selected" : ""),
             palette_name(tone), N(count), S(places.partly ? "+" : ""));
    }
    html_raw(page, "</select></label>");
    return STATUS_OK;
}

static int put_section_choice(struct exchange *self, struct html *page,
                              const struct wish *wish, struct error *err)
{
    struct name_count_list sections;
    const int status = overview_sections(self->worker->store,
                                         &self->worker->arena, &sections, err);

    if (status < 0)
        return status;
    HTML(page,
         "<label>{}<select name=\"section\"><option value=\"\">{}</option>",
         W("Rubrique", "Section"), W("toutes", "all"));
    for (size_t i = 0; i < sections.count; i++) {
        const struct name_count *s = &sections.item[i];
        HTML(page, "<option value=\"{}\"{}>{} ({}{})</option>", V(s->name),
             S(view_equal(s->name, wish->section) ? " selected" : ""),
             V(s->name), N(s->count), S(sections.partly ? "+" : ""));
    }
    html_raw(page, "</select></label>");
    return STATUS_OK;
}

static void put_age_choice(struct html *page, const struct wish *wish)
{
    static const struct {
        int64_t hours;
        const char *french, *english;
    } ages[] = {
        {0,   "n'importe lequel",   "any"         },
        {1,   "plus d'une heure",   "over an hour"},
        {4,   "plus de 4 h",        "over 4 h"    },
        {24,  "plus d'un jour",     "over a day"  },
        {168, "plus d'une semaine", "over a week" }
    };

    HTML(page, "<label>{}<select name=\"hours\">", W("Âge", "Age"));
    for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++)
        HTML(page, "<option value=\"{}\"{}>{}</option>", D(ages[i].hours),
             S(ages[i].hours == wish->hours ? " selected" : ""),
             W(ages[i].french, ages[i].english));
    html_raw(page, "</select></label>");
}

int part_filters(struct exchange *self, struct html *page,
                 const struct wish *wish, struct error *err)
{
    const bool any = wish->tone.len || wish->section.len ||
                     wish->discussion.len || wish->hours;
    int status;

    HTML(page,
         "<details class=\"filters\"{}><summary>{}</summary><form "
         "action=\"/queue\" method=\"get\">",
         S(any ? " open" : ""), W("Filtrer", "Filter"));
    if ((status = put_tone_choice(self, page, wish, err)) < 0 ||
        (status = put_section_choice(self, page, wish, err)) < 0)
        return status;
    put_age_choice(page, wish);
    HTML(page,
         "<label>{}<input name=\"discussion\" value=\"{}\" "
         "autocomplete=\"off\"></label>",
         W("Discussion", "Discussion"), V(wish->discussion));
    HTML(page, "<button>{}</button>", W("Appliquer", "Apply"));
    if (any)
        HTML(page, "<a href=\"/queue\">{}</a>", W("Tout revoir", "Show all"));
    html_raw(page, "</form></details>");
    return STATUS_OK;
}
