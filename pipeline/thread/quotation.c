#include "quotation.h"

#include <string.h>

/* What opens and what closes; `line`: not across a line end.  An export
 * leaves '" />' of a smiley image: that mark is none (see `residue`). */
static const struct {
    const char *open, *close;
    bool line;
} marks[] = {
    {"\xC2\xAB",       "\xC2\xBB",       false}, /* «» */
    {"\xE2\x80\x9C",   "\xE2\x80\x9D",   false}, /* “” */
    {"(\xE2\x80\xA6)", "(\xE2\x80\xA6)", false}, /* (…) */
    {"(...)",          "(...)",          false},
    {"\"",             "\"",             true },
};

#define MARKS (sizeof(marks) / sizeof(marks[0]))

void quotation_begin(struct quotation_scan *self, struct view text)
{
    *self = (struct quotation_scan){.text = text};
}

static bool stands_at(struct view text, size_t at, const char *what)
{
    return at < text.len && view_starts(view_from(text, at), what);
}

static bool residue(struct view text, size_t at)
{
    return stands_at(text, at, "\" />") || stands_at(text, at, "\"/>");
}

/* Byte of the closing mark behind `from`, or text.len for none. */
static size_t find_close(struct view text, size_t from, size_t mark)
{
    for (size_t at = from; at < text.len; at++) {
        if (marks[mark].line && text.ptr[at] == '\n')
            break;
        if (text.ptr[at] == marks[mark].close[0] &&
            stands_at(text, at, marks[mark].close) && !residue(text, at))
            return at;
    }
    return text.len;
}

static bool begins_line(struct view text, size_t at)
{
    while (at && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\t'))
        at--;
    return at == 0 || text.ptr[at - 1] == '\n';
}

static size_t line_end(struct view text, size_t at)
{
    const char *end = memchr(text.ptr + at, '\n', text.len - at);

    return end ? (size_t)(end - text.ptr) : text.len;
}

/* The mark that opens at byte `at` and is closed, or MARKS. */
static size_t open_at(struct quotation_scan *self, size_t at,
                      struct quotation *out)
{
    const struct view text = self->text;

    for (size_t k = 0; k < MARKS; k++) {
        if (self->unclosed >> k & 1 || !stands_at(text, at, marks[k].open) ||
            residue(text, at))
            continue;
        out->begin = at + strlen(marks[k].open);
        out->end = find_close(text, out->begin, k);
        if (out->end < text.len)
            return k;
        if (!marks[k].line)
            self->unclosed |= 1U << k;
    }
    return MARKS;
}

/* Spares nearly all bytes a comparison with every mark: that took a tenth of
 * the time of scoring into a store. */
static bool may_begin(char c)
{
    return c == '>' || c == '"' || c == '(' || c == '\xC2' || c == '\xE2';
}

/* Linear: of straight marks a line has one at most that nothing closes, and
 * for the others `unclosed` remembers it. */
bool quotation_next(struct quotation_scan *self, struct quotation *out)
{
    const struct view text = self->text;

    for (size_t at = self->at; at < text.len; at++) {
        if (!may_begin(text.ptr[at]))
            continue;
        if (text.ptr[at] == '>' && begins_line(text, at)) {
            *out = (struct quotation){at + 1, line_end(text, at)};
            self->at = out->end;
            return true;
        }
        const size_t mark = open_at(self, at, out);
        if (mark < MARKS) {
            self->at = out->end + strlen(marks[mark].close);
            return true;
        }
    }
    self->at = text.len;
    return false;
}
