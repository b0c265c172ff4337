#include "corpus.h"
#include "file.h"
#include "model_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char folder[64];

static int open_folder(void **state)
{
    (void)state;
    fixture_folder(folder);
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    fixture_remove(folder);
    return 0;
}

/* Writes the lines, reads them as a corpus. */
static int read_lines(const char *lines, const char *tones, struct corpus *out,
                      struct error *err)
{
    char path[128];
    const char *const paths[] = {path};

    snprintf(path, sizeof(path), "%s/lines.jsonl", folder);
    if (file_write(path, view_of(lines), err) < 0)
        return err->status;
    return fixture_corpus(out, paths, 1, tones, err);
}

/* id, discussion, reply_to, text, tones, split */
#define LINE(id, discussion, reply_to, text, tones, split)                     \
    "{\"id\":\"" id "\",\"discussion\":\"" discussion                          \
    "\",\"reply_to\":\"" reply_to "\",\"text\":\"" text "\",\"tones\":[" tones \
    "],\"sentiment\":\"neutral\",\"split\":\"" split "\"}\n"
#define FIRST LINE("1", "d1", "", "un", "\"insult\"", "train")
#define TONES_1_TO_8                                                           \
    "\"t01\",\"t02\",\"t03\",\"t04\",\"t05\",\"t06\",\"t07\",\"t08\""
#define TONES_9_TO_13 "\"t09\",\"t10\",\"t11\",\"t12\",\"t13\""

static void corpora_of_the_table(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *lines, *tones;
        int status;
        size_t count;
        const char *message;
    } cases[] = {
        {"two comments", FIRST LINE("2", "d1", "", "deux", "", "train"), NULL,
         STATUS_OK, 2, ""},
        {"equal twice is once", FIRST FIRST, NULL, STATUS_OK, 1, ""},
        {"id with another text", FIRST LINE("1", "d1", "", "autre",
         "\"insult\"", "train"), NULL, STATUS_BAD_INPUT, 0, "'1' comes twice"},
        {"id with other labels", FIRST LINE("1", "d1", "", "un", "", "train"),
         NULL, STATUS_BAD_INPUT, 0, "'1' comes twice"},
        {"id in another discussion", FIRST LINE("1", "d2", "", "un",
         "\"insult\"", "train"), NULL, STATUS_BAD_INPUT, 0, "'1' comes twice"},
        {"id that answers another", FIRST LINE("1", "d1", "7", "un",
         "\"insult\"", "train"), NULL, STATUS_BAD_INPUT, 0, "'1' comes twice"},
        {"id on both sides", FIRST LINE("1", "d1", "", "un", "\"insult\"",
         "test"), NULL, STATUS_BAD_INPUT, 0, "'1' comes twice"},
        {"discussion on both sides", FIRST LINE("2", "d2", "", "deux", "",
         "test") LINE("3", "d1", "", "trois", "", "test"), NULL,
         STATUS_BAD_INPUT, 0, "'d1' stands on both sides"},
        {"no labels", FIRST "{\"id\":\"2\",\"text\":\"deux\"}\n", NULL,
         STATUS_BAD_INPUT, 0, "'2' has no labels"},
        {"tone twice", FIRST, "insult,insult", STATUS_BAD_INPUT, 0, "insult"},
        {"tone without a name", FIRST, "insult,,threat", STATUS_BAD_INPUT, 0,
         "no name for a tone"},
        {"name too long", FIRST, "abcdefghijklmnopqrstuvwx", STATUS_BAD_INPUT,
         0, "no name for a tone"},
        {"longest name", FIRST, "abcdefghijklmnopqrstuvw", STATUS_OK, 1, ""},
        {"15 tones with sentiment", LINE("1", "d", "", "x", TONES_1_TO_8 ","
         TONES_9_TO_13, "train"), NULL, STATUS_OK, 1, ""},
        {"16 tones with sentiment", LINE("1", "d", "", "x", TONES_1_TO_8 ","
         TONES_9_TO_13 ",\"t14\"", "train"), NULL, STATUS_BAD_INPUT, 0,
         "more than 15 tones"},
        {"no JSON", FIRST "{\"id\":\n", NULL, STATUS_BAD_RECORD, 0, ""},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct corpus corpus = {.count = 0};
        const int status =
            read_lines(cases[i].lines, cases[i].tones, &corpus, &err);
        if (status != cases[i].status || corpus.count != cases[i].count ||
            !strstr(err.message, cases[i].message))
            fail_msg("%s: %d '%s', %zu comments", cases[i].name, status,
                     err.message, corpus.count);
        corpus_free(&corpus);
    }
}

static void missing_file_is_no_input(void **state)
{
    const char *const paths[] = {"/nowhere/at/all.jsonl"};
    struct error err = {.status = STATUS_OK};
    struct corpus corpus;

    (void)state;
    assert_int_equal(fixture_corpus(&corpus, paths, 1, NULL, &err),
                     STATUS_NO_INPUT);
}

static void tones_stand_in_their_order(void **state)
{
    static const char lines[] = LINE("1", "d", "", "a", "\"b\",\"a\"", "train")
        LINE("2", "d", "", "b", "\"b\",\"c\"", "train")
            LINE("3", "d", "", "c", "\"c\",\"z\"", "train")
                LINE("4", "d", "", "d", "\"d\"", "train");
    static const struct {
        const char *tones, *names;
    } cases[] = {
        {NULL,           "b c a d z negative positive"},
        {"z,a",          "z a negative positive"      },
        {" a , b ",      "a b negative positive"      },
        {"a,positive,b", "a positive b negative"      },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct corpus corpus;
        char names[256] = "";
        size_t len = 0;
        assert_int_equal(read_lines(lines, cases[i].tones, &corpus, &err),
                         STATUS_OK);
        for (size_t t = 0; t < corpus.tones.count; t++) {
            len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s",
                                    t ? " " : "", corpus.tones.name[t]);
            assert_int_equal(
                tones_bit(&corpus.tones, view_of(corpus.tones.name[t])),
                1u << t);
        }
        assert_string_equal(names, cases[i].names);
        assert_int_equal(tones_bit(&corpus.tones, view_of("no")), 0);
        corpus_free(&corpus);
    }
}

static void labels_and_parents_are_found(void **state)
{
    static const char lines[] =
        LINE("c2", "d1", "c1", "réponse", "\"insult\",\"threat\"", "train")
            LINE("c1", "d1", "", "début", "", "train")
                LINE("c3", "d2", "c1", "d'ailleurs", "\"insult\"", "test")
                    LINE("c4", "d2", "c9", "perdu", "\"unknown\"", "test")
                        LINE("c5", "d2", "c5", "soi-même", "", "test");
    struct error err = {.status = STATUS_OK};
    struct corpus c;

    (void)state;
    assert_int_equal(read_lines(lines, "insult,threat", &c, &err), STATUS_OK);
    assert_int_equal(c.count, 5);
    for (size_t i = 0; i < c.count; i++) {
        char id[32];
        snprintf(id, sizeof(id), "c%zu", i + 1);
        assert_true(view_is(c.comment[i].id, id)); /* sorted by id */
        assert_int_equal(c.comment[i].parent, i == 1 ? 0 : NO_PARENT);
        assert_int_equal(c.comment[i].test, i >= 2);
    }
    assert_int_equal(c.comment[1].tones, 3);
    assert_int_equal(c.comment[2].tones, 1);
    assert_int_equal(c.comment[3].tones, 0);
    assert_true(view_is(c.comment[1].text, "réponse"));
    assert_int_equal(corpus_positives(&c, 0, false), 1);
    assert_int_equal(corpus_positives(&c, 0, true), 1);
    assert_int_equal(corpus_positives(&c, 1, true), 0);
    corpus_free(&c);
    corpus_free(&c);
}

static void order_of_lines_does_not_matter(void **state)
{
    char path[128];
    const char *const paths[] = {path};
    char sha256[65] = "";

    (void)state;
    snprintf(path, sizeof(path), "%s/shuffled.jsonl", folder);
    for (uint64_t shuffle = 0; shuffle < 6; shuffle++) {
        struct error err = {.status = STATUS_OK};
        struct corpus c;
        model_fixture_write(path, shuffle);
        assert_int_equal(fixture_corpus(&c, paths, 1, NULL, &err), STATUS_OK);
        assert_int_equal(c.count, FIXTURE_COMMENTS);
        assert_int_equal(strlen(c.sha256), 64);
        if (shuffle)
            assert_string_equal(c.sha256, sha256);
        memcpy(sha256, c.sha256, sizeof(sha256));
        corpus_free(&c);
    }
}

/* Whatever a model may learn from is in the digest. */
static void digest_sees_every_change(void **state)
{
    static const char *const lines[] = {
        FIRST,
        LINE("2", "d1", "", "un", "\"insult\"", "train"),
        LINE("1", "d2", "", "un", "\"insult\"", "train"),
        LINE("1", "d1", "9", "un", "\"insult\"", "train"),
        LINE("1", "d1", "", "Un", "\"insult\"", "train"),
        LINE("1", "d1", "", "un", "\"threat\"", "train"),
        LINE("1", "d1", "", "un", "\"insult\",\"threat\"", "train"),
        LINE("1", "d1", "", "un", "", "train"),
        LINE("1", "d1", "", "un", "\"insult\"", "test"),
        FIRST LINE("2", "d1", "", "deux", "", "train"),
    };
    enum { COUNT = sizeof(lines) / sizeof(lines[0]) };
    char sha256[COUNT][65];

    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        struct error err = {.status = STATUS_OK};
        struct corpus c;
        assert_int_equal(read_lines(lines[i], "insult,threat", &c, &err),
                         STATUS_OK);
        memcpy(sha256[i], c.sha256, sizeof(sha256[i]));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(sha256[i], sha256[j]);
        corpus_free(&c);
    }
}

static void two_files_are_one_corpus(void **state)
{
    char first[128], second[128];
    const char *const paths[] = {first, second};
    const char *const back[] = {second, first};
    struct error err = {.status = STATUS_OK};
    struct corpus a, b;

    (void)state;
    snprintf(first, sizeof(first), "%s/a.jsonl", folder);
    snprintf(second, sizeof(second), "%s/b.jsonl", folder);
    file_write(first, view_of(FIRST), &err);
    file_write(second, view_of(LINE("2", "d1", "1", "deux", "", "train")),
               &err);
    assert_int_equal(fixture_corpus(&a, paths, 2, NULL, &err), STATUS_OK);
    assert_int_equal(fixture_corpus(&b, back, 2, NULL, &err), STATUS_OK);
    assert_int_equal(a.count, 2);
    assert_int_equal(a.comment[1].parent, 0);
    assert_string_equal(a.sha256, b.sha256);
    corpus_free(&a);
    corpus_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corpora_of_the_table),
        cmocka_unit_test(missing_file_is_no_input),
        cmocka_unit_test(tones_stand_in_their_order),
        cmocka_unit_test(labels_and_parents_are_found),
        cmocka_unit_test(order_of_lines_does_not_matter),
        cmocka_unit_test(digest_sees_every_change),
        cmocka_unit_test(two_files_are_one_corpus),
    };

    return cmocka_run_group_tests_name("corpus", tests, open_folder,
                                       close_folder);
}
