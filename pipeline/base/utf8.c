#include "utf8.h"

#include "eight.h"

#include <string.h>

/* Length of the sequence at p, 0 when it is broken; `room` bytes are there. */
static size_t sequence_length(const unsigned char *p, size_t room)
{
    size_t len;
    unsigned char low = 0x80, high = 0xBF; /* of the second byte */

    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xC2 && p[0] <= 0xDF)
        len = 2;
    else if (p[0] >= 0xE0 && p[0] <= 0xEF)
        len = 3;
    else if (p[0] >= 0xF0 && p[0] <= 0xF4)
        len = 4;
    else
        return 0;
    if (p[0] == 0xE0)
        low = 0xA0;
    if (p[0] == 0xED)
        high = 0x9F;
    if (p[0] == 0xF0)
        low = 0x90;
    if (p[0] == 0xF4)
        high = 0x8F;
    if (len > room || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return len;
}

size_t utf8_check(struct view text)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    size_t at = 0;

    while (at < text.len) {
        if (text.len - at >= 8) {
            const size_t ascii = eight_before(eight_load(text.ptr + at));
            at += ascii;
            if (ascii == 8)
                continue;
        }
        const size_t len = sequence_length(p + at, text.len - at);
        if (!len)
            return at;
        at += len;
    }
    return UTF8_VALID;
}

size_t utf8_encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t utf8_count(struct view text)
{
    const uint64_t ones = 0x0101010101010101u;
    size_t count = text.len, i = 0;

    /* eight bytes at once: one that goes on has its top bits 1 and 0 */
    for (; i + 8 <= text.len; i += 8) {
        uint64_t eight;
        memcpy(&eight, text.ptr + i, 8);
        count -= (eight >> 7 & ~(eight >> 6) & ones) * ones >> 56;
    }
    for (; i < text.len; i++)
        count -= ((unsigned char)text.ptr[i] & 0xC0) == 0x80;
    return count;
}

struct view utf8_first(struct view text, size_t len)
{
    if (len >= text.len)
        return text;
    while (len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    return (struct view){text.ptr, len};
}

struct view utf8_range(struct view text, size_t begin, size_t end)
{
    size_t at = 0, point = 0;

    for (; at < text.len && point < begin; point++)
        utf8_decode(text.ptr, at, &at);
    const size_t from = at;
    for (; at < text.len && point < end; point++)
        utf8_decode(text.ptr, at, &at);
    return (struct view){text.ptr + from, at - from};
}
