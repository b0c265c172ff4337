#include "page_scan.h"

#include "clock.h"
#include "comment.h"
#include "format.h"
#include "plain.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

#define MARK_SIZE 64 /* longest « Les commentaires (1 024) » line, folded */
#define GLUED_SIZE ((size_t)48) /* « Le 04/08/2020 à 08h26 », NBSP and all */

struct scan {
    struct page_outline *out;
    size_t room; /* comments allocated */
    int64_t now;
    struct view day;   /* first line that is a date without time        */
    bool has_mark;     /* « Commentaires (57) » was seen ...            */
    size_t mark_index; /* ... when so many heads had been found         */
};

/* « Commentaires (57) »: does this line say how many there are? */
static bool take_mark(struct view line, size_t *count)
{
    char folded[MARK_SIZE];
    const char *p = folded;
    size_t value = 0, digits = 0;

    if (line.len >= MARK_SIZE || !plain_fold(line, folded, sizeof(folded)))
        return false;
    if (strncmp(p, "les ", 4) == 0)
        p += 4;
    if (strncmp(p, "commentaire", 11) != 0)
        return false;
    p += 11;
    p += *p == 's';
    p += *p == ' ';
    if (*p++ != '(')
        return false;
    for (; (*p >= '0' && *p <= '9') || (*p == ' ' && digits); p++)
        if (*p != ' ' && digits++ < 9)
            value = value * 10 + (size_t)(*p - '0');
    *count = value;
    return digits && strcmp(p, ")") == 0;
}

/* The head of the first comment may be glued to what the site printed before
 * it, « Abonnez-vousLe 04/08/2020 à 08h26 »: the end of the line that is a
 * date, absent when there is none. */
static struct view glued_date(struct view line, bool behind_mark)
{
    const size_t from = line.len > GLUED_SIZE ? line.len - GLUED_SIZE : 1;

    for (size_t at = line.len; at-- > from;) {
        const struct view end = view_from(line, at);
        /* a sentence of the article may end in a date behind a space */
        if (!view_starts(end, "Le ") && !view_starts(end, "Le\xC2\xA0"))
            continue;
        if (!behind_mark && is_ascii_space(line.ptr[at - 1]))
            continue;
        if (date_form(end) == DATE_NUMERIC || date_form(end) == DATE_NAMED)
            return end;
    }
    return (struct view){NULL, 0};
}

static int add_head(struct scan *self, size_t start, size_t line,
                    struct view date, struct error *err)
{
    struct page_outline *const out = self->out;
    struct error ignored = {.status = STATUS_OK};

    if (out->count == PAGE_COMMENTS_CEILING)
        return error_set(err, STATUS_TOO_BIG, "page has more than %zu comments",
                         PAGE_COMMENTS_CEILING);
    if (out->count == self->room) {
        const size_t room = self->room ? self->room * 2 : 64;
        struct page_comment *const grown =
            realloc(out->comment, room * sizeof(*grown));
        if (!grown)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        out->comment = grown;
        self->room = room;
    }
    struct page_comment *const head = &out->comment[out->count++];
    *head = (struct page_comment){.start = start,
                                  .time = TIME_NONE,
                                  .line = line,
                                  .form = date_form(date)};
    date_parse(date, self->now, &head->time, &ignored);
    return STATUS_OK;
}

/* Is this line as a whole the head of a comment?  A relative date alone on a
 * line is often a reader's answer (« il y a 3 ans »), so it must be how the
 * site writes: then its first head is one, or the caller knew `now`. */
static bool is_head(const struct scan *self, struct view line)
{
    const struct page_outline *const out = self->out;
    const enum date_form form = date_form(line);
    const size_t first = self->has_mark
                             ? self->mark_index
                             : out->count && out->comment[0].form == DATE_NAMED;

    if (form == DATE_NUMERIC || form == DATE_NAMED)
        return true;
    return form == DATE_RELATIVE &&
           (self->now != TIME_NONE || out->count == first ||
            out->comment[first].form == DATE_RELATIVE);
}

/* May this line hold a glued head?  Only the first comment's can be. */
static bool may_be_glued(const struct scan *self)
{
    const struct page_outline *const out = self->out;

    if (self->has_mark)
        return out->count == self->mark_index;
    return !out->count ||
           (out->count == 1 && out->comment[0].form == DATE_NAMED);
}

static int scan_line(struct scan *self, struct view line, size_t start,
                     size_t number, struct error *err)
{
    size_t site_count;

    if (!view_trim(line).len)
        return STATUS_OK;
    if (!self->has_mark && take_mark(line, &site_count)) {
        self->has_mark = true;
        self->mark_index = self->out->count;
        self->out->site_count = site_count;
        return STATUS_OK;
    }
    if (is_head(self, line))
        return add_head(self, start, number, line, err);
    if (may_be_glued(self)) {
        const struct view date = glued_date(line, self->has_mark);
        if (date.ptr)
            return add_head(self, start, number, date, err);
    }
    if (!self->out->count && !self->has_mark && !self->out->title.ptr)
        self->out->title = utf8_first(view_trim(line), NAME_CEILING);
    if (!self->day.ptr && !self->out->count && date_form(line) == DATE_DAY)
        self->day = line;
    return STATUS_OK;
}

#define PUBLISHED_LINE 6 /* a publication time stands at the latest there */

/* How many of the heads found are dates of the article.  A comment may
 * contain « Commentaires (3) »; so the count closes the article only where at
 * most its publication stands before it, or dates written otherwise than
 * those behind it. */
static size_t article_heads(struct scan *self)
{
    const struct page_outline *const out = self->out;
    const struct page_comment *const head = out->comment;
    bool is_mark = self->has_mark;

    for (size_t i = 0; is_mark && i < self->mark_index && self->mark_index > 1;
         i++)
        is_mark = self->mark_index < out->count &&
                  head[i].form != head[self->mark_index].form;
    self->has_mark = is_mark;
    if (is_mark)
        return self->mark_index;
    if (out->count == 1) /* under the headline: an article nobody commented */
        return head[0].form == DATE_NAMED && head[0].line > 1 &&
               head[0].line <= PUBLISHED_LINE;
    return out->count > 1 && head[0].form == DATE_NAMED &&
           head[1].form != DATE_NAMED;
}

/* Lines of `text` without blank ones at its ends. */
static struct view trim_lines(struct view text)
{
    size_t start = 0;

    for (size_t at = 0; at < text.len && is_ascii_space(text.ptr[at]); at++)
        if (text.ptr[at] == '\n')
            start = at + 1;
    text = view_from(text, start);
    for (size_t at = text.len; at && is_ascii_space(text.ptr[at - 1]); at--)
        if (text.ptr[at - 1] == '\n')
            text.len = at - 1;
    return view_trim(text).len ? text : view_first(text, 0);
}

static void settle(struct scan *self, struct view page)
{
    struct page_outline *const out = self->out;
    struct error ignored = {.status = STATUS_OK};
    const size_t skipped = article_heads(self);

    out->is_counted = self->has_mark;
    if (skipped)
        out->published = out->comment[0].time;
    else if (self->day.ptr)
        date_parse(self->day, self->now, &out->published, &ignored);
    if (!out->count)
        return;
    out->count -= skipped;
    memmove(out->comment, out->comment + skipped,
            out->count * sizeof(*out->comment));
    for (size_t i = 0; i < out->count; i++) {
        struct page_comment *const head = &out->comment[i];
        const size_t end =
            i + 1 < out->count ? out->comment[i + 1].start : page.len;
        const char *const from = page.ptr + head->start;
        const char *const newline = memchr(from, '\n', end - head->start);
        const size_t body = newline ? (size_t)(newline - page.ptr) + 1 : end;
        head->text = trim_lines((struct view){page.ptr + body, end - body});
        head->position = i + 1;
    }
}

int page_scan(struct view page, int64_t now, struct page_outline *out,
              struct error *err)
{
    struct scan self = {.out = out, .now = now};
    int status = STATUS_OK;
    size_t number = 0;

    *out = (struct page_outline){.published = TIME_NONE};
    for (size_t at = 0; at < page.len && status == STATUS_OK;) {
        const struct view rest = view_from(page, at);
        const char *const newline = memchr(rest.ptr, '\n', rest.len);
        const size_t len = newline ? (size_t)(newline - rest.ptr) : rest.len;
        status = scan_line(&self, view_first(rest, len), at, ++number, err);
        at += len + 1;
    }
    if (status == STATUS_OK)
        settle(&self, page);
    return status;
}

void page_outline_free(struct page_outline *outline)
{
    free(outline->comment);
    *outline = (struct page_outline){.published = TIME_NONE};
}

bool page_suits(struct view start)
{
    struct error ignored = {.status = STATUS_OK};
    struct page_outline outline;

    const int status = page_scan(start, TIME_NONE, &outline, &ignored);
    const bool suits = status < 0 || outline.count || outline.is_counted;
    page_outline_free(&outline);
    return suits;
}
