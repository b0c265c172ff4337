/* What a text gives before it is compared: passages, words, names. */
#include "store_fixture.h" /* cmocka */

#include "calls.h"
#include "quotation.h"
#include "wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- quotation ---------------------------------------------------------- */

static void passages_are_found(void **state)
{
    static const struct {
        const char *name, *text;
        const char *passages; /* each in brackets */
    } cases[] = {
        {"guillemets",            "il dit « oui » et «non»", "[ oui ][non]"           },
        {"typographic",           "“a b” c ”d",            "[a b]"                  },
        {"straight, on one line", "\"a\" \"b\nc\" \"d\"",        "[a][ ]"                 },
        {"residue of a smiley",   "drôle \" /> et \" />",       ""                       },
        {"residue inside",        "\"drôle \" /> non\"",        "[drôle \" /> non]"     },
        {"cut out",               "(…)un deux(…) trois",     "[un deux]"              },
        {"cut out, in ASCII",     "(...)un(...)",                "[un]"                   },
        {"quoted line",           "> un deux\ntrois",            "[ un deux]"             },
        {"arrow in a line",       "a > b",                       ""                       },
        {"never closed",          "« un “deux” trois",      "[deux]"                 },
        {"nested",                "« un “deux” trois »",   "[ un “deux” trois ]"},
        {"over lines",            "«un\ndeux»",                "[un\ndeux]"             },
        {"empty",                 "«»",                        "[]"                     },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct view text = view_of(cases[i].text);
        struct quotation_scan scan;
        struct quotation found;
        char seen[200] = "";
        quotation_begin(&scan, text);
        while (quotation_next(&scan, &found))
            snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen), "[%.*s]",
                     (int)(found.end - found.begin), text.ptr + found.begin);
        if (strcmp(seen, cases[i].passages) != 0)
            fail_msg("%s: %s", cases[i].name, seen);
    }
}

static void words_know_their_place(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct wording words = {0};
    struct folder folder;

    (void)state;
    fold_open(&folder);
    assert_int_equal(
        wording_add(&words, &folder,
                    view_of("Éta\xCC\x82t, https://a.fr/x « NU\xE2\x80\x8BL »"
                            " 1er"),
                    &err),
        STATUS_OK);
    assert_int_equal(words.count, 3);
    assert_int_equal(words.word[0].begin, 0);
    assert_int_equal(words.word[0].end, 5); /* the accent is one more */
    assert_int_equal(words.word[0].letters, 4);
    assert_int_equal(words.word[1].quotation, 1);
    assert_int_equal(words.word[1].letters, 3); /* zero width is none */
    assert_int_equal(words.word[2].quotation, 0);
    assert_int_equal(words.word[2].letters, 3);
    assert_int_equal(wording_add(&words, &folder, view_of("nul état"), &err),
                     STATUS_OK);
    assert_int_equal(words.word[3].hash, words.word[1].hash);
    free(words.word);
}

/* ---- calls -------------------------------------------------------------- */

static void names_are_called(void **state)
{
    static const struct {
        const char *name, *text;
        bool called;
    } cases[] = {
        {"Kermadec",         "@Kermadec non",            true },
        {"Kermadec",         "non, @ kermadec : non",    true },
        {"Kermadec",         "Kermadec, tu dis",         true },
        {"Kermadec",         "kermadec : non",           true },
        {"Kermadec",         "KERMADEC !",               true },
        {"Kermadec",         "oui\nKermadec, non",       true },
        {"Kermadec",         "Kermadec t'as tort",       true },
        {"Kermadec",         "Kermadec vous avez tort",  true },
        {"Kermadec",         "Kermadec — non",         true },
        {"Kermadec",         "Kermadec exagère",        false}, /* speaks of him */
        {"Kermadec",         "Kermadec-plage, non",      false},
        {"Kermadec",         "comme dit Kermadec, non",  false},
        {"Kermadec",         "jean@kermadec.fr",         false},
        {"Kermadec",         "https://a.fr/@kermadec/x", false},
        {"Stéphane",        "stephane, non",            true },
        {"Josiane T.",       "Josiane T, non",           true },
        {"Josiane T.",       "Josiane, non",             false},
        {"jean-eudes",       "Jean Eudes : non",         true },
        {"Jean_Eudes du 27", "@jean-eudes du 27 non",    true },
        {"gaucho_lyon",      "gaucho_lyon on sait",      true }, /* no word looks so */
        {"c_o_n_fiture",     "Confiture, non",           false},
        {"Merci",            "Merci, non",               false},
        {"Merci",            "@Merci non",               true },
        {"Franchement",      "Franchement : non",        false},
        {"titre",            "Titre : non",              false}, /* a word of the title */
        {"titre",            "@titre non",               true },
        {"ab",               "@ab non",                  false}, /* too short */
        {"42",               "42, non",                  false},
        {"rage42",           "rage42 c'est toi",         true },
    };
    struct folder folder;

    (void)state;
    fold_open(&folder);
    const uint32_t title = calls_name(&folder, view_of("Titre"));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct calls_shunned shunned = {&title, 1};
        const uint32_t name = calls_name(&folder, view_of(cases[i].name));
        uint32_t found[CALLS_CEILING];
        const size_t count =
            calls_find(&folder, view_of(cases[i].text), &shunned, found);
        bool called = false;
        for (size_t k = 0; k < count; k++)
            called |= name && found[k] == name;
        if (called != cases[i].called)
            fail_msg("%s in '%s': %d", cases[i].name, cases[i].text, called);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passages_are_found),
        cmocka_unit_test(words_know_their_place),
        cmocka_unit_test(names_are_called),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
