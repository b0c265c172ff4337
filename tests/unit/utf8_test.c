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

static void broken_sequences_are_found(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *bytes;
        size_t at; /* UTF8_VALID, or the byte */
    } cases[] = {
        {"empty", "", UTF8_VALID},
        {"ASCII over eight bytes", "0123456789abcdefg", UTF8_VALID},
        {"two bytes, first and last", "\xC2\x80\xDF\xBF", UTF8_VALID},
        {"three bytes, first and last", "\xE0\xA0\x80\xEF\xBF\xBF", UTF8_VALID},
        {"last before the surrogates", "\xED\x9F\xBF", UTF8_VALID},
        {"first behind the surrogates", "\xEE\x80\x80", UTF8_VALID},
        {"U+10000 and U+10FFFF", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
         UTF8_VALID},
        {"lone continuation", "ab\x80", 2},
        {"overlong slash, two bytes", "\xC0\xAF", 0},
        {"overlong, C1", "a\xC1\xBF", 1},
        {"overlong, three bytes", "\xE0\x9F\xBF", 0},
        {"overlong, four bytes", "\xF0\x8F\xBF\xBF", 0},
        {"first surrogate", "\xED\xA0\x80", 0},
        {"last surrogate", "xyz\xED\xBF\xBF", 3},
        {"U+110000", "\xF4\x90\x80\x80", 0},
        {"F5", "\xF5\x80\x80\x80", 0},
        {"five-byte form", "\xF8\x88\x80\x80\x80", 0},
        {"FE and FF", "\xFE\xFF", 0},
        {"cut after one of two", "abc\xC3", 3},
        {"cut after one of three", "\xE2", 0},
        {"cut after two of three", "\xE2\x82", 0},
        {"cut after three of four", "\xF0\x9F\x98", 0},
        {"second byte no continuation", "\xC3" "a", 0},
        {"third byte no continuation", "\xE2\x82" "a", 0},
        {"fourth byte no continuation", "\xF0\x9F\x98" "a", 0},
        {"behind eight ASCII bytes", "01234567\xFF", 8},
        {"among eight bytes", "0123\xFF" "567", 4},
        {"ISO 8859-1", "caf\xE9 noir", 3},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const size_t at = utf8_check(view_of(cases[i].bytes));
        if (at != cases[i].at)
            fail_msg("%s: %zu", cases[i].name, at);
    }
    assert_int_equal(utf8_check((struct view){"a\0b", 3}), UTF8_VALID);
    assert_int_equal(utf8_check((struct view){NULL, 0}), UTF8_VALID);
}

/* utf8proc's verdict: the byte where its decoder stops. */
static size_t check_with_utf8proc(const unsigned char *bytes, size_t len)
{
    size_t at = 0;

    while (at < len) {
        utf8proc_int32_t c;
        const utf8proc_ssize_t got =
            utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(len - at), &c);
        if (got <= 0)
            return at;
        at += (size_t)got;
    }
    return UTF8_VALID;
}

static void random_bytes_as_utf8proc_says(void **state)
{
    uint64_t seed = 20200803;

    (void)state;
    for (size_t round = 0; round < 200000; round++) {
        const size_t len = fixture_random(&seed) % 24;
        /* at its exact size, so that ASan sees a read past the end */
        unsigned char *bytes = malloc(len + 1);
        for (size_t i = 0; i < len; i++) {
            const uint64_t n = fixture_random(&seed);
            static const unsigned char leads[] = {0xC2, 0xE0, 0xED, 0xF0,
                                                  0xF4, 0xE2, 0xC3, 0xEF};
            bytes[i] = n % 3 == 0   ? (unsigned char)(n >> 8 & 0x7F)
                       : n % 3 == 1 ? (unsigned char)(0x80 | (n >> 8 & 0x3F))
                       : n & 64     ? leads[n >> 8 & 7]
                                    : (unsigned char)(n >> 8);
        }
        unsigned char *exact = realloc(bytes, len ? len : 1);
        const size_t at = utf8_check((struct view){(char *)exact, len});
        assert_int_equal(at, check_with_utf8proc(exact, len));
        free(exact);
    }
}

static void every_code_point_goes_round(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char bytes[8];
        unsigned char wanted[4];
        size_t next = 0;
        if (c == 0xD800)
            c = 0xE000;
        const size_t len = utf8_encode(c, bytes);
        const utf8proc_ssize_t n =
            utf8proc_encode_char((utf8proc_int32_t)c, wanted);
        if (len != (size_t)n || memcmp(bytes, wanted, len) != 0 ||
            utf8_decode(bytes, 0, &next) != c || next != len ||
            utf8_check((struct view){bytes, len}) != UTF8_VALID ||
            utf8_count((struct view){bytes, len}) != 1)
            fail_msg("U+%04X", c);
    }
}

static void first_never_cuts_a_code_point(void **state)
{
    const struct view text = view_of("a\u00E9\u20AC\U0001F600z");
    static const size_t wanted[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};

    (void)state;
    assert_int_equal(text.len, 11);
    assert_int_equal(utf8_count(text), 5);
    for (size_t len = 0; len < sizeof(wanted) / sizeof(wanted[0]); len++)
        assert_int_equal(utf8_first(text, len).len, wanted[len]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_sequences_are_found),
        cmocka_unit_test(random_bytes_as_utf8proc_says),
        cmocka_unit_test(every_code_point_goes_round),
        cmocka_unit_test(first_never_cuts_a_code_point),
    };

    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
