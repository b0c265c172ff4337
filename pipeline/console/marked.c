#include "marked.h"

#include "palette.h"
#include "utf8.h"

#include <stdint.h>

/* What speaks at one code point. */
struct ink {
    float weight;   /* of the heaviest reason here; 0 = none */
    uint16_t tone;  /* its tone  */
    uint16_t tones; /* bit mask of all tones here */
};

static bool counts(const struct reason *reason, const struct verdict *verdict,
                   const struct model_record *model, size_t letters)
{
    return reason->tone < verdict->tone_count && reason->weight > 0 &&
           reason->begin < reason->end && reason->end <= letters &&
           verdict->tone[reason->tone].flagged &&
           !palette_sentiment(model->tone[reason->tone].name);
}

static void spread(const struct reason *reason, struct ink *ink)
{
    for (size_t i = reason->begin; i < reason->end; i++) {
        ink[i].tones = (uint16_t)(ink[i].tones | 1U << reason->tone);
        if ((float)reason->weight <= ink[i].weight)
            continue;
        ink[i].weight = (float)reason->weight;
        ink[i].tone = (uint16_t)reason->tone;
    }
}

static void open_mark(struct html *page, const struct ink *ink,
                      const struct model_record *model)
{
    const char *gap = "";
    bool harsh = false;

    for (size_t t = 0; t < model->tone_count; t++)
        harsh |= (ink->tones & 1U << t) && palette_harsh(model->tone[t].name);
    HTML(page, "<mark class=\"{}{}\" title=\"",
         S(palette_class(model->tone[ink->tone].name)),
         S(harsh ? " harsh" : ""));
    for (size_t t = 0; t < model->tone_count; t++)
        if (ink->tones & 1U << t) {
            HTML(page, "{}{}", S(gap), palette_name(model->tone[t].name));
            gap = ", ";
        }
    html_raw(page, "\">");
}

static bool is_gap(uint32_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == 0xA0 || c == 0x202F;
}

/* White space is marked only between two words of one tone: marks begin and
 * end with what can be read. */
static void mind_gaps(struct view text, struct ink *ink)
{
    size_t at = 0, letter = 0, next;

    while (at < text.len) {
        if (!is_gap(utf8_decode(text.ptr, at, &next))) {
            at = next;
            letter++;
            continue;
        }
        const size_t begin = letter;
        while (at < text.len && is_gap(utf8_decode(text.ptr, at, &next))) {
            at = next;
            letter++;
        }
        const bool inside = begin && at < text.len && ink[begin - 1].tones &&
                            ink[letter].tones &&
                            ink[begin - 1].tone == ink[letter].tone;
        for (size_t i = begin; i < letter; i++)
            ink[i] = inside ? ink[begin - 1] : (struct ink){.weight = 0};
    }
}

static bool same_mark(const struct ink *a, const struct ink *b)
{
    return !a->tones == !b->tones && (!a->tones || a->tone == b->tone);
}

static void write_runs(struct html *page, struct view text,
                       const struct ink *ink, const struct model_record *model)
{
    size_t at = 0, letter = 0;

    while (at < text.len) {
        struct ink here = ink[letter];
        const size_t begin = at;
        while (at < text.len && same_mark(&ink[letter], &here)) {
            here.tones |= ink[letter].tones;
            utf8_decode(text.ptr, at, &at);
            letter++;
        }
        if (here.tones)
            open_mark(page, &here, model);
        html_text(page, (struct view){text.ptr + begin, at - begin});
        if (here.tones)
            html_raw(page, "</mark>");
    }
}

void marked_text(struct html *page, struct view text,
                 const struct reason *reason, size_t count,
                 const struct verdict *verdict,
                 const struct model_record *model, struct arena *arena)
{
    const size_t letters = utf8_count(text);
    struct ink *ink = arena_alloc(arena, letters + 1, sizeof(*ink));

    if (!ink || !count) {
        html_text(page, text);
        return;
    }
    for (size_t i = 0; i <= letters; i++)
        ink[i] = (struct ink){.weight = 0};
    for (size_t i = 0; i < count; i++)
        if (counts(&reason[i], verdict, model, letters))
            spread(&reason[i], ink);
    mind_gaps(text, ink);
    write_runs(page, text, ink, model);
}

void marked_excerpt(struct html *page, struct view text, size_t most)
{
    size_t at = 0;

    text = view_trim(text);
    for (size_t i = 0; i < most && at < text.len; i++)
        utf8_decode(text.ptr, at, &at);
    html_text(page, view_first(text, at));
    if (at < text.len)
        html_raw(page, "…");
}
