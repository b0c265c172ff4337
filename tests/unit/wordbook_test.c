#include "model_fixture.h"
#include "word_fixture.h"
#include "wordbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct word_fixture words;

static void words_are_found(void **state)
{
    static const struct {
        const char *word;
        enum word_key kind;
        bool known;
        uint16_t flags;
        const char *text;
    } cases[] = {
        {"cretin", WORD_KEY_SPELLING, true,  WORD_ABUSIVE, NULL     },
        {"merci",  WORD_KEY_SPELLING, true,  0,            NULL     },
        {"jsuis",  WORD_KEY_SPELLING, true,  WORD_RESPELT, "je suis"},
        {"merc",   WORD_KEY_SPELLING, false, 0,            NULL     },
        {"mercii", WORD_KEY_SPELLING, false, 0,            NULL     },
        {"",       WORD_KEY_SPELLING, false, 0,            NULL     },
        {"konar",  WORD_KEY_SPELLING, false, 0,            NULL     },
        {"konar",  WORD_KEY_SOUND,    true,  WORD_SOUND,   "connard"},
        {"merci",  WORD_KEY_SOUND,    false, 0,            NULL     },
    };
    const struct wordbook none = {.slot = NULL};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct view word = view_of(cases[i].word);
        const struct word_entry *e =
            wordbook_find(&words.book, cases[i].kind, word);
        assert_null(wordbook_find(&none, cases[i].kind, word));
        if ((e != NULL) != cases[i].known || (e && e->flags != cases[i].flags))
            fail_msg("'%s'", cases[i].word);
        if (cases[i].text)
            assert_string_equal(words.pool + e->text, cases[i].text);
    }
}

/* A table with one empty slot left finds all it holds, and ends. */
static void full_tables_are_searched(void **state)
{
    (void)state;
    for (uint32_t bits = 1; bits <= 10; bits++) {
        const uint32_t count = (1u << bits) - 1;
        struct word_entry *slot = calloc(count + 1, sizeof(*slot));
        const struct wordbook book = {.slot = slot, .slot_bits = bits};
        char word[16];
        for (uint32_t i = 0; i < count; i++) {
            snprintf(word, sizeof(word), "w%u", i);
            const uint64_t hash =
                wordbook_hash(WORD_KEY_SPELLING, view_of(word));
            struct word_entry *e = wordbook_place(slot, bits, hash);
            assert_int_equal(e->frequency, 0);
            *e = (struct word_entry){(uint32_t)(hash >> 32), (uint16_t)(i + 1),
                                     0, 0};
            assert_true(wordbook_place(slot, bits, hash) == e);
        }
        for (uint32_t i = 0; i < 2 * count; i++) {
            snprintf(word, sizeof(word), "w%u", i);
            const struct word_entry *e =
                wordbook_find(&book, WORD_KEY_SPELLING, view_of(word));
            assert_int_equal(e ? e->frequency : 0, i < count ? i + 1 : 0);
        }
        free(slot);
    }
}

/* What is ruled out without a look-up is never known, never abusive. */
static void no_word_is_ruled_out(void **state)
{
    static struct word_filter filter;
    static struct word_edges edges;
    const struct wordbook none = {.slot = NULL};
    size_t ruled_out = 0;

    (void)state;
    word_filter_open(&filter, &words.book);
    word_edges_open(&edges, &words.book);
    for (size_t i = 0; i < (size_t)1 << words.book.slot_bits; i++) {
        const struct word_entry *e = &words.book.slot[i];
        const uint64_t hash = (uint64_t)e->fingerprint << 32;
        if (e->frequency || e->flags)
            assert_true(word_filter_may_hold(&filter, hash));
    }
    for (uint32_t i = 0; i < words.book.abusive_count; i++) {
        const struct view word =
            view_of(words.book.pool + words.book.abusive[i]);
        for (size_t len = 1; len <= word.len; len++) {
            assert_true(word_edges_begin(&edges, word.ptr, len));
            assert_true(word_edges_end(&edges, word.ptr + word.len - len, len));
        }
    }
    for (char c = 'a'; c <= 'z'; c++) {
        const char letters[] = {'z', c, 'q', 'z'};
        ruled_out += !word_edges_begin(&edges, letters, sizeof(letters));
        ruled_out += !word_edges_end(&edges, letters, sizeof(letters));
        ruled_out += !word_filter_may_hold(
            &filter, wordbook_hash(WORD_KEY_SPELLING,
                                   (struct view){letters, sizeof(letters)}));
    }
    assert_true(ruled_out > 3 * 26 - 10);
    word_filter_open(&filter, &none);
    assert_false(word_filter_may_hold(&filter, 0));
}

/* ---- patterns ----------------------------------------------------------- */

#define ANY "eaiousrntlcdmpvbfghqjxyzkw"

/* A pattern as it is written here: a letter for itself, "[il]" for a choice,
 * "." for any letter. */
static struct word_pattern read_pattern(const char *written, char *room)
{
    struct word_pattern p = {.len = 0};

    for (const char *c = written; *c; c++) {
        if (*c == '.') {
            p.choice[p.len++] = ANY;
            continue;
        }
        const size_t len = *c == '[' ? strcspn(++c, "]") : 1;
        memcpy(room, c, len);
        room[len] = '\0';
        p.choice[p.len++] = room;
        room += len + 1;
        c += len - 1 + (c[len] == ']');
    }
    return p;
}

static void patterns_of_the_table(void **state)
{
    static const struct {
        const char *name, *pattern, *word; /* NULL: none fits */
    } cases[] = {
        {"letters alone",             "merci",            "merci"   },
        {"a choice",                  "merc[il]",         "merci"   },
        {"several",                   "[kc]r[eu]t[il]n",  "cretin"  },
        {"an open letter",            "m.rci",            "merci"   },
        {"two open letters",          "c..rs",            "cours"   },
        {"abusive before frequent",   "s.l[eo].e",        "salope"  },
        {"abusive before others",     "[cb]on",           "con"     },
        {"the most frequent",         "[mst]e",           "me"      },
        {"none",                      "m[xyz]rci",        NULL      },
        {"a choice too short",        "cretins.",         NULL      },
        {"nothing",                   "",                 NULL      },
        {"open: the abusive alone",   "c...a..",          "connard" },
        {"open: nothing abusive",     "...ci",            NULL      },
        {"open: not the more common", "....",             "pute"    },
        {"open: all",                 "........",         "imbecile"},
        {"open: none so long",        "..........",       NULL      },
        {"open: with a choice",       "[cs]...[lr][du]e", NULL      },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char room[256], word[WORDBOOK_WORD_CEILING + 1] = "untouched";
        const struct word_pattern p = read_pattern(cases[i].pattern, room);
        const bool found = wordbook_match(&words.book, &p, word);
        if (found != (cases[i].word != NULL) ||
            strcmp(word, found ? cases[i].word : "untouched") != 0)
            fail_msg("%s: '%s'", cases[i].name, word);
        assert_false(
            wordbook_match(&(struct wordbook){.slot = NULL}, &p, word));
    }
}

static void equal_ones_in_order_of_choices(void **state)
{
    struct word_fixture w;
    char word[WORDBOOK_WORD_CEILING + 1];

    (void)state;
    word_fixture_clear(&w);
    word_fixture_enter(&w, "balle", 7, 0, NULL);
    word_fixture_enter(&w, "bulle", 7, 0, NULL);
    word_fixture_enter(&w, "bille", 6, 0, NULL);
    for (size_t i = 0; i < 2; i++) {
        char room[64];
        const struct word_pattern p =
            read_pattern(i ? "b[uai]lle" : "b[iau]lle", room);
        assert_true(wordbook_match(&w.book, &p, word));
        assert_string_equal(word, i ? "bulle" : "balle");
    }
}

/* Against each word of the table tried by itself. */
static void matches_are_the_plain_ones(void **state)
{
    static const char *const some[] = {"a",  "e",  "ae", "eai",
                                       "lr", "nc", "tsd"};
    static const char letters[] = "aelnrst";
    struct word_fixture w;
    uint64_t seed = 21;
    char known[40][8];

    (void)state;
    for (size_t round = 0; round < 200; round++) {
        word_fixture_clear(&w);
        for (size_t i = 0; i < 40; i++) {
            const size_t len = 2 + fixture_random(&seed) % 3;
            memset(known[i], 0, sizeof(known[i]));
            for (size_t k = 0; k < len; k++)
                known[i][k] = letters[fixture_random(&seed) % 7];
            if (!wordbook_find(&w.book, WORD_KEY_SPELLING, view_of(known[i])))
                word_fixture_enter(&w, known[i], (uint16_t)(i + 1), 0, NULL);
        }
        for (size_t n = 0; n < 50; n++) {
            struct word_pattern p = {.len = 2 + fixture_random(&seed) % 3};
            char word[WORDBOOK_WORD_CEILING + 1];
            uint32_t best = 0;
            for (size_t k = 0; k < p.len; k++)
                p.choice[k] = some[fixture_random(&seed) % 7];
            for (size_t i = 0; i < 40; i++) {
                bool fits = strlen(known[i]) == p.len;
                for (size_t k = 0; fits && k < p.len; k++)
                    fits = strchr(p.choice[k], known[i][k]) != NULL;
                const struct word_entry *e = wordbook_find(
                    &w.book, WORD_KEY_SPELLING, view_of(known[i]));
                if (fits && e->frequency > best)
                    best = e->frequency;
            }
            assert_int_equal(wordbook_match(&w.book, &p, word), best > 0);
            if (best)
                assert_string_equal(word, known[best - 1]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(full_tables_are_searched),
        cmocka_unit_test(no_word_is_ruled_out),
        cmocka_unit_test(patterns_of_the_table),
        cmocka_unit_test(equal_ones_in_order_of_choices),
        cmocka_unit_test(matches_are_the_plain_ones),
    };

    word_fixture_open(&words);
    return cmocka_run_group_tests_name("wordbook", tests, NULL, NULL);
}
