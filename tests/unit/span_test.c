#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "batch.h"
#include "markup.h"
#include "span.h"

#include <stdio.h>
#include <string.h>

/* "begin-end" in UTF-16 code units, a blank between two. */
static void test_sentences(void **state)
{
    static const struct {
        const char *text, *spans;
    } cases[] = {
        {"Ça 😀 nul. Bravo !",   "0-10 11-18"    },
        {"",                        ""              },
        {"  \n ",                   ""              },
        {"Un",                      "0-2"           },
        {"  Un.  Deux ?! Trois…", "2-5 7-14 15-21"},
        {"« Non ! » dit-il. Oui", "0-7 8-17 18-21"},
        {"Il a dit \"non.\" Puis",  "0-15 16-20"    },
        {"3.14 vaut pi",            "0-12"          },
        {"ligne\nautre ligne",      "0-5 6-17"      },
        {"...",                     "0-3"           },
    };
    struct span span[SPANS_CEILING];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char seen[256] = "";
        size_t len = 0;
        const size_t count = span_sentences(view_of(cases[i].text), span);
        for (size_t k = 0; k < count; k++)
            len +=
                (size_t)snprintf(seen + len, sizeof(seen) - len, "%s%zu-%zu",
                                 k ? " " : "", span[k].begin16, span[k].end16);
        if (strcmp(seen, cases[i].spans) != 0)
            fail_msg("%s: %s", cases[i].text, seen);
    }
    assert_int_equal(span_units(view_of("Ça 😀 nul. Bravo !")), 18);
}

/* More sentences than there is room for: the last one holds the rest. */
static void test_many(void **state)
{
    static char text[4 * SPANS_CEILING * 2 + 1];
    static struct span span[SPANS_CEILING];

    (void)state;
    for (size_t i = 0; i < 2 * SPANS_CEILING; i++)
        memcpy(text + 4 * i, "Ah! ", 4);
    assert_int_equal(span_sentences(view_of(text), span), SPANS_CEILING);
    assert_int_equal(span[SPANS_CEILING - 1].end, strlen(text) - 1);
}

static void test_markup(void **state)
{
    static const struct {
        const char *html, *text;
    } cases[] = {
        {"<div>Tu es nul</div>",                   "Tu es nul\n"                   },
        {"<p>un</p><p>deux</p>",                   "un\ndeux\n"                    },
        {"a<br>b<BR/>c",                           "a\nb\nc"                       },
        {"<b>gras</b> <i class=\"x>y\">pas</i>",   "gras y\">pas"                  },
        {"&amp;lt; &lt;b&gt; &#39;&#x2019;&nbsp;", "&lt; <b> '’ "                },
        {"&inconnu; &#0; &#xD800; & seul",         "&inconnu; &#0; &#xD800; & seul"},
        {"a < b",                                  "a < b"                         },
        {"<script>x</script>",                     "x"                             },
        {"",                                       ""                              },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ptr = NULL};
        assert_int_equal(markup_text(view_of(cases[i].html), &out, &err),
                         STATUS_OK);
        if (strcmp(out.ptr ? out.ptr : "", cases[i].text) != 0)
            fail_msg("%s: %s", cases[i].html, out.ptr);
        buffer_free(&out);
    }
}

static void test_batch(void **state)
{
    static const char body[] =
        "preamble\r\n--b1\r\nContent-Type: application/http\r\n"
        "Content-ID: <x + 1>\r\n\r\n"
        "POST /v1alpha1/comments:analyze?key=K&alt=json HTTP/1.1\r\n"
        "Content-Type: application/json\r\n\r\n{\"a\": 1}\r\n"
        "--b1\r\nContent-Type: application/http\r\n\r\n"
        "POST https://h.example/v1/x HTTP/1.1\r\n\r\n\r\n"
        "--b1--\r\n";
    struct view rest = view_of(body);
    struct batch_call call;

    (void)state;
    assert_true(batch_next(&rest, view_of("b1"), &call));
    assert_true(view_is(call.id, "<x + 1>"));
    assert_true(view_is(call.method, "POST"));
    assert_true(view_is(call.path, "/v1alpha1/comments:analyze"));
    assert_true(view_is(call.query, "key=K&alt=json"));
    assert_true(view_is(call.body, "{\"a\": 1}"));
    assert_true(batch_next(&rest, view_of("b1"), &call));
    assert_true(view_is(call.path, "/v1/x"));
    assert_int_equal(call.body.len, 0);
    assert_false(batch_next(&rest, view_of("b1"), &call));
    rest = view_of("no boundary at all");
    assert_false(batch_next(&rest, view_of("b1"), &call));
    rest = view_of("--b1\r\nrubbish");
    assert_false(batch_next(&rest, view_of("b1"), &call));
    rest = view_of("--b1\r\n\r\nPOST https://nohost HTTP/1.1\r\n\r\n--b1--");
    assert_false(batch_next(&rest, view_of("b1"), &call));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_markup),
        cmocka_unit_test(test_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
