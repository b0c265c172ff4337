/* Whole numbers as text, where printf would be most of the work. */
#ifndef VIGIE_BASE_DIGITS_H
#define VIGIE_BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#define DIGITS_ROOM 20 /* of the largest number */

/* Writes the decimal digits of `value`, at least `least` of them, in front of
 * `end`; returns where they begin. */
static inline char *digits_put(char *end, uint64_t value, size_t least)
{
    for (size_t i = 0; value || i < least; i++, value /= 10)
        *--end = (char)('0' + value % 10);
    return end;
}

#endif
