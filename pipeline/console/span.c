#include "span.h"

#include "utf8.h"

#include <stdbool.h>

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 ||
           c == 0x202F || c == 0x2028 || c == 0x2029;
}

static bool is_stop(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026; /* … */
}

static bool is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xBB ||
           c == 0x201D || c == 0x2019;
}

static size_t units(uint32_t c)
{
    return c > 0xFFFF ? 2 : 1;
}

size_t span_units(struct view text)
{
    size_t count = 0;

    for (size_t at = 0; at < text.len;)
        count += units(utf8_decode(text.ptr, at, &at));
    return count;
}

/* One pass; `out` is the sentence under way, which begins at its first letter
 * and ends behind its last. */
struct cutting {
    struct span *out;
    size_t count;
    bool open;    /* a sentence is under way       */
    bool stopped; /* its last sign could be the end */
};

static void close_sentence(struct cutting *self)
{
    if (self->open && self->count < SPANS_CEILING - 1) {
        self->count++;
        self->open = false;
    }
    self->stopped = false;
}

size_t span_sentences(struct view text, struct span out[SPANS_CEILING])
{
    struct cutting self = {.out = out};
    size_t at = 0, at16 = 0;

    while (at < text.len) {
        const size_t here = at, here16 = at16;
        const uint32_t c = utf8_decode(text.ptr, at, &at);
        at16 += units(c);
        if (is_space(c)) {
            if (self.stopped || c == '\n')
                close_sentence(&self);
            continue;
        }
        if (!self.open)
            out[self.count] = (struct span){here, at, here16, at16};
        self.open = true;
        out[self.count].end = at;
        out[self.count].end16 = at16;
        self.stopped = is_stop(c) || (self.stopped && is_closing(c));
    }
    return self.count + self.open;
}
