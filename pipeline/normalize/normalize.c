#include "normalize.h"

#include "builder.h"
#include "mark.h"
#include "utf8.h"

#include <stdbool.h>

#define GROWTH 12 /* bytes folded for one of the original, at most: U+FDFA
                   * has 3 and folds to 33, U+0390 has 2 and folds to 6 */
static void add_mark(struct builder *b, enum mark_kind kind, size_t begin,
                     size_t end)
{
    if (b->marks < b->marks_room)
        b->mark[b->marks++] =
            (struct mark){kind, (uint32_t)begin, (uint32_t)end};
}

static void put_waiting_space(struct builder *b)
{
    if (b->space && b->len)
        builder_put(b, b->line ? '\n' : ' ', b->space_begin, b->space_end);
    b->space = b->line = false;
}

static void add_space(struct builder *b, bool line, size_t begin, size_t end)
{
    if (!b->space)
        b->space_begin = begin;
    b->space = true;
    b->line |= line;
    b->space_end = end;
}

/* The last code point came again too often: it is widened, not repeated. */
static void stretch(struct builder *b, bool letter, size_t end)
{
    for (size_t i = b->last_at; i < b->len; i++)
        b->end[i] = (uint32_t)end;
    if (letter && b->run++ == LETTER_RUN)
        add_mark(b, MARK_STRETCHED, b->last_at, b->len);
}

static void add_code_point(struct builder *b, int32_t c, size_t begin,
                           size_t end)
{
    const bool letter = fold_is_letter(b->folder, (uint32_t)c);

    put_waiting_space(b);
    if (c == b->last && b->run >= (letter ? LETTER_RUN : OTHER_RUN))
        stretch(b, letter, end);
    else
        builder_put(b, c, begin, end);
}

static bool is_space(int32_t c)
{
    return c == ' ' || (c >= 0 && c < 0x20) || (c >= 0x7F && c <= 0xA0) ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_line_end(int32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Typography that carries no meaning of its own; 0 for everything else. */
static int32_t unify(uint32_t c)
{
    switch (c) {
    case 0x60:   /* grave accent as apostrophe */
    case 0xB4:   /* acute accent as apostrophe */
    case 0x2BC:  /* modifier letter apostrophe */
    case 0x2018: /* single quotation marks     */
    case 0x2019:
    case 0x201B:
    case 0x2032: /* prime                      */
    case 0x2039: /* single guillemets          */
    case 0x203A:
        return '\'';
    case 0xAB: /* guillemets             */
    case 0xBB:
    case 0x201C: /* double quotation marks */
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033: /* double prime           */
        return '"';
    case 0x2010: /* hyphens, dashes, minus */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    default:
        return 0;
    }
}

static void end_word(struct builder *b)
{
    if (b->word_letters >= SHOUT && b->word_upper)
        add_mark(b, MARK_CAPITALS, b->word_at, b->len);
    b->word_letters = 0;
    b->word_upper = true;
}

/* Counts letters and capitals of the original; keeps the word's state. */
static void watch_case(struct builder *b, bool letter, bool upper,
                       struct text *text)
{
    if (!letter) {
        end_word(b);
        return;
    }
    if (!b->word_letters++)
        b->word_at = b->len + (b->space && b->len);
    b->word_upper &= upper;
    text->letters++;
    text->capitals += upper;
}

/* Takes the cluster at byte `at`; returns the byte behind it. */
static size_t add_any_cluster(struct builder *b, struct text *text, size_t at)
{
    int32_t folded[FOLD_CLUSTER_CEILING];
    size_t next, count;
    const uint32_t c = utf8_decode(text->original.ptr, at, &next);

    watch_case(b, fold_is_letter(b->folder, c), fold_is_upper(b->folder, c),
               text);
    if ((folded[0] = unify(c))) {
        add_code_point(b, folded[0], at, next);
        return next;
    }
    if (is_space((int32_t)c)) {
        add_space(b, is_line_end((int32_t)c), at, next);
        return next;
    }
    count = fold_cluster(b->folder, text->original, at, folded, &next);
    for (size_t i = 0; i < count; i++) {
        if (is_space(folded[i]))
            add_space(b, is_line_end(folded[i]), at, next);
        else
            add_code_point(b, folded[i], at, next);
    }
    if (!count)
        add_mark(b, MARK_INVISIBLE, b->len, b->len);
    return next;
}

/* The same, sooner for spaces and the letters of the folding table. */
static size_t add_cluster(struct builder *b, struct text *text, size_t at)
{
    size_t next;

    if (text->original.ptr[at] == ' ') {
        end_word(b);
        add_space(b, false, at, at + 1);
        return at + 1;
    }
    const struct fold_entry *e =
        fold_alone(b->folder, text->original, at, &next);
    if (!e || !e->letter)
        return add_any_cluster(b, text, at);
    watch_case(b, true, e->upper, text);
    add_code_point(b, e->folded, at, next);
    return next;
}

static size_t add_class(struct builder *b, enum mark_kind kind, size_t at,
                        size_t len)
{
    end_word(b);
    add_code_point(b, mark_letter(kind), at, at + len);
    add_mark(b, kind, b->last_at, b->len); /* of a run: where it was cut */
    return at + len;
}

static void build(struct builder *b, struct text *text)
{
    const struct view original = text->original;
    size_t at = 0;

    while (at < original.len) {
        enum mark_kind kind;
        size_t len = 0;
        if (b->small && b->word_letters && !b->space && !b->links)
            at = builder_add_plain(b, text, at);
        if (at < original.len && mark_may_begin(original.ptr[at]) &&
            (len = mark_match(original, at, &kind)))
            at = add_class(b, kind, at, len);
        else if (at < original.len)
            at = add_cluster(b, text, at);
    }
    end_word(b);
    builder_end_letters(b);
    text->language = language_conclude(&b->evidence);
}

int normalize_run(const struct folder *folder, struct view original,
                  struct text *out, struct arena *arena, struct error *err)
{
    const size_t used = arena->used;
    const size_t room = original.len * GROWTH + 64;
    struct text text = {.original = original};
    struct builder b = {
        .folder = folder,
        .folded = arena_alloc(arena, room, 1),
        .begin = arena_alloc(arena, room, sizeof(*b.begin)),
        .end = arena_alloc(arena, room, sizeof(*b.end)),
        .mark = arena_alloc(arena, original.len * 2 + 2, sizeof(*b.mark)),
        .marks_room = original.len * 2 + 2,
        .last = -1,
        .word_upper = true,
    };

    if (!b.folded || !b.begin || !b.end || !b.mark) {
        arena->used = used;
        return error_set(err, STATUS_TOO_BIG,
                         "a text of %zu bytes does not fit the memory of one "
                         "comment",
                         original.len);
    }
    b.links = mark_may_link(original);
    build(&b, &text);
    arena_shrink(arena, b.folded, b.len);
    text.folded = (struct view){b.folded, b.len};
    text.begin = arena_settle(arena, b.begin, b.len, sizeof(*b.begin));
    text.end = arena_settle(arena, b.end, b.len, sizeof(*b.end));
    text.mark = arena_settle(arena, b.mark, b.marks, sizeof(*b.mark));
    text.mark_count = b.marks;
    *out = text;
    return STATUS_OK;
}
