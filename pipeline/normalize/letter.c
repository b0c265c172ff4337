#include "letter.h"

#include "utf8.h"

#include <utf8proc.h>

/* U+00E0 to U+017F, a dot where the letter is no base with a diacritic. */
static const char bare_letters[] =
    "aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"  /* U+00E0 */
    "aaaaaaccccccccddddeeeeeeeeeegggg"  /* U+0100 */
    "gggghhhhiiiiiiiiii..jjkk.lllllll"  /* U+0120 */
    "lllnnnnnn...oooooo..rrrrrrssssss"  /* U+0140 */
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs"; /* U+0160 */

const char letter_bare_latin[64] = {
    [0x20] = 'a', 'a', 'a', 'a', 'a', 'a', 0,   'c', 'e', 'e', 'e',
    'e',          'i', 'i', 'i', 'i', 0,   'n', 'o', 'o', 'o', 'o',
    'o',          0,   'o', 'u', 'u', 'u', 'u', 'y', 0,   'y',
};

/* Combining diacritical marks, their extension and supplement, those for
 * symbols, half marks. */
static bool is_combining(uint32_t c)
{
    return (c >= 0x300 && c < 0x370) || (c >= 0x1AB0 && c < 0x1B00) ||
           (c >= 0x1DC0 && c < 0x1E00) || (c >= 0x20D0 && c < 0x2100) ||
           (c >= 0xFE20 && c < 0xFE30);
}

/* Calls itself once: a base letter has no base. */
/* NOLINTNEXTLINE(misc-no-recursion) */
size_t letter_bare(uint32_t c, uint32_t out[LETTER_BARE_CEILING])
{
    utf8proc_int32_t parts[4];
    int boundary = 0;

    out[0] = c;
    if (c < 0xC0)
        return 1;
    if (c == 0xE6 || c == 0x153) { /* ae, oe */
        out[0] = c == 0xE6 ? 'a' : 'o';
        out[1] = 'e';
        return 2;
    }
    if (c >= 0xE0 && c - 0xE0 < sizeof(bare_letters) - 1) {
        if (bare_letters[c - 0xE0] != '.')
            out[0] = (uint32_t)bare_letters[c - 0xE0];
        return 1;
    }
    if (is_combining(c))
        return 0;
    if (c < 0x180 || (c >= 0x250 && c < 0x1E00) || c >= 0x1F00)
        return 1;
    /* the rest of the Latin letters: by their base, which may be ae */
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 4, UTF8PROC_DECOMPOSE, &boundary);
    return count > 1 ? letter_bare((uint32_t)parts[0], out) : 1;
}

/* Folded letters of other alphabets and what they look like. */
static const struct pair {
    uint16_t code_point;
    char latin;
} look_alikes[] = {
  /* clang-format off */
    {0x131, 'i'}, {0x251, 'a'}, {0x261, 'g'}, {0x262, 'g'}, {0x269, 'i'},
    {0x26A, 'i'}, {0x274, 'n'}, {0x280, 'r'}, {0x28F, 'y'}, {0x299, 'b'},
    {0x29C, 'h'}, {0x29F, 'l'},
    /* Greek */
    {0x3B1, 'a'}, {0x3B2, 'b'}, {0x3B3, 'y'}, {0x3B5, 'e'}, {0x3B6, 'z'},
    {0x3B7, 'n'}, {0x3B9, 'i'}, {0x3BA, 'k'}, {0x3BC, 'u'}, {0x3BD, 'v'},
    {0x3BF, 'o'}, {0x3C1, 'p'}, {0x3C3, 'c'}, {0x3C4, 't'}, {0x3C5, 'u'},
    {0x3C7, 'x'},
    {0x3C9, 'w'}, {0x3F3, 'j'},
    /* Cyrillic */
    {0x430, 'a'}, {0x432, 'b'}, {0x433, 'r'}, {0x435, 'e'}, {0x43A, 'k'},
    {0x43C, 'm'}, {0x43D, 'h'}, {0x43E, 'o'}, {0x43F, 'n'}, {0x440, 'p'},
    {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x44C, 'b'},
    {0x450, 'e'}, {0x451, 'e'}, {0x455, 's'}, {0x456, 'i'}, {0x457, 'i'},
    {0x458, 'j'}, {0x461, 'w'}, {0x475, 'v'}, {0x4BB, 'h'}, {0x4CF, 'l'},
    {0x4D1, 'a'}, {0x4D3, 'a'}, {0x4D7, 'e'}, {0x4E7, 'o'}, {0x4F1, 'y'},
    {0x501, 'd'}, {0x51B, 'q'}, {0x51D, 'w'},
    /* Armenian */
    {0x570, 'h'}, {0x578, 'n'}, {0x57D, 'u'}, {0x581, 'g'}, {0x585, 'o'},
    /* small capitals */
    {0x1D00, 'a'}, {0x1D04, 'c'}, {0x1D05, 'd'}, {0x1D07, 'e'}, {0x1D0A, 'j'},
    {0x1D0B, 'k'}, {0x1D0D, 'm'}, {0x1D0F, 'o'}, {0x1D18, 'p'}, {0x1D1B, 't'},
    {0x1D1C, 'u'}, {0x1D20, 'v'}, {0x1D21, 'w'}, {0x1D22, 'z'}, {0xA730, 'f'},
    {0xA731, 's'},
  /* clang-format on */
};

uint32_t letter_latin(uint32_t c)
{
    /* circled, squared and regional letters stand in rows of 26 */
    static const uint32_t rows[] = {0x1F150, 0x1F170, 0x1F1E6};

    if (c < 0x131)
        return 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (c >= rows[i] && c < rows[i] + 26)
            return 'a' + c - rows[i];
    for (size_t i = 0; i < sizeof(look_alikes) / sizeof(look_alikes[0]); i++)
        if (look_alikes[i].code_point == c)
            return (uint32_t)look_alikes[i].latin;
    return 0;
}

const char *letter_leet(uint32_t c)
{
    switch (c) {
    case '0':
        return "o";
    case '1':
    case '|':
    case '!':
        return "il";
    case '3':
    case 0x20AC: /* euro */
        return "e";
    case '4':
    case '@':
        return "a";
    case '5':
    case '$':
        return "s";
    case '6':
        return "gb";
    case '7':
    case '+':
        return "t";
    case '8':
        return "b";
    case '9':
        return "gq";
    case 0xA2: /* cent */
    case '(':
        return "c";
    case 0xA3: /* pound */
        return "l";
    case 0xA5: /* yen */
        return "y";
    default:
        return NULL;
    }
}

bool letter_same_name(struct view a, struct view b)
{
    size_t i = 0, j = 0;

    while (i < a.len && j < b.len)
        if (utf8proc_tolower((utf8proc_int32_t)utf8_decode(a.ptr, i, &i)) !=
            utf8proc_tolower((utf8proc_int32_t)utf8_decode(b.ptr, j, &j)))
            return false;
    return i == a.len && j == b.len;
}
