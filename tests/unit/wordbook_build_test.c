#include "corpus.h"
#include "file.h"
#include "lexicon_build.h"
#include "model_fixture.h"
#include "normalizer.h"
#include "sound.h"
#include "wordbook_build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* "tous" stands in three comments, "bonjour" in two, "une" in one alone;
 * the last comment is not counted. */
static const char *const texts[] = {
    "Bonjour à tous, tous, tous", "bonjour Tous les crétins",
    "Une TÔUS 42 :) salut",       "salut le canard, le CANARD",
    "le canard a dit non",        "une une non non",
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))
#define COUNTED (TEXTS - 1)

static struct corpus corpus;
static struct lexicon_build lexicon;

static int open_all(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer lines = {.ptr = NULL};
    char folder[64], path[128];
    const char *const paths[] = {path};

    (void)state;
    fixture_folder(folder);
    for (size_t i = 0; i < TEXTS; i++)
        buffer_printf(&lines, &err,
                      "{\"id\":\"c%zu\",\"text\":\"%s\",\"tones\":[],"
                      "\"split\":\"train\"}\n",
                      i, texts[i]);
    snprintf(path, sizeof(path), "%s/c.jsonl", folder);
    file_write(path, buffer_view(&lines), &err);
    if (fixture_corpus(&corpus, paths, 1, NULL, &err) < 0)
        fail_msg("%s", err.message);
    snprintf(path, sizeof(path), "%s/insults.tsv", folder);
    file_write(path,
               view_of("crétin:s\tmild\nconnard\tmild\ncon\tmild\n"
                       "canaar\tmild\nzz\tmild\nta gueule\tmild\n"),
               &err);
    snprintf(path, sizeof(path), "%s/spelling.tsv", folder);
    file_write(path, view_of("bjr\tbonjour\njsuis\tje suis\nbjr\tbonsoir\n"),
               &err);
    if (lexicon_build(&lexicon, folder, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
    buffer_free(&lines);
    fixture_remove(folder);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    corpus_free(&corpus);
    lexicon_build_free(&lexicon);
    return 0;
}

static struct wordbook build(const size_t *comment, size_t count)
{
    struct error err = {.status = STATUS_OK};
    struct wordbook book;

    if (wordbook_build(&book, &corpus, comment, count, &lexicon, &err) < 0)
        fail_msg("%s", err.message);
    return book;
}

static const size_t in_order[TEXTS] = {0, 1, 2, 3, 4, 5};

static void words_of_the_table(void **state)
{
    static const struct {
        const char *name, *word;
        uint32_t frequency; /* 0 with flags 0: not known */
        uint16_t flags;
        const char *text;
    } cases[] = {
        {"counted by comments",        "tous",    3, 0,            NULL     },
        {"in any case",                "bonjour", 2, 0,            NULL     },
        {"in one alone",               "une",     0, 0,            NULL     },
        {"in one that is not counted", "non",     0, 0,            NULL     },
        {"one letter is one, too",     "a",       2, 0,            NULL     },
        {"a number is none",           "42",      0, 0,            NULL     },
        {"nor a class",                "n",       0, 0,            NULL     },
        {"abusive, met once",          "cretins", 1, WORD_ABUSIVE, NULL     },
        {"abusive, not met",           "cretin",  0, WORD_ABUSIVE, NULL     },
        {"abusive of three letters",   "con",     0, WORD_ABUSIVE, NULL     },
        {"too short to be abusive",    "zz",      0, 0,            NULL     },
        {"of a phrase",                "gueule",  0, 0,            NULL     },
        {"a spelling, the first one",  "bjr",     0, WORD_RESPELT, "bonjour"},
        {"a spelling of two words",    "jsuis",   0, WORD_RESPELT, "je suis"},
        {"never met",                  "xyz",     0, 0,            NULL     },
    };
    struct wordbook book = build(in_order, COUNTED);

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct word_entry *e =
            wordbook_find(&book, WORD_KEY_SPELLING, view_of(cases[i].word));
        if ((e ? e->frequency : 0) != cases[i].frequency ||
            (e ? e->flags : 0) != cases[i].flags)
            fail_msg("%s: '%s'", cases[i].name, cases[i].word);
        if (cases[i].text)
            assert_string_equal(book.pool + e->text, cases[i].text);
    }
    wordbook_build_free(&book);
    wordbook_build_free(&book); /* twice is allowed */
}

static void tables_keep_their_promises(void **state)
{
    struct wordbook book = build(in_order, COUNTED);
    size_t empty = 0;

    (void)state;
    for (size_t i = 0; i < (size_t)1 << book.slot_bits; i++) {
        empty += !book.slot[i].frequency && !book.slot[i].flags;
        assert_true(book.slot[i].text < book.pool_size);
    }
    assert_true(empty > 0);
    assert_int_equal(book.pool[book.pool_size - 1], '\0');
    assert_int_equal(book.abusive_count, 5);
    for (size_t i = 0; i < book.abusive_count; i++) {
        const char *word = book.pool + book.abusive[i];
        assert_true(!i || strcmp(book.pool + book.abusive[i - 1], word) < 0);
        assert_true(
            wordbook_find(&book, WORD_KEY_SPELLING, view_of(word))->flags &
            WORD_ABUSIVE);
    }
    wordbook_build_free(&book);
}

/* Abusive words are heard, but never where an ordinary one sounds alike. */
static void sounds_of_the_table(void **state)
{
    static const struct {
        const char *heard, *word; /* NULL: nothing is heard */
    } cases[] = {
        {"konar",   "connard"},
        {"krétin", NULL     }, /* not bare: no letters of a-z alone */
        {"kretin",  "cretin" },
        {"kanar",   NULL     }, /* canaar is abusive, but so sounds canard */
        {"kon",     NULL     }, /* too short to be heard */
        {"bonjour", NULL     },
    };
    struct wordbook book = build(in_order, COUNTED);

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char key[SOUND_CEILING + 1];
        const size_t len = sound_key(view_of(cases[i].heard), key);
        const struct word_entry *e =
            wordbook_find(&book, WORD_KEY_SOUND, (struct view){key, len});
        const char *word =
            e && e->flags & WORD_SOUND ? book.pool + e->text : NULL;
        if (!word != !cases[i].word ||
            (word && strcmp(word, cases[i].word) != 0))
            fail_msg("'%s': '%s'", cases[i].heard, word ? word : "");
    }
    wordbook_build_free(&book);
}

static bool same_book(const struct wordbook *a, const struct wordbook *b)
{
    return a->slot_bits == b->slot_bits && a->pool_size == b->pool_size &&
           a->abusive_count == b->abusive_count &&
           memcmp(a->slot, b->slot, sizeof(*a->slot) << a->slot_bits) == 0 &&
           memcmp(a->pool, b->pool, a->pool_size) == 0 &&
           memcmp(a->abusive, b->abusive,
                  a->abusive_count * sizeof(*a->abusive)) == 0;
}

/* In whatever order the comments are counted. */
static void same_comments_same_bytes(void **state)
{
    static const size_t other_order[COUNTED] = {4, 2, 0, 1, 3};
    struct wordbook a = build(in_order, COUNTED);
    struct wordbook b = build(other_order, COUNTED);
    struct wordbook c = build(in_order, TEXTS);

    (void)state;
    assert_true(same_book(&a, &b));
    assert_false(same_book(&a, &c));
    wordbook_build_free(&a);
    wordbook_build_free(&b);
    wordbook_build_free(&c);
}

static void nothing_makes_an_empty_book(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct lexicon_build none;
    struct normalizer normalizer;
    struct wordbook book;
    struct arena arena;
    struct text text;

    (void)state;
    assert_int_equal(lexicon_build(&none, NULL, &err), STATUS_OK);
    assert_int_equal(wordbook_build(&book, &corpus, in_order, 0, &none, &err),
                     STATUS_OK);
    assert_null(wordbook_find(&book, WORD_KEY_SPELLING, view_of("tous")));
    assert_int_equal(book.abusive_count, 0);
    arena_open(&arena, 1 << 16, &err);
    normalizer_open(&normalizer, &book);
    assert_int_equal(normalizer_run(&normalizer, view_of("c*nnard konar"),
                                    &text, &arena, &err),
                     STATUS_OK);
    assert_true(view_is(text.folded, "c*nnard konar"));
    arena_free(&arena);
    wordbook_build_free(&book);
}

/* Many words: the table grows, and all are found. */
static void many_words_are_found(void **state)
{
    const size_t words = 60000;
    struct error err = {.status = STATUS_OK};
    struct lexicon_build many = {.words = words};
    struct wordbook book;

    (void)state;
    many.word = calloc(words, sizeof(*many.word));
    for (size_t i = 0; i < words; i++) {
        size_t number = i;
        for (size_t k = 0; k < 6; k++, number /= 26)
            many.word[i].word[k] = (char)('a' + number % 26);
        many.word[i].abusive = true;
    }
    assert_int_equal(
        wordbook_build(&book, &corpus, in_order, COUNTED, &many, &err),
        STATUS_OK);
    assert_int_equal(book.abusive_count, words);
    for (size_t i = 0; i < words; i++)
        assert_non_null(wordbook_find(&book, WORD_KEY_SPELLING,
                                      view_of(many.word[i].word)));
    wordbook_build_free(&book);
    free(many.word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_the_table),
        cmocka_unit_test(tables_keep_their_promises),
        cmocka_unit_test(sounds_of_the_table),
        cmocka_unit_test(same_comments_same_bytes),
        cmocka_unit_test(nothing_makes_an_empty_book),
        cmocka_unit_test(many_words_are_found),
    };

    return cmocka_run_group_tests_name("wordbook_build", tests, open_all,
                                       close_all);
}
