#include "jsonl_plain.h"

#include "member.h"
#include "utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DIGITS_CEILING 18 /* of a whole number: no int64_t overflows */

/* A line that is being read.  `end` is never read. */
struct scan {
    const char *at, *end;
    struct arena *arena; /* for strings with escapes */
};

static char peek(const struct scan *self)
{
    return self->at < self->end ? *self->at : '\0';
}

static void pass_space(struct scan *self)
{
    while (peek(self) == ' ' || peek(self) == '\t' || peek(self) == '\r')
        self->at++;
}

static bool pass(struct scan *self, char c)
{
    pass_space(self);
    if (peek(self) != c)
        return false;
    self->at++;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Behind "\u": 0 for what is no letter by itself, NUL and surrogates. */
static uint32_t read_hex(struct scan *self)
{
    uint32_t c = 0;

    if (self->end - self->at < 4)
        return 0;
    for (int i = 0; i < 4; i++) {
        const int digit = hex_digit(*self->at++);
        if (digit < 0)
            return 0;
        c = c << 4 | (uint32_t)digit;
    }
    return c >= 0xD800 && c <= 0xDFFF ? 0 : c;
}

/* Behind a backslash.  Bytes written, 0 for no escape. */
static size_t read_escape(struct scan *self, char *to)
{
    static const char from[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char c = peek(self);
    const char *const known = c ? strchr(from, c) : NULL;

    if (!c)
        return 0;
    self->at++;
    if (known) {
        *to = meant[known - from];
        return 1;
    }
    const uint32_t point = c == 'u' ? read_hex(self) : 0;
    return point ? utf8_encode(point, to) : 0;
}

/* The rest of a string from its first backslash on; never longer than what is
 * read, as six bytes of an escape make three at most. */
static bool read_escaped(struct scan *self, const char *begin, struct view *out)
{
    size_t len = (size_t)(self->at - begin);
    char *const copy = arena_alloc(self->arena, (size_t)(self->end - begin), 1);

    if (!copy)
        return false;
    memcpy(copy, begin, len);
    while (self->at < self->end && *self->at != '"') {
        const char c = *self->at++;
        const size_t put = c == '\\' ? read_escape(self, copy + len) : 1;
        if (!put || (unsigned char)c < 0x20)
            return false;
        if (c != '\\')
            copy[len] = c;
        len += put;
    }
    arena_shrink(self->arena, copy, len);
    *out = (struct view){copy, len};
    return pass(self, '"');
}

/* Behind the opening quote. */
static bool read_string(struct scan *self, struct view *out)
{
    const char *const begin = self->at;

    for (; self->at < self->end; self->at++) {
        const char c = *self->at;
        if (c == '\\')
            return read_escaped(self, begin, out);
        if ((unsigned char)c < 0x20)
            return false;
        if (c == '"') {
            *out = (struct view){begin, (size_t)(self->at - begin)};
            self->at++;
            return true;
        }
    }
    return false;
}

/* As JSON writes them: no sign, no zero in front of others. */
static bool read_whole(struct scan *self, struct view *digits, int64_t *out)
{
    const char *const begin = self->at;

    for (*out = 0; peek(self) >= '0' && peek(self) <= '9'; self->at++) {
        if (self->at - begin == DIGITS_CEILING)
            return false;
        *out = *out * 10 + (*self->at - '0');
    }
    *digits = (struct view){begin, (size_t)(self->at - begin)};
    return digits->len && (digits->len == 1 || *begin != '0') &&
           !memchr(".eE", peek(self), 3);
}

static bool take_whole(struct scan *self, enum member member,
                       struct comment *out, struct error *err)
{
    struct view digits;
    int64_t value;

    if (!read_whole(self, &digits, &value))
        return false;
    if (member == MEMBER_POSITION)
        return member_set_position(out, value, err) == STATUS_OK;
    if (!member_may_be_number(member))
        return false;
    out->id_is_number |= member == MEMBER_ID;
    return member_set_text(out, member, digits, 0, self->arena, err) ==
           STATUS_OK;
}

static bool take_value(struct scan *self, enum member member,
                       const struct reader_options *options,
                       struct comment *out, struct error *err)
{
    struct view value;

    if (pass(self, '"'))
        return member != MEMBER_POSITION && member != MEMBER_TONES &&
               read_string(self, &value) &&
               member_take_string(out, member, value, options->now, self->arena,
                                  err) == STATUS_OK;
    if (self->end - self->at >= 4 && memcmp(self->at, "null", 4) == 0) {
        self->at += 4;
        return true;
    }
    return take_whole(self, member, out, err);
}

static bool take_members(struct scan *self,
                         const struct reader_options *options,
                         struct comment *out, struct error *err)
{
    unsigned seen = 0;
    struct view name;

    if (!pass(self, '{'))
        return false;
    do {
        if (!pass(self, '"') || !read_string(self, &name) || !pass(self, ':'))
            return false;
        const enum member member = member_find(name);
        if (member == MEMBER_COUNT || (seen >> member & 1) ||
            !take_value(self, member, options, out, err))
            return false;
        seen |= 1U << member;
    } while (pass(self, ','));
    if (!pass(self, '}'))
        return false;
    pass_space(self);
    return self->at == self->end;
}

bool jsonl_plain_take(struct view line, const struct reader_options *options,
                      struct comment *out, struct arena *arena)
{
    struct scan scan = {line.ptr, line.ptr + line.len, arena};
    struct error ignored = {.status = STATUS_OK};
    const size_t used = arena->used;
    struct comment taken = *out;

    if (!options->mapping && utf8_check(line) == UTF8_VALID &&
        take_members(&scan, options, &taken, &ignored) &&
        member_finish(&taken, options, arena, &ignored) == STATUS_OK) {
        *out = taken;
        return true;
    }
    arena->used = used;
    return false;
}
