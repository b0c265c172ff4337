#include "repair.h"

#include "eight.h"
#include "letter.h"
#include "repair_state.h"
#include "utf8.h"

#include <string.h>

#define GROWTH 4 /* bytes repaired for one folded, at most */

bool repair_afford(struct repair *r, size_t trials)
{
    if (r->trials < trials)
        return false;
    r->trials -= trials;
    return true;
}

/* ---- output ------------------------------------------------------------- */

static void put(struct repair *r, const char *bytes, size_t len, uint32_t begin,
                uint32_t end)
{
    for (size_t i = 0; i < len && r->len < r->room; i++) {
        r->folded[r->len] = bytes[i];
        r->begin[r->len] = begin;
        r->end[r->len++] = end;
    }
}

/* Copies the next byte as `byte`. */
static void copy_one(struct repair *r, char byte)
{
    const struct text *t = r->text;

    r->folded[r->len] = byte;
    r->begin[r->len] = t->begin[r->done];
    r->end[r->len] = t->end[r->done];
}

static void copy_eight(struct repair *r)
{
    const struct text *t = r->text;

    memcpy(r->folded + r->len, t->folded.ptr + r->done, 8);
    memcpy(r->begin + r->len, t->begin + r->done, 8 * sizeof(*r->begin));
    memcpy(r->end + r->len, t->end + r->done, 8 * sizeof(*r->end));
}

/* Copies ASCII as far as `end` or the first byte that is none.  What of eight
 * bytes is not ASCII will be written over. */
static void copy_ascii(struct repair *r, size_t end)
{
    const struct text *t = r->text;
    const bool marks = t->mark_count;
    size_t count = 8;

    while (count == 8 && r->done + 8 <= end) {
        copy_eight(r);
        if (marks) {
            eight_numbers(r->from + r->done, (uint32_t)r->len);
            eight_numbers(r->to + r->done, (uint32_t)r->len);
        }
        count = eight_before(eight_load(t->folded.ptr + r->done));
        r->done += count;
        r->len += count;
    }
    for (; count == 8 && r->done < end && !(t->folded.ptr[r->done] & 0x80);
         r->done++, r->len++) {
        copy_one(r, t->folded.ptr[r->done]);
        r->from[r->done] = r->to[r->done] = (uint32_t)r->len;
    }
}

/* The same for letters of Latin-1, diacritics left out. */
static bool copy_latin(struct repair *r)
{
    const unsigned char *p =
        (const unsigned char *)r->text->folded.ptr + r->done;
    const char bare = p[0] == 0xC3 ? letter_bare_latin[p[1] & 0x3F] : '\0';

    if (!bare)
        return false;
    copy_one(r, bare);
    for (size_t i = 0; i < 2; i++, r->done++)
        r->from[r->done] = r->to[r->done] = (uint32_t)r->len;
    r->len++;
    return true;
}

/* Copies folded bytes as far as `end`, diacritics left out.  They are no more
 * bytes than before, and room for these there is always. */
static void copy_to(struct repair *r, size_t end)
{
    const struct text *t = r->text;

    for (copy_ascii(r, end); r->done < end; copy_ascii(r, end)) {
        if (copy_latin(r))
            continue;
        uint32_t bare[LETTER_BARE_CEILING];
        size_t next;
        const uint32_t c = utf8_decode(t->folded.ptr, r->done, &next);
        const size_t count = letter_bare(c, bare), at = r->len;
        for (size_t k = 0; k < count; k++) {
            char bytes[4];
            const size_t len = utf8_encode(bare[k], bytes);
            put(r, bytes, len, t->begin[r->done], t->end[r->done]);
        }
        for (; r->done < next; r->done++) {
            r->from[r->done] = (uint32_t)at;
            r->to[r->done] = (uint32_t)at;
        }
    }
}

void repair_put_range(struct repair *r, uint32_t begin, uint32_t end,
                      struct view word, enum mark_kind kind)
{
    const struct text *t = r->text;

    copy_to(r, begin);
    /* chat spelling grows a text; where it would grow past its room it stays
     * as it is, so that nothing behind it is lost */
    if (word.len + t->folded.len - end > r->room - r->len) {
        copy_to(r, end);
        return;
    }
    const size_t at = r->len;
    put(r, word.ptr, word.len, t->begin[begin], t->end[end - 1]);
    r->from[begin] = r->to[begin] = (uint32_t)at;
    for (uint32_t i = begin + 1; i < end; i++) {
        r->from[i] = (uint32_t)at;
        r->to[i] = (uint32_t)r->len;
    }
    r->done = end;
    if (kind != MARK_KINDS && r->marks < r->marks_room)
        r->mark[r->marks++] =
            (struct mark){kind, (uint32_t)at, (uint32_t)r->len};
}

size_t repair_put(struct repair *r, size_t i, size_t last, struct view word,
                  enum mark_kind kind)
{
    repair_put_range(r, r->token[i].begin, r->token[last].end, word, kind);
    return last - i + 1;
}

/* ---- the whole ---------------------------------------------------------- */

static size_t repair_token(struct repair *r, size_t i)
{
    const struct repair_word *w = &r->word[i];
    const bool touches = repair_touches(r, i);
    size_t count;

    if (!(w->flags & ASKS))
        return 1;
    if ((w->flags | (touches ? w[1].flags : 0)) & IS_DISGUISED &&
        (count = repair_boxed(r, i)))
        return count;
    if (w->len == 1 && (count = repair_spread(r, i)))
        return count; /* before its dots are read as open letters */
    if ((w->flags & HOLDS_SIGN || (touches && !(w[1].flags & HOLDS_OTHER))) &&
        (count = repair_masked(r, i)))
        return count;
    if (touches && w[1].flags & HOLDS_DOT && (count = repair_inclusive(r, i)))
        return count;
    if (w->len && (count = repair_parted(r, i)))
        return count;
    if ((w->flags & (IS_UNKNOWN | IS_RESPELT | IS_DISGUISED)) &&
        (count = repair_single(r, i)))
        return count;
    return 1;
}

static int by_end(const struct mark *a, const struct mark *b)
{
    if (a->end != b->end)
        return a->end < b->end ? -1 : 1;
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Brings the marks of the folded text to their new places, among the new
 * ones: both lists are in order of end. */
static void merge_marks(struct repair *r, struct mark *out)
{
    const struct text *t = r->text;
    size_t i = 0, j = 0, n = 0;

    while (i < t->mark_count || j < r->marks) {
        struct mark old = {.kind = MARK_KINDS};
        if (i < t->mark_count) {
            old = t->mark[i];
            old.begin = r->from[old.begin];
            old.end = r->to[old.end];
            if (old.end < old.begin)
                old.end = old.begin;
        }
        if (j < r->marks &&
            (i == t->mark_count || by_end(&r->mark[j], &old) < 0))
            out[n++] = r->mark[j++];
        else {
            out[n++] = old;
            i++;
        }
    }
}

/* What stays comes first, so that it can close up over the rest. */
static int open_repair(struct repair *r, struct arena *arena, struct error *err)
{
    const struct text *t = r->text;
    const size_t len = t->folded.len;

    r->room = len * GROWTH + 64;
    r->marks_room = len + 1;
    r->trials = TRIALS + len * TRIALS_A_BYTE;
    r->folded = arena_alloc(arena, r->room, 1);
    r->begin = arena_alloc(arena, r->room, sizeof(*r->begin));
    r->end = arena_alloc(arena, r->room, sizeof(*r->end));
    r->merged =
        arena_alloc(arena, r->marks_room + t->mark_count, sizeof(*r->merged));
    r->mark = arena_alloc(arena, r->marks_room, sizeof(*r->mark));
    r->from = arena_alloc(arena, len + 1, sizeof(*r->from));
    r->to = arena_alloc(arena, len + 1, sizeof(*r->to));
    r->letters = arena_alloc(arena, len + LETTERS_BEHIND, 1);
    r->token = arena_alloc(arena, len + 1, sizeof(*r->token));
    r->word = arena_alloc(arena, len + REPAIR_PARTS, sizeof(*r->word));
    if (!r->folded || !r->begin || !r->end || !r->merged || !r->mark ||
        !r->from || !r->to || !r->letters || !r->token || !r->word)
        return error_set(err, STATUS_TOO_BIG,
                         "a text of %zu bytes does not fit the memory of one "
                         "comment",
                         t->original.len);
    repair_scan(r);
    return STATUS_OK;
}

static void keep(struct repair *r, struct text *out, struct arena *arena)
{
    const size_t marks = r->text->mark_count + r->marks;

    merge_marks(r, r->merged);
    arena_shrink(arena, r->folded, r->len);
    out->folded = (struct view){r->folded, r->len};
    out->begin = arena_settle(arena, r->begin, r->len, sizeof(*r->begin));
    out->end = arena_settle(arena, r->end, r->len, sizeof(*r->end));
    out->mark = arena_settle(arena, r->merged, marks, sizeof(*r->merged));
    out->mark_count = marks;
}

void repairer_open(struct repairer *self, const struct wordbook *words)
{
    self->words = words ? *words : (struct wordbook){.slot = NULL};
    word_filter_open(&self->filter, &self->words);
    word_edges_open(&self->abusive, &self->words);
}

int repair_run(const struct repairer *self, struct text *text,
               struct arena *arena, struct error *err)
{
    const size_t used = arena->used;
    const struct text in = *text;
    struct repair r = {.words = &self->words,
                       .filter = &self->filter,
                       .abusive = &self->abusive,
                       .text = &in};

    if (open_repair(&r, arena, err) < 0) {
        arena->used = used;
        return err->status;
    }
    for (size_t i = 0; i < r.tokens;)
        i += repair_token(&r, i);
    copy_to(&r, in.folded.len);
    r.from[in.folded.len] = r.to[in.folded.len] = (uint32_t)r.len;
    keep(&r, text, arena);
    return STATUS_OK;
}
