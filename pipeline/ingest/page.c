#include "page_scan.h"

#include "buffer.h"
#include "clock.h"
#include "digest.h"
#include "format.h"
#include "member.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_ID_DIGITS 12 /* 48 bits: enough within a site, and readable */

struct page_state {
    struct buffer bytes; /* the whole page, LF line ends */
    struct page_outline outline;
    char discussion[sizeof("page-") + PAGE_ID_DIGITS]; /* when derived */
    size_t next;
};

/* Lines end in LF from here on, so that a page saved on Windows gives the
 * same texts and ids. */
static void drop_carriage_returns(struct buffer *bytes)
{
    size_t kept = 0;

    if (!bytes->len || !memchr(bytes->ptr, '\r', bytes->len))
        return;
    for (size_t at = 0; at < bytes->len; at++)
        if (bytes->ptr[at] != '\r' || at + 1 == bytes->len ||
            bytes->ptr[at + 1] != '\n')
            bytes->ptr[kept++] = bytes->ptr[at];
    bytes->len = kept;
}

static int read_page(struct reader *self, struct error *err)
{
    struct page_state *const page = self->state;
    struct view chunk;
    int status;

    page->bytes.ceiling = PAGE_CEILING;
    while ((status = source_read(self->source, &chunk, err)) > 0) {
        if (chunk.len > PAGE_CEILING - page->bytes.len)
            return error_set(err, STATUS_TOO_BIG,
                             "page is longer than %zu bytes", PAGE_CEILING);
        if ((status = buffer_add_view(&page->bytes, chunk, err)) < 0)
            break;
    }
    drop_carriage_returns(&page->bytes);
    return status;
}

static int by_time(const struct page_comment *a, const struct page_comment *b)
{
    return (a->time > b->time) - (a->time < b->time);
}

static int by_position(const struct page_comment *a,
                       const struct page_comment *b)
{
    return (a->position > b->position) - (a->position < b->position);
}

static int compare_texts(struct view a, struct view b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    const int order = len ? memcmp(a.ptr, b.ptr, len) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Equal ones side by side, in page order. */
static int compare_contents(const void *left, const void *right)
{
    const struct page_comment *const a = left, *const b = right;
    int order = by_time(a, b);

    if (!order)
        order = compare_texts(a->text, b->text);
    return order ? order : by_position(a, b);
}

static int compare_times(const void *left, const void *right)
{
    const int order = by_time(left, right);

    return order ? order : by_position(left, right);
}

/* Sites print their pages of comments in any order. */
static void sort_comments(struct page_outline *outline)
{
    struct page_comment *const c = outline->comment;

    qsort(c, outline->count, sizeof(*c), compare_contents);
    for (size_t i = 1; i < outline->count; i++)
        if (!by_time(&c[i - 1], &c[i]) && view_equal(c[i - 1].text, c[i].text))
            c[i].ordinal = c[i - 1].ordinal + 1;
    qsort(c, outline->count, sizeof(*c), compare_times);
}

static void name_discussion(struct page_state *page)
{
    char published[CLOCK_ISO_SIZE], hex[DIGEST_HEX_SIZE];
    struct digest digest;

    clock_format(page->outline.published, published);
    digest_begin(&digest);
    digest_field(&digest, page->outline.title);
    digest_field(&digest, view_of(published));
    digest_end(&digest, hex);
    snprintf(page->discussion, sizeof(page->discussion), "page-%.*s",
             PAGE_ID_DIGITS, hex);
}

static int refuse_page(const struct page_state *page, struct error *err)
{
    const size_t broken = utf8_check(buffer_view(&page->bytes));

    if (broken != UTF8_VALID)
        return error_set(err, STATUS_BAD_INPUT,
                         "invalid UTF-8 at byte %zu of the page, and no "
                         "comment found: convert it to UTF-8 first (iconv -f "
                         "CP1252 -t UTF-8)",
                         broken);
    return error_set(err, STATUS_BAD_INPUT,
                     "no comment on the page: none begins with a line such "
                     "as 'Le 04/08/2020 à 08h26'");
}

static int check_title(struct view title, struct error *err)
{
    if (utf8_check(title) != UTF8_VALID)
        return error_set(err, STATUS_BAD_INPUT,
                         "invalid UTF-8 in the page's title: convert the page "
                         "to UTF-8 first");
    if (title.len && memchr(title.ptr, '\0', title.len))
        return error_set(err, STATUS_BAD_INPUT,
                         "NUL character in the page's title");
    return STATUS_OK;
}

int page_open(struct reader *self, struct error *err)
{
    struct page_state *const page = calloc(1, sizeof(*page));
    int status;

    if (!(self->state = page))
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if ((status = read_page(self, err)) < 0)
        return status;
    const struct view bytes = buffer_view(&page->bytes);
    struct page_outline *const outline = &page->outline;
    if ((status = page_scan(bytes, self->options.now, outline, err)) < 0)
        return status;
    if (!outline->count)
        return refuse_page(page, err);
    if ((status = check_title(outline->title, err)) < 0)
        return status;
    sort_comments(outline);
    name_discussion(page);
    if (outline->is_counted && outline->site_count != outline->count)
        snprintf(self->warning, sizeof(self->warning),
                 "the site counts %zu comments, found %zu", outline->site_count,
                 outline->count);
    return STATUS_OK;
}

void page_close(struct reader *self)
{
    struct page_state *const page = self->state;

    if (!page)
        return;
    page_outline_free(&page->outline);
    buffer_free(&page->bytes);
    free(page);
}

/* Stays the same when the site adds comments or prints them in another
 * order. */
static int set_id(struct comment *out, const struct page_comment *in,
                  struct arena *arena, struct error *err)
{
    char time[CLOCK_ISO_SIZE], ordinal[32], hex[DIGEST_HEX_SIZE];
    struct digest digest;

    clock_format(in->time, time);
    snprintf(ordinal, sizeof(ordinal), "%zu", in->ordinal);
    digest_begin(&digest);
    digest_field(&digest, out->discussion);
    digest_field(&digest, view_of(time));
    digest_field(&digest, out->author);
    digest_field(&digest, in->text);
    digest_field(&digest, view_of(ordinal));
    digest_end(&digest, hex);

    const size_t len = out->discussion.len + 1 + PAGE_ID_DIGITS;
    char *const id = arena_alloc(arena, len + 1, 1);
    if (!id)
        return error_set(err, STATUS_TOO_BIG,
                         "%zu bytes do not fit the memory of one batch", len);
    snprintf(id, len + 1, "%.*s#%.*s", (int)out->discussion.len,
             out->discussion.ptr, PAGE_ID_DIGITS, hex);
    out->id = (struct view){id, len};
    out->id_is_derived = true;
    return STATUS_OK;
}

static int check_text(struct view text, struct error *err)
{
    const size_t broken = utf8_check(text);

    if (text.len > TEXT_CEILING)
        return error_set(err, STATUS_BAD_RECORD,
                         "comment has %zu bytes, more than the %zu allowed",
                         text.len, TEXT_CEILING);
    if (broken != UTF8_VALID)
        return error_set(err, STATUS_BAD_RECORD,
                         "invalid UTF-8 at byte %zu of the comment", broken);
    if (text.len && memchr(text.ptr, '\0', text.len))
        return error_set(err, STATUS_BAD_RECORD,
                         "NUL character in the comment");
    return STATUS_OK;
}

static int take_comment(const struct reader *self, struct comment *out,
                        const struct page_comment *in, struct arena *arena,
                        struct error *err)
{
    const struct page_state *const page = self->state;
    const struct view discussion = self->options.discussion.ptr
                                       ? self->options.discussion
                                       : view_of(page->discussion);
    int status;

    if (in->time == TIME_NONE)
        return error_set(err, STATUS_BAD_RECORD,
                         "date of the comment is relative: say with --now "
                         "when the page was saved");
    if ((status = arena_copy(arena, discussion, &out->discussion, err)) < 0 ||
        (status = set_id(out, in, arena, err)) < 0 ||
        (status = check_text(in->text, err)) < 0 ||
        (status = arena_copy(arena, in->text, &out->text, err)) < 0)
        return status;
    /* a first line longer than any title is cut, the page read all the same */
    const struct view title = utf8_first(page->outline.title, NAME_CEILING);
    if (title.ptr && (status = arena_copy(arena, title, &out->title, err)) < 0)
        return status;
    out->published = page->outline.published;
    out->time = in->time;
    out->position = in->position;
    return 1;
}

int page_next(struct reader *self, struct comment *out, struct arena *arena,
              struct error *err)
{
    struct page_state *const page = self->state;

    if (page->next == page->outline.count)
        return 0;
    const struct page_comment *const in = &page->outline.comment[page->next++];
    const int status = take_comment(self, out, in, arena, err);
    if (status < 0)
        error_locate(err, source_name(self->source), in->line);
    return status;
}
