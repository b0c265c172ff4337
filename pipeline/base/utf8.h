/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates. */
#ifndef VIGIE_BASE_UTF8_H
#define VIGIE_BASE_UTF8_H

#include "view.h"

#include <stddef.h>
#include <stdint.h>

#define UTF8_VALID SIZE_MAX

/* UTF8_VALID, or the byte offset of the first broken or cut sequence. */
size_t utf8_check(struct view text);

/* The code point at byte `at` of valid UTF-8; *next is the byte behind it. */
static inline uint32_t utf8_decode(const char *text, size_t at, size_t *next)
{
    const unsigned char *p = (const unsigned char *)text + at;

    if (p[0] < 0x80) {
        *next = at + 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *next = at + 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *next = at + 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 |
               (p[2] & 0x3F);
    }
    *next = at + 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
           (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
}

/* Writes at most 4 bytes to `out`; returns how many. */
size_t utf8_encode(uint32_t code_point, char *out);

/* Code points in valid UTF-8. */
size_t utf8_count(struct view text);

/* The longest start of valid UTF-8 that has at most `len` bytes and does not
 * cut a code point. */
struct view utf8_first(struct view text, size_t len);

/* Code points `begin` to `end` of valid UTF-8, cut at its end. */
struct view utf8_range(struct view text, size_t begin, size_t end);

#endif
