#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html.h"
#include "marked.h"

static void test_escape(void **state)
{
    static const struct {
        const char *name, *text, *written;
    } cases[] = {
        {"plain text stays", "Ça va ?", "Ça va ?"},
        {"markup becomes text", "<script>alert(1)</script>",
         "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"an attribute cannot be left", "\" onclick='x' &quot;",
         "&quot; onclick=&#39;x&#39; &amp;quot;"},
        {"overrides of direction show", "a\xE2\x80\xAE" "b",
         "a\xEF\xBF\xBD" "b"},
        {"isolates show", "\xE2\x81\xA6", "\xEF\xBF\xBD"},
        {"controls show, line ends and tabs stay", "a\001\n\tb\x7F",
         "a\xEF\xBF\xBD\n\tb\xEF\xBF\xBD"},
        {"a tag character shows", "\xF3\xA0\x81\x81", "\xEF\xBF\xBD"},
        {"smileys stay whole", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
        {"nothing is nothing", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer out = {.ptr = NULL};
        struct html page = {.out = &out};
        HTML(&page, "{}|", S(cases[i].text));
        assert_int_equal(page.err.status, STATUS_OK);
        out.ptr[out.len - 1] = '\0';
        if (strcmp(out.ptr, cases[i].written) != 0)
            fail_msg("%s: %s", cases[i].name, out.ptr);
        buffer_free(&out);
    }
}

static void test_values(void **state)
{
    const struct view part = view_of("a/b ?é");
    const struct {
        struct html_value value;
        const char *french, *english;
    } cases[] = {
        {N(1234567), "1\xE2\x80\xAF" "234\xE2\x80\xAF" "567", "1,234,567"},
        {N(-1234), "-1\xE2\x80\xAF" "234", "-1,234"},
        {N(12), "12", "12"},
        {N(0), "0", "0"},
        {D(1234567), "1234567", "1234567"},
        {P(0.934), "93\xE2\x80\xAF%", "93%"},
        {P(0.0034), "0,3\xE2\x80\xAF%", "0.3%"},
        {P(0), "0\xE2\x80\xAF%", "0%"},
        {F(0.934), "0,93", "0.93"},
        {X4(0.93412), "0.9341", "0.9341"},
        {U(part), "a%2Fb%20%3F%C3%A9", "a%2Fb%20%3F%C3%A9"},
        {W("<oui>", "<yes>"), "&lt;oui&gt;", "&lt;yes&gt;"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int english = 0; english < 2; english++) {
            struct buffer out = {.ptr = NULL};
            struct html page = {.out = &out, .english = english};
            html_put(&page, "[{}]", &cases[i].value, 1);
            const char *wanted = english ? cases[i].english : cases[i].french;
            assert_int_equal(out.len, strlen(wanted) + 2);
            assert_memory_equal(out.ptr + 1, wanted, strlen(wanted));
            buffer_free(&out);
        }
}

static void test_failure_sticks(void **state)
{
    struct buffer out = {.ceiling = 8};
    struct html page = {.out = &out};

    (void)state;
    HTML(&page, "{}", S("12345"));
    HTML(&page, "{}", S("6789"));
    HTML(&page, "{}", S("a"));
    assert_int_equal(page.err.status, STATUS_TOO_BIG);
    assert_string_equal(out.ptr, "12345");
    buffer_free(&out);
}

/* Reasons of a flagged tone are marked; ranges in code points, the heaviest
 * tone gives the colour, gaps are marked only within one tone. */
static void test_marks(void **state)
{
    static const struct model_record model = {
        .tone_count = 3,
        .tone = {{{"insult", 6}, 0, false},
                 {{"sarcasm", 7}, 0, false},
                 {{"negative", 8}, 0, false}},
    };
    static const struct verdict verdict = {
        .tone_count = 3,
        .tone = {{0, 9000, true}, {0, 9000, true}, {0, 9000, true}},
    };
    static const struct {
        const char *name;
        struct reason reason[3];
        size_t count;
        const char *written;
    } cases[] = {
        {"no reason, no mark", {{0, 0, 0, 0, NULL}}, 0, "été &lt;b&gt; là"},
        {"code points, not bytes", {{0, 0, 3, 1, NULL}}, 1,
         "<mark class=\"tone-insult harsh\" title=\"Insulte\">été</mark> "
         "&lt;b&gt; là"},
        {"what speaks against is not marked", {{0, 0, 3, -1, NULL}}, 1,
         "été &lt;b&gt; là"},
        {"a sentiment is not marked", {{2, 0, 3, 1, NULL}}, 1,
         "été &lt;b&gt; là"},
        {"a range past the end is left out", {{0, 4, 99, 1, NULL}}, 1,
         "été &lt;b&gt; là"},
        {"the heavier one gives the colour",
         {{0, 4, 7, 1, NULL}, {1, 4, 7, 2, NULL}}, 2,
         "été <mark class=\"tone-sarcasm harsh\" title=\"Insulte, Sarcasme\">"
         "&lt;b&gt;</mark> là"},
        {"two words of one tone are one mark",
         {{0, 0, 3, 1, NULL}, {0, 4, 7, 1, NULL}}, 2,
         "<mark class=\"tone-insult harsh\" title=\"Insulte\">été &lt;b&gt;"
         "</mark> là"},
        {"a mark never ends in a gap", {{1, 0, 4, 1, NULL}}, 1,
         "<mark class=\"tone-sarcasm\" title=\"Sarcasme\">été</mark> "
         "&lt;b&gt; là"},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    assert_int_equal(arena_open(&arena, 4096, &err), STATUS_OK);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer out = {.ptr = NULL};
        struct html page = {.out = &out};
        arena_reset(&arena);
        marked_text(&page, view_of("été <b> là"), (struct passage){0, 0},
                    cases[i].reason, cases[i].count, &verdict, &model, &arena);
        if (strcmp(out.ptr, cases[i].written) != 0)
            fail_msg("%s: %s", cases[i].name, out.ptr);
        buffer_free(&out);
    }
    arena_free(&arena);
}

#define Q_OPEN                                                                 \
    "<span class=\"quoted\" title=\"repris d&#39;un autre commentaire\">"

/* Words taken from another comment, code points, in a text and in its start. */
static void test_quoted(void **state)
{
    static const struct {
        const char *text;
        size_t most;
        uint32_t begin, end; /* quoted */
        const char *written;
    } cases[] = {
        {"été là", 9, 0, 0, "été là"                              },
        {"été là", 9, 0, 3, Q_OPEN "été</span> là"                },
        {"été là", 9, 4, 6, "été " Q_OPEN "là</span>"             },
        {"été là", 9, 0, 6, Q_OPEN "été là</span>"                },
        {"été là", 2, 1, 6, "é" Q_OPEN "t</span>…"                  },
        {"été là", 3, 4, 6, "été…"                                  },
        {"  été ", 9, 3, 5, "é" Q_OPEN "té</span>"                  },
        {"  été ", 2, 0, 0, "ét…"                                    },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer out = {.ptr = NULL};
        struct html page = {.out = &out};
        marked_quoting(&page, view_of(cases[i].text), cases[i].most,
                       (struct passage){cases[i].begin, cases[i].end});
        if (strcmp(out.ptr, cases[i].written) != 0)
            fail_msg("%zu: %s", i, out.ptr);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_failure_sticks),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_quoted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
