#include "render.h"

#include "clock.h"
#include "json_build.h"
#include "utf8.h"

#include <csv.h>
#include <math.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD
#define WORD_SIZE                                                              \
    512 /* bytes of a word with its marks; longer ones are cut                 \
         */

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

bool render_is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E ||
           c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static uint32_t safe(uint32_t c)
{
    return render_is_unsafe(c) ? REPLACEMENT : c;
}

static size_t columns(uint32_t c)
{
    const int width = utf8proc_charwidth((utf8proc_int32_t)c);

    return width < 0 ? 0 : (size_t)width;
}

/* A line that fills up word by word. */
struct line {
    FILE *to;
    size_t indent;
    size_t column; /* of the line, indent included; 0 = nothing yet */
    char word[WORD_SIZE];
    size_t len;   /* bytes of the word   */
    size_t width; /* columns of the word */
};

static void end_word(struct line *self)
{
    if (!self->len)
        return;
    if (self->column && self->column + 1 + self->width > RENDER_WIDTH) {
        fputc('\n', self->to);
        self->column = 0;
    }
    if (self->column)
        fputc(' ', self->to);
    else
        fprintf(self->to, "%*s", (int)self->indent, "");
    self->column += self->column ? 1 : self->indent;
    fwrite(self->word, 1, self->len, self->to);
    self->column += self->width;
    self->len = 0;
    self->width = 0;
}

static void add(struct line *self, uint32_t c)
{
    const size_t width = columns(c);

    if (self->len + 4 > WORD_SIZE ||
        self->indent + self->width + width > RENDER_WIDTH)
        end_word(self); /* no blank for a line's length: broken anywhere */
    self->len += utf8_encode(c, self->word + self->len);
    self->width += width;
}

static bool is_marked(const struct render_reasons *marks, size_t at)
{
    for (size_t i = 0; marks && i < marks->count; i++)
        if (marks->item[i].weight > 0 && at >= marks->item[i].begin &&
            at < marks->item[i].end)
            return true;
    return false;
}

void render_text(FILE *to, struct view text, const struct render_reasons *marks,
                 size_t indent, size_t most)
{
    struct line line = {.to = to, .indent = indent};
    bool inside = false;
    size_t at = 0, place = 0;

    for (; at < text.len && place < most; place++) {
        const uint32_t c = utf8_decode(text.ptr, at, &at);
        const bool marked = /* a blank begins none: it would show nothing */
            is_marked(marks, place) && (inside || !is_blank(c));
        if (inside && !marked)
            add(&line, 0x27E7); /* ⟧ */
        if (is_blank(c))
            end_word(&line);
        if (marked && !inside)
            add(&line, 0x27E6); /* ⟦ */
        if (!is_blank(c))
            add(&line, safe(c));
        inside = marked;
    }
    if (inside)
        add(&line, 0x27E7);
    if (at < text.len)
        add(&line, 0x2026); /* … */
    end_word(&line);
    fputc('\n', to);
}

void render_name(FILE *to, struct view name, size_t most)
{
    char bytes[4];
    size_t at = 0;

    for (size_t place = 0; at < name.len && place < most; place++) {
        const uint32_t c = utf8_decode(name.ptr, at, &at);
        fwrite(bytes, 1, utf8_encode(is_blank(c) ? ' ' : safe(c), bytes), to);
    }
    if (at < name.len)
        fputs("…", to);
}

void render_byline(FILE *to, const struct comment *comment)
{
    char when[CLOCK_ISO_SIZE];

    clock_format_paris(comment->time, when);
    render_name(to, comment->author.len ? comment->author : view_of("?"), 40);
    if (when[0])
        fprintf(to, ", %s", when);
}

void render_pick(const struct stored_score *score, size_t tone,
                 struct render_reasons *out)
{
    out->count = 0;
    for (size_t i = 0; i < score->reason_count; i++) {
        const struct reason *reason = &score->reason[i];
        size_t at = out->count;
        if (reason->tone != tone)
            continue;
        while (at > 0 && fabs(out->item[at - 1].weight) < fabs(reason->weight))
            at--;
        if (at == RENDER_REASONS)
            continue;
        if (out->count < RENDER_REASONS)
            out->count++;
        memmove(&out->item[at + 1], &out->item[at],
                (out->count - at - 1) * sizeof(out->item[0]));
        out->item[at] = *reason;
    }
}

void render_reasons(FILE *to, struct view text,
                    const struct render_reasons *reasons)
{
    for (size_t i = 0; i < reasons->count; i++) {
        const struct reason *reason = &reasons->item[i];
        if (i)
            fputs(", ", to);
        if (reason->begin < reason->end) {
            fputs("«", to);
            render_name(to, utf8_range(text, reason->begin, reason->end), 40);
            fputs("» ", to);
        }
        if (reason->cue)
            fprintf(to, "(%s) ", reason->cue);
        fprintf(to, "%+.2f", reason->weight);
    }
    fputc('\n', to);
}

const char *render_ground(const struct inferred_reply *inferred)
{
    switch (inferred->ground) {
    case LINK_QUOTE:
        return "quote";
    case LINK_NAME:
        return "name";
    case LINK_NONE:
        break;
    }
    return NULL;
}

void render_answers(FILE *to, const struct stored_comment *stored)
{
    const struct view given = stored->comment.reply_to;
    const struct inferred_reply *inferred = &stored->inferred;

    if (!given.len && !inferred->parent.len)
        return;
    fprintf(to, ", answers ");
    render_name(to, given.len ? given : inferred->parent, 60);
    if (!given.len)
        fprintf(to, " (inferred: %s)",
                inferred->ground == LINK_QUOTE ? "quotes it"
                                               : "calls its author");
}

json_t *render_json_text(struct view text)
{
    return text.ptr ? json_stringn(text.ptr, text.len) : json_null();
}

json_t *render_json_time(int64_t seconds)
{
    char when[CLOCK_ISO_SIZE];

    clock_format(seconds, when);
    return when[0] ? json_string(when) : json_null();
}

json_t *render_json_ratio(uint16_t ten_thousandths)
{
    return json_real(ten_thousandths / 10000.0);
}

json_t *render_json_reasons(const struct stored_score *score,
                            const struct model_record *model)
{
    json_t *list = json_array();

    for (size_t i = 0; i < score->reason_count; i++) {
        const struct reason *reason = &score->reason[i];
        if (reason->tone >= model->tone_count)
            continue;
        json_t *item =
            json_pack("{s:o, s:I, s:I, s:f}", "tone",
                      render_json_text(model->tone[reason->tone].name), "start",
                      (json_int_t)reason->begin, "end", (json_int_t)reason->end,
                      "weight", reason->weight);
        if (reason->cue)
            json_put(&item, "cue", json_string(reason->cue));
        json_add(&list, item);
    }
    return list;
}

int render_json_line(FILE *to, json_t *value, struct error *err)
{
    if (!value)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int failed =
        json_dumpf(value, to, JSON_COMPACT | JSON_REAL_PRECISION(10)) < 0 ||
        fputc('\n', to) == EOF;
    json_decref(value);
    return failed ? error_set(err, STATUS_IO, "cannot write standard output")
                  : STATUS_OK;
}

int render_format(const char *word, bool csv, enum render_format *out,
                  struct error *err)
{
    static const char *const words[] = {"text", "json", "csv"};

    for (size_t i = 0; i < (csv ? 3 : 2); i++)
        if (strcmp(word, words[i]) == 0) {
            *out = (enum render_format)i;
            return STATUS_OK;
        }
    return error_set(err, STATUS_USAGE, "unknown format '%s'", word);
}

void render_csv_field(FILE *to, struct view text, bool first)
{
    if (!first)
        fputc(',', to);
    csv_fwrite(to, text.ptr ? text.ptr : "", text.len);
}

void render_csv_end(FILE *to)
{
    fputs("\r\n", to);
}
