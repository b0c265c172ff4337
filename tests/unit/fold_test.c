/* Clusters folded one after another are utf8proc's fold of the whole. */
#include "fold.h"
#include "model_fixture.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#define WHOLE                                                                  \
    (UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |                    \
     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

static struct folder folder; /* filled once by main */

/* False when the clusters of `text` do not fold to what the whole does. */
static bool clusters_are_the_whole(struct view text)
{
    utf8proc_uint8_t *whole = NULL;
    char folded[1024];
    size_t at = 0, len = 0;
    bool same = true;

    while (at < text.len) {
        int32_t out[FOLD_CLUSTER_CEILING];
        size_t next = at;
        const size_t count = fold_cluster(&folder, text, at, out, &next);
        same = same && next > at && next <= text.len &&
               count <= FOLD_CLUSTER_CEILING;
        for (size_t i = 0; same && i < count; i++) {
            assert_true(len + 4 < sizeof(folded));
            len += utf8_encode((uint32_t)out[i], folded + len);
        }
        if (!same)
            return false;
        at = next;
    }
    const utf8proc_ssize_t wanted =
        utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                     (utf8proc_ssize_t)text.len, &whole, WHOLE);
    same =
        wanted >= 0 && (size_t)wanted == len && memcmp(whole, folded, len) == 0;
    free(whole);
    return same;
}

static void expect_whole(const uint32_t *c, size_t count)
{
    char bytes[256];
    size_t len = 0;

    for (size_t i = 0; i < count; i++)
        len += utf8_encode(c[i], bytes + len);
    if (!clusters_are_the_whole((struct view){bytes, len}))
        fail_msg("%zu code points: U+%04X U+%04X U+%04X", count, c[0],
                 count > 1 ? c[1] : 0, count > 2 ? c[2] : 0);
}

static uint32_t next_scalar(uint32_t c)
{
    return c + 1 == 0xD800 ? 0xE000 : c + 1;
}

static void every_code_point_alone(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c = next_scalar(c))
        expect_whole(&c, 1);
}

/* In twos and threes with a mark between and behind. */
static void letters_with_every_mark(void **state)
{
    static const uint32_t other[] = {0xE9,  0xE7,  0x153,  0xDF, 0x1EA1, ' ',
                                     0x3B9, 0x915, 0x200B, 0xAD, 0x200D};

    (void)state;
    for (size_t b = 0; b < 26 + 26 + sizeof(other) / sizeof(other[0]); b++) {
        const uint32_t base = b < 26   ? (uint32_t)('a' + b)
                              : b < 52 ? (uint32_t)('A' + b - 26)
                                       : other[b - 52];
        for (uint32_t m = 0x300; m < 0x370; m++) {
            const uint32_t pair[] = {base, m, base};
            const uint32_t order[] = {base, m, 0x327, 0x301, 0x323};
            const uint32_t hidden[] = {base, 0x200B, m, 0xAD, 0x345, 'x'};
            expect_whole(pair, 2);
            expect_whole(pair, 3);
            expect_whole(order, 5);
            expect_whole(hidden, 6);
        }
    }
}

static void ranges_in_pairs(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name;
        uint32_t from, to, with_from, with_to, step;
    } ranges[] = {
        {"Hangul jamo", 0x1100, 0x11FF, 0x1100, 0x11FF, 1},
        {"syllables and finals", 0xAC00, 0xAC40, 0x1160, 0x11FF, 1},
        {"compatibility jamo", 0x3131, 0x318E, 0x3131, 0x318E, 1},
        {"syllables and compatibility jamo", 0xAC00, 0xAC80, 0x3131, 0x318E, 1},
        {"halfwidth jamo", 0xFFA0, 0xFFDC, 0xFFA0, 0xFFDC, 1},
        {"circled hangul and jamo", 0x3260, 0x327F, 0x1160, 0x11FF, 1},
        {"Arabic forms", 0xFB50, 0xFDFF, 0x64B, 0x660, 1},
        {"Arabic forms, second block", 0xFE70, 0xFEFE, 0x64B, 0x660, 1},
        {"Arabic forms in pairs", 0xFC00, 0xFDFF, 0xFE70, 0xFEFE, 5},
        {"kana and voiced marks", 0x3040, 0x30FF, 0x3099, 0x309C, 1},
        {"halfwidth kana and marks", 0xFF61, 0xFF9F, 0xFF9E, 0xFF9F, 1},
        {"kana and halfwidth marks", 0x3040, 0x30FF, 0xFF9E, 0xFF9F, 1},
        {"Devanagari", 0x900, 0x97F, 0x900, 0x97F, 3},
        {"Bengali, two-part vowels", 0x980, 0x9FF, 0x9BC, 0x9D7, 1},
        {"Tamil, Kannada vowels", 0xBC0, 0xCFF, 0xBBE, 0xBD7, 3},
        {"Tibetan marks", 0xF71, 0xF84, 0xF71, 0xF84, 1},
        {"Greek and marks", 0x370, 0x3FF, 0x300, 0x345, 1},
        {"Greek extended and marks", 0x1F00, 0x1FFF, 0x340, 0x345, 1},
        {"musical symbols", 0x1D157, 0x1D1C0, 0x1D165, 0x1D172, 1},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        for (uint32_t a = ranges[i].from; a <= ranges[i].to;
             a += ranges[i].step)
            for (uint32_t b = ranges[i].with_from; b <= ranges[i].with_to;
                 b += ranges[i].step) {
                const uint32_t both[] = {a, b, b};
                expect_whole(both, 2);
                expect_whole(both, 3);
            }
}

/* One code point of each few hundred, those of Latin text, and what combines,
 * each with each. */
static void sample_in_pairs(void **state)
{
    static uint32_t sample[1024];
    size_t count = 0;

    (void)state;
    for (uint32_t c = 0x20; c < 0x180; c++)
        sample[count++] = c;
    for (uint32_t c = 0x300; c < 0x340; c += 3)
        sample[count++] = c;
    for (uint32_t c = 0x180; c < 0x110000; c += c < 0x3000 ? 61 : 3989)
        if (c < 0xD800 || c >= 0xE000)
            sample[count++] = c;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            expect_whole((const uint32_t[]){sample[i], sample[k]}, 2);
}

static void texts_of_the_table(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *text;
    } cases[] = {
        {"family of four", "👨‍👩‍👧‍👦 a"},
        {"flags", "🇫🇷🇧🇪🇨🇭x"},
        {"skin tones", "👍🏽👍🏿"},
        {"keycap", "1️⃣#️⃣"},
        {"decomposed French", "e\u0301te\u0301, garc\u0327on, c\u0153ur"},
        {"hidden mark", "e\u200B\u0301te\u00AD\u0301"},
        {"hidden marks out of order", "a\u200B\u0301\u200B\u0323z"},
        {"hidden jamo", "\u1100\u200B\u1161\u200D\u11A8"},
        {"compatibility jamo", "ㅎㅏㄳㅎㅎ"},
        {"ligatures", "ﬁn ﬄ ĳ Ǆ"},
        {"fractions, units", "½ ㎏ № ™ ① ℃"},
        {"full width", "ＦＵＬＬ　ｗｉｄｔｈ！"},
        {"mathematical capitals", "𝐂𝐎𝐍 𝓬𝓸𝓷 𝕮𝖔𝖓"},
        {"Turkish dotted I", "İI\u0307ı"},
        {"final sigma", "ΣΑΣ ς"},
        {"sharp s", "Straße STRAẞE"},
        {"longest expansion", "\uFDFA\uFDFB"},
        {"line ends", "a\r\nb\n\u0301c\u2028\u0301"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (!clusters_are_the_whole(view_of(cases[i].text)))
            fail_msg("%s", cases[i].name);
}

static void random_texts(void **state)
{
    uint64_t seed = 1;
    struct buffer text = {.ptr = NULL};

    (void)state;
    for (size_t i = 0; i < 40000; i++) {
        buffer_clear(&text);
        fixture_random_text(&seed, 2 + i % 7, &text);
        if (!clusters_are_the_whole(buffer_view(&text)))
            fail_msg("text %zu: '%s'", i, text.ptr);
    }
    buffer_free(&text);
}

/* Marks without end: cut, but none lost and nothing overrun. */
static void endless_marks_are_cut(void **state)
{
    static const struct {
        uint32_t base, mark;
    } cases[] = {
        {'e',     0x301 },
        {0xFDFA,  0xF77 },
        {0xFDFA,  0x301 },
        {0x1F195, 0x200D},
        {'a',     0x200B},
        {0x600,   0x600 },
        {0xAC00,  0x3133},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[2048];
        size_t len = utf8_encode(cases[i].base, text), at = 0, cps = 0;
        size_t wanted = 0;
        for (size_t n = 0; n < 400; n++) {
            len += utf8_encode(cases[i].mark, text + len);
        }
        for (size_t n = 0; n < 401; n++) {
            int32_t out[FOLD_CLUSTER_CEILING];
            const utf8proc_ssize_t got = utf8proc_decompose_char(
                (int32_t)(n ? cases[i].mark : cases[i].base), out,
                FOLD_CLUSTER_CEILING,
                (WHOLE & ~UTF8PROC_COMPOSE) | UTF8PROC_DECOMPOSE, NULL);
            wanted += (size_t)got;
        }
        while (at < len) {
            int32_t out[FOLD_CLUSTER_CEILING];
            size_t next = at;
            cps +=
                fold_cluster(&folder, (struct view){text, len}, at, out, &next);
            assert_true(next > at && next <= len);
            at = next;
        }
        /* composition saves at most one code point a cluster */
        if (cps > wanted || cps + 401 / 16 + 2 < wanted)
            fail_msg("row %zu: %zu of %zu", i, cps, wanted);
    }
}

static void letters_and_capitals(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c = next_scalar(c)) {
        const utf8proc_category_t k = utf8proc_category((int32_t)c);
        const bool letter =
            k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LL ||
            k == UTF8PROC_CATEGORY_LT || k == UTF8PROC_CATEGORY_LM ||
            k == UTF8PROC_CATEGORY_LO;
        if (fold_is_letter(&folder, c) != letter ||
            fold_is_upper(&folder, c) != (k == UTF8PROC_CATEGORY_LU))
            fail_msg("U+%04X", c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_alone),
        cmocka_unit_test(letters_with_every_mark),
        cmocka_unit_test(ranges_in_pairs),
        cmocka_unit_test(sample_in_pairs),
        cmocka_unit_test(texts_of_the_table),
        cmocka_unit_test(random_texts),
        cmocka_unit_test(endless_marks_are_cut),
        cmocka_unit_test(letters_and_capitals),
    };

    fold_open(&folder);
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
