#include "fold.h"
#include "letter.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

static struct folder folder;

/* What folding leaves as it is: the one kind letter.h is asked about. */
static bool is_folded(uint32_t c)
{
    int32_t out[FOLD_CLUSTER_CEILING];
    char bytes[4];
    size_t next;
    const struct view text = {bytes, utf8_encode(c, bytes)};

    return fold_cluster(&folder, text, 0, out, &next) == 1 &&
           out[0] == (int32_t)c;
}

/* Letters without a decomposition of Unicode that lose a stroke or a tie. */
static const struct {
    uint32_t code_point;
    const char *bare;
} by_hand[] = {
    {0xE6,  "ae"},
    {0x153, "oe"},
    {0x1E3, "ae"}, /* ae with macron, with acute,
  o with stroke and acute */
    {0x1FD, "ae"},
    {0x1FF, "o" },
    {0xF8,  "o" },
    {0x111, "d" },
    {0x127, "h" },
    {0x131, "i" },
    {0x142, "l" },
    {0x167, "t" },
};

/* What a letter is without its diacritics: the base of its canonical
 * decomposition, or itself.  Returns how many code points. */
static size_t wanted_bare(uint32_t c, uint32_t out[2])
{
    utf8proc_int32_t parts[8];
    int boundary = 0;

    for (size_t i = 0; i < sizeof(by_hand) / sizeof(by_hand[0]); i++)
        if (by_hand[i].code_point == c) {
            out[0] = (uint32_t)by_hand[i].bare[0];
            out[1] = (uint32_t)by_hand[i].bare[1];
            return strlen(by_hand[i].bare);
        }
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
    assert_true(count > 0);
    for (utf8proc_ssize_t i = 1; i < count; i++)
        assert_int_equal(utf8proc_category(parts[i]), UTF8PROC_CATEGORY_MN);
    out[0] = (uint32_t)parts[0];
    return 1;
}

static void expect_bare(uint32_t c)
{
    uint32_t bare[LETTER_BARE_CEILING] = {0}, wanted[2];
    const size_t count = wanted_bare(c, wanted);

    if (letter_bare(c, bare) != count ||
        memcmp(bare, wanted, count * sizeof(*bare)) != 0)
        fail_msg("U+%04X: U+%04X, not U+%04X", c, bare[0], wanted[0]);
}

static void latin_letters_are_their_base(void **state)
{
    size_t count = 0;

    (void)state;
    for (uint32_t c = 'a'; c < 0x1F00; c++) {
        if (c == 0x250)
            c = 0x1E00;
        if (!is_folded(c))
            continue;
        expect_bare(c);
        count++;
    }
    assert_true(count > 300);
}

static void combining_marks_are_nothing(void **state)
{
    static const struct {
        uint32_t first, last;
    } rows[] = {
        {0x300,  0x36F }, /* diacritics, their extension and supplement, */
        {0x1AB0, 0x1ACE}, /* those for symbols, half marks               */
        {0x1DC0, 0x1DFF},
        {0x20D0, 0x20F0},
        {0xFE20, 0xFE2F},
    };
    uint32_t bare[LETTER_BARE_CEILING];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        for (uint32_t c = rows[i].first; c <= rows[i].last; c++)
            if (letter_bare(c, bare) != 0)
                fail_msg("U+%04X", c);
}

static void others_stay(void **state)
{
    static const uint32_t others[] = {
        ' ',   '7',   'U',    0xB7,   0xD7,   0xF0,    0xF7,
        0xFE,  0x138, 0x14B,  0x3B1,  0x430,  0x5D0,   0x627,
        0x651, 0x93C, 0x1F00, 0x2019, 0x20AC, 0x1F600, 0x10FFFF};
    uint32_t bare[LETTER_BARE_CEILING];

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (letter_bare(others[i], bare) != 1 || bare[0] != others[i])
            fail_msg("U+%04X", others[i]);
}

/* Only small letters come out, and only for what folding leaves. */
static void look_alikes_are_small_letters(void **state)
{
    size_t found = 0;

    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        const uint32_t latin = letter_latin(c);
        if (!latin)
            continue;
        found++;
        if (!letter_is_small(latin) || letter_is_small(c))
            fail_msg("U+%04X: U+%04X", c, latin);
        if (!is_folded(c))
            fail_msg("U+%04X never comes: folding changes it", c);
    }
    assert_true(found > 130);
}

static void look_alikes_of_the_table(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *letters, *latin;
    } cases[] = {
        {"Cyrillic",        "асеорхукѕіјѵԁ", "aceopxyksijvd"},
        {"Greek",           "αβεικνορτυχ",   "abeikvoptux"},
        {"small capitals",  "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
         "abcdefghijklmnoprstuvwyz"},
        {"in black circles", "🅐🅑🅩",        "abz"},
        {"in black boxes",  "🅰🅱🅿🆉",       "abpz"},
        {"of flags",        "🇨🇴🇳",          "con"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct view letters = view_of(cases[i].letters);
        size_t at = 0, n = 0;
        while (at < letters.len) {
            const uint32_t c = utf8_decode(letters.ptr, at, &at);
            if (letter_latin(c) != (uint32_t)(unsigned char)cases[i].latin[n])
                fail_msg("%s: letter %zu is not '%c'", cases[i].name, n,
                         cases[i].latin[n]);
            n++;
        }
        assert_int_equal(n, strlen(cases[i].latin));
    }
}

static void digits_and_signs(void **state)
{
    static const struct {
        uint32_t sign;
        const char *likeliest;
    } cases[] = {
        {'0',     "o"},
        {'1',     "i"},
        {'3',     "e"},
        {'4',     "a"},
        {'5',     "s"},
        {'7',     "t"},
        {'8',     "b"},
        {'9',     "g"},
        {'@',     "a"},
        {'$',     "s"},
        {'!',     "i"},
        {'|',     "i"},
        {0x20AC,  "e"},
        {0xA3,    "l"},
        {'+',     "t"},
        {'2',     "" },
        {'a',     "" },
        {'*',     "" },
        {0x1F600, "" },
        {'-',     "" },
        {'.',     "" },
        {'?',     "" },
        {'U',     "" },
        {0xE9,    "" },
        {0,       "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *leet = letter_leet(cases[i].sign);
        if (!leet != !cases[i].likeliest[0] ||
            (leet && leet[0] != cases[i].likeliest[0]))
            fail_msg("U+%04X", cases[i].sign);
        for (; leet && *leet; leet++)
            assert_true(letter_is_small((uint32_t)(unsigned char)*leet));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin_letters_are_their_base),
        cmocka_unit_test(combining_marks_are_nothing),
        cmocka_unit_test(others_stay),
        cmocka_unit_test(look_alikes_are_small_letters),
        cmocka_unit_test(look_alikes_of_the_table),
        cmocka_unit_test(digits_and_signs),
    };

    fold_open(&folder);
    return cmocka_run_group_tests_name("letter", tests, NULL, NULL);
}
