#include "plain.h"

/* Letters of the block U+00C0..U+00FF that French and its neighbours use;
 * 0 where there is no single plain letter. */
static const char latin[64] = {
    'a', 'a', 'a', 'a', 'a', 'a', 0,   'c', 'e', 'e', 'e', 'e', 'i',
    'i', 'i', 'i', 0,   'n', 'o', 'o', 'o', 'o', 'o', 0,   0,   'u',
    'u', 'u', 'u', 'y', 0,   0,   'a', 'a', 'a', 'a', 'a', 'a', 0,
    'c', 'e', 'e', 'e', 'e', 'i', 'i', 'i', 'i', 0,   'n', 'o', 'o',
    'o', 'o', 'o', 0,   0,   'u', 'u', 'u', 'u', 'y', 0,   'y',
};

/* A character of the block General Punctuation, E2 80 xx; 0: no plain form. */
static char punctuation(unsigned char last)
{
    if (last >= 0x80 && last <= 0x8A) /* en quad to hair space */
        return ' ';
    if (last >= 0x90 && last <= 0x95)
        return '-';
    if (last == 0x98 || last == 0x99)
        return '\'';
    return last == 0xAF ? ' ' : 0; /* narrow no-break space */
}

/* The plain form of the character at `p`, its length in *len; 0 when there is
 * none.  A combining accent (macOS splits letters so) gives '\1': nothing. */
static char plain_of(const unsigned char *p, size_t room, size_t *len)
{
    *len = 1;
    if (p[0] >= 'A' && p[0] <= 'Z')
        return (char)(p[0] + 'a' - 'A');
    if (is_ascii_space((char)p[0]))
        return ' ';
    if (p[0] < 0x80)
        return p[0] >= 0x20 && p[0] < 0x7F ? (char)p[0] : (char)0;
    if (room < 2)
        return 0;
    *len = 2;
    if (p[0] == 0xC3 && (p[1] & 0xC0) == 0x80)
        return latin[p[1] - 0x80];
    if (p[0] == 0xC2 && p[1] == 0xA0)
        return ' ';
    if (p[0] == 0xCC && p[1] >= 0x80 && p[1] <= 0xA7)
        return '\1';
    *len = 3;
    return room >= 3 && p[0] == 0xE2 && p[1] == 0x80 ? punctuation(p[2])
                                                     : (char)0;
}

bool plain_fold(struct view text, char *out, size_t size)
{
    size_t used = 0;

    for (size_t at = 0, len; at < text.len; at += len) {
        const unsigned char *p = (const unsigned char *)text.ptr + at;
        const char c = plain_of(p, text.len - at, &len);
        if (!c)
            return false;
        if (c == '\1' || (c == ' ' && (!used || out[used - 1] == ' ')))
            continue;
        if (used + 1 >= size)
            return false;
        out[used++] = c;
    }
    if (used && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return true;
}
