/* Eight bytes of text at one test (broadword, Knuth 7.1.3): a test a byte
 * makes the processor guess where each word ends. */
#ifndef VIGIE_BASE_EIGHT_H
#define VIGIE_BASE_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EIGHT 0x0101010101010101u /* times a byte: eight of it */
#define EIGHT_TOPS (EIGHT * 0x80)

/* Eight bytes, the first one lowest: one load where that is their order. */
static inline uint64_t eight_load(const char *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;

    return (uint64_t)p[7] << 56 | (uint64_t)p[6] << 48 | (uint64_t)p[5] << 40 |
           (uint64_t)p[4] << 32 | (uint64_t)p[3] << 24 | (uint64_t)p[2] << 16 |
           (uint64_t)p[1] << 8 | p[0];
}

/* The first `count` of eight bytes, the others 0. */
static inline uint64_t eight_first(uint64_t eight, size_t count)
{
    return count < 8 ? eight & (((uint64_t)1 << 8 * count) - 1) : eight;
}

static inline uint64_t eight_load_four(const char *bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;

    return (uint64_t)p[3] << 24 | (uint64_t)p[2] << 16 | (uint64_t)p[1] << 8 |
           p[0];
}

/* `count` bytes, less than eight, and 0 behind them: loads that overlap. */
static inline uint64_t eight_load_part(const char *bytes, size_t count)
{
    const unsigned char *p = (const unsigned char *)bytes;

    if (count >= 4)
        return eight_load_four(bytes) | eight_load_four(bytes + count - 4)
                                            << 8 * (count - 4);
    return count ? (uint64_t)p[0] | (uint64_t)p[count / 2] << 8 * (count / 2) |
                       (uint64_t)p[count - 1] << 8 * (count - 1)
                 : 0;
}

/* The top bit of each byte that is 0. */
static inline uint64_t eight_zeroes(uint64_t eight)
{
    return ~(((eight & ~EIGHT_TOPS) + ~EIGHT_TOPS) | eight | ~EIGHT_TOPS);
}

/* Sets the top bit of each byte that is not a to z; other bits are chance. */
static inline uint64_t eight_no_letters(uint64_t eight)
{
    const uint64_t low = eight & ~EIGHT_TOPS;

    return ~(low + EIGHT * (0x80 - 'a')) | (low + EIGHT * (0x7F - 'z')) | eight;
}

/* Bytes before the first whose top bit is set. */
static inline size_t eight_before(uint64_t tops)
{
    tops &= EIGHT_TOPS;
    return tops ? (size_t)__builtin_ctzll(tops) / 8 : 8;
}

/* Eight numbers in a row from `first` on. */
static inline void eight_numbers(uint32_t *out, uint32_t first)
{
    typedef uint32_t four __attribute__((vector_size(16)));
    const four low = {first, first + 1, first + 2, first + 3};
    const four high = low + 4;

    memcpy(out, &low, sizeof(low));
    memcpy(out + 4, &high, sizeof(high));
}

#endif
