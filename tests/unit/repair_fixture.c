#include "repair_fixture.h"

#include "letter.h"
#include "mark.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const mark_names[MARK_KINDS] = {
    [MARK_MASKED] = "masked",
    [MARK_SPREAD] = "spread",
    [MARK_RESPELT] = "respelt",
    [MARK_INCLUSIVE] = "inclusive",
};

const char *repair_fixture_trick(enum mark_kind kind)
{
    return mark_names[kind];
}

void repair_fixture_open(struct repair_fixture *self)
{
    word_fixture_open(&self->words);
    normalizer_open(&self->normalizer, &self->words.book);
}

static const char *broken_range(const struct text *t)
{
    const struct view f = t->folded;
    size_t next;

    for (size_t i = 0; i < f.len; i++) {
        if (t->begin[i] > t->end[i] || t->end[i] > t->original.len)
            return "range outside the original";
        if (i && (t->begin[i] < t->begin[i - 1] || t->end[i] < t->end[i - 1]))
            return "ranges go back";
        /* a range begins and ends between code points of the original */
        if (t->begin[i] < t->original.len &&
            ((unsigned char)t->original.ptr[t->begin[i]] & 0xC0) == 0x80)
            return "range begins inside a code point";
        if (t->end[i] < t->original.len &&
            ((unsigned char)t->original.ptr[t->end[i]] & 0xC0) == 0x80)
            return "range ends inside a code point";
    }
    for (size_t i = 0; i < f.len; i = next)
        if (utf8_decode(f.ptr, i, &next) < 0x80 && t->begin[i] == t->end[i])
            return "letter that stands nowhere";
    return NULL;
}

static const char *broken_mark(const struct text *t)
{
    size_t mark_end = 0, classes = 0, capitals = 0;

    for (size_t i = 0; i < t->mark_count; i++) {
        const struct mark *m = &t->mark[i];
        if (m->begin > m->end || m->end > t->folded.len || m->end < mark_end)
            return "mark out of place or order";
        mark_end = m->end;
        if (mark_names[m->kind] && m->begin == m->end)
            return "trick that left nothing";
        if (!mark_letter(m->kind))
            continue;
        classes++;
        if (m->end != m->begin + 1 ||
            t->folded.ptr[m->begin] != mark_letter(m->kind))
            return "class mark without its letter";
    }
    for (size_t i = 0; i < t->folded.len; i++)
        capitals += t->folded.ptr[i] >= 'A' && t->folded.ptr[i] <= 'Z';
    return capitals <= classes ? NULL : "capital that is no class";
}

const char *repair_fixture_broken(const struct text *t)
{
    size_t at = 0;

    if (utf8_check(t->folded) != UTF8_VALID)
        return "not UTF-8";
    while (at < t->folded.len) {
        uint32_t bare[LETTER_BARE_CEILING];
        const uint32_t c = utf8_decode(t->folded.ptr, at, &at);
        if (letter_bare(c, bare) != 1 || bare[0] != c)
            return "letter that is not bare";
    }
    const char *wrong = broken_range(t);
    return wrong ? wrong : broken_mark(t);
}

struct text repair_fixture_run(const struct repair_fixture *self,
                               struct view original, struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    struct text text;

    if (normalizer_run(&self->normalizer, original, &text, arena, &err) < 0)
        fail_msg("%s", err.message);
    const char *wrong = repair_fixture_broken(&text);
    if (wrong)
        fail_msg("%s: '%.*s' -> '%.*s'", wrong, VIEW_ARG(original),
                 VIEW_ARG(text.folded));
    return text;
}
