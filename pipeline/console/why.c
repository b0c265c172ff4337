#include "why.h"

#include "cue_words.h"
#include "palette.h"
#include "utf8.h"

#include <string.h>

#define WHY_SHOWN 4    /* places of a tone       */
#define WHY_CUES 2     /* names of cues at one   */
#define WHY_LETTERS 60 /* of the words of a place */

/* Reasons that have one place in the text; a cue without one is by itself. */
struct spot {
    uint32_t begin, end;
    const char *cue[WHY_CUES];
    size_t cues;
};

/* "insults/gross, said to someone" adds nothing to "insults/gross". */
static void add_cue(struct spot *spot, const char *cue)
{
    if (!cue || spot->cues == WHY_CUES)
        return;
    const size_t len = strcspn(cue, ",");
    for (size_t i = 0; i < spot->cues; i++)
        if (strcspn(spot->cue[i], ",") == len &&
            memcmp(spot->cue[i], cue, len) == 0)
            return;
    spot->cue[spot->cues++] = cue;
}

/* At most WHY_SHOWN, in order of their heaviest reason. */
static size_t gather(const struct reason *reason, size_t count, size_t tone,
                     struct spot *spot)
{
    size_t spots = 0, k;

    for (size_t i = 0; i < count; i++) {
        const struct reason *r = &reason[i];
        if (r->tone != tone || r->weight <= 0)
            continue;
        for (k = 0; k < spots; k++)
            if (r->begin < r->end && spot[k].begin == r->begin &&
                spot[k].end == r->end)
                break;
        if (k == spots) {
            if (spots == WHY_SHOWN)
                continue;
            spot[spots++] = (struct spot){.begin = r->begin, .end = r->end};
        }
        add_cue(&spot[k], r->cue);
    }
    return spots;
}

static void put_spot(struct html *page, struct view text, struct view tone,
                     const struct spot *spot)
{
    char words[CUE_WORDS_SIZE];

    html_raw(page, "<li>");
    if (spot->begin < spot->end) {
        const size_t end = spot->begin + WHY_LETTERS;
        HTML(
            page, "<mark class=\"{}{}\">{}{}</mark> ", S(palette_class(tone)),
            S(palette_harsh(tone) ? " harsh" : ""),
            V(utf8_range(text, spot->begin, spot->end < end ? spot->end : end)),
            S(spot->end > end ? "…" : ""));
    }
    for (size_t i = 0; i < spot->cues; i++) {
        cue_words(view_of(spot->cue[i]),
                  page->english ? CUE_ENGLISH : CUE_FRENCH, words);
        HTML(page, "{}{}", S(i ? " ; " : ""), S(words));
    }
    html_raw(page, "</li>");
}

static void put_tone(struct html *page, struct view text, struct view tone,
                     const struct spot *spot, size_t spots)
{
    HTML(page,
         "<div class=\"{}\"><h3><span class=\"swatch\"></span> {}</h3><ul>",
         S(palette_class(tone)), palette_name(tone));
    for (size_t i = 0; i < spots; i++)
        put_spot(page, text, tone, &spot[i]);
    html_raw(page, "</ul></div>");
}

void why_put(struct html *page, struct view text, const struct reason *reason,
             size_t count, const struct verdict *verdict,
             const struct model_record *model)
{
    bool any = false;

    for (size_t t = 0; t < verdict->tone_count && t < model->tone_count; t++) {
        struct spot spot[WHY_SHOWN];
        const size_t spots = gather(reason, count, t, spot);
        if (!verdict->tone[t].flagged || !spots ||
            palette_sentiment(model->tone[t].name))
            continue;
        if (!any)
            HTML(page, "<section class=\"side why\"><h2>{}</h2>",
                 W("Pourquoi", "Why"));
        any = true;
        put_tone(page, text, model->tone[t].name, spot, spots);
    }
    if (any)
        html_raw(page, "</section>");
}
