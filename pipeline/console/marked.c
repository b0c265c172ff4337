#include "marked.h"

#include "palette.h"
#include "utf8.h"

#include <stdint.h>

/* What speaks at one code point. */
struct ink {
    float weight;   /* of the heaviest reason here; 0 = none */
    uint16_t tone;  /* its tone  */
    uint16_t tones; /* bit mask of all tones here */
    bool quoted;    /* from an earlier comment */
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
    return a->quoted == b->quoted && !a->tones == !b->tones &&
           (!a->tones || a->tone == b->tone);
}

static void open_quoted(struct html *page)
{
    HTML(page, "<span class=\"quoted\" title=\"{}\">",
         W("repris d'un autre commentaire", "taken from another comment"));
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
        if (here.quoted)
            open_quoted(page);
        if (here.tones)
            open_mark(page, &here, model);
        html_text(page, (struct view){text.ptr + begin, at - begin});
        if (here.tones)
            html_raw(page, "</mark>");
        if (here.quoted)
            html_raw(page, "</span>");
    }
}

void marked_text(struct html *page, struct view text, struct passage quoted,
                 const struct reason *reason, size_t count,
                 const struct verdict *verdict,
                 const struct model_record *model, struct arena *arena)
{
    const size_t letters = utf8_count(text);
    struct ink *ink = arena_alloc(arena, letters + 1, sizeof(*ink));

    if (!ink) {
        html_text(page, text);
        return;
    }
    for (size_t i = 0; i <= letters; i++)
        ink[i] = (struct ink){.weight = 0};
    for (size_t i = 0; i < count; i++)
        if (counts(&reason[i], verdict, model, letters))
            spread(&reason[i], ink);
    mind_gaps(text, ink);
    for (size_t i = quoted.begin; i < quoted.end && i < letters; i++)
        ink[i].quoted = true;
    write_runs(page, text, ink, model);
}

/* The next code points of the text, up to number `end`. */
static struct view cut(struct view text, size_t *at, size_t *letter, size_t end)
{
    const size_t begin = *at;

    for (; *letter < end && *at < text.len; (*letter)++)
        utf8_decode(text.ptr, *at, at);
    return (struct view){text.ptr + begin, *at - begin};
}

void marked_quoting(struct html *page, struct view text, size_t most,
                    struct passage quoted)
{
    size_t at = 0, letter = 0, next;

    while (at < text.len && is_gap(utf8_decode(text.ptr, at, &next))) {
        at = next;
        letter++;
    }
    text = view_first(text, at + view_trim(view_from(text, at)).len);
    const size_t end = letter + most;
    html_text(page,
              cut(text, &at, &letter, quoted.begin < end ? quoted.begin : end));
    if (letter < end && letter < quoted.end && at < text.len) {
        const size_t stop = quoted.end < end ? quoted.end : end;
        open_quoted(page);
        html_text(page, cut(text, &at, &letter, stop));
        html_raw(page, "</span>");
    }
    html_text(page, cut(text, &at, &letter, end));
    if (at < text.len)
        html_raw(page, "…");
}

void marked_excerpt(struct html *page, struct view text, size_t most)
{
    marked_quoting(page, text, most, (struct passage){0, 0});
}
