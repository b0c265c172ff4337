/* lexicon_build.h and lexicon_tree.h */
#include "buffer.h"
#include "lexicon_build.h"
#include "lexicon_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void bad_files_are_refused(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *file, *lines, *where, *message;
    } cases[] = {
        {"no class", "f.tsv", "con\n", "f.tsv:1", "phrase TAB class"},
        {"no phrase", "f.tsv", "# x\n\n\tk\n", "f.tsv:3", "phrase TAB class"},
        {"bad rule", "f.tsv", "con\tk\ncon:x fini\tk\n", "f.tsv:2",
         "no rule \"x\""},
        {"rule that does not fit", "f.tsv", "con:v\tk\n", "f.tsv:1",
         "no rule"},
        {"all optional", "f.tsv", "(con) (fini)\tk\n", "f.tsv:1",
         "may be empty"},
        {"a gap alone", "f.tsv", "**\tk\n", "f.tsv:1", "may be empty"},
        {"punctuation alone", "f.tsv", "-\tk\n", "f.tsv:1", "may be empty"},
        {"not UTF-8", "f.tsv", "con\tk\nb\xFF\tk\n", "f.tsv:2",
         "UTF-8 at byte 1"},
        {"a class too long", "f.tsv", "con\tabcdefghijklmnopqrstuvwxyz0123\n",
         "f.tsv:1", "class"},
        {"a word too long", "f.tsv",
         "123456789012345678901234567890123456789012345678901234567890abcd\tk",
         "f.tsv:1", "too long"},
        {"too many ways", "f.tsv",
         "** a/b/c/d ** a/b/c/d ** a/b/c/d ** a/b/c/d ** a/b/c/d ** a/b/c\tk",
         "f.tsv:1", "ways"},
        {"too many words at once", "f.tsv", "a_b_c_d_e_f_g_h_i_j_k_l_m\tk\n",
         "f.tsv:1", "more than 12 words"},
        {"a long single word", "insults.tsv",
         "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\tk\n",
         "insults.tsv:1", "too long"},
        {"spelling of two words", "spelling.tsv", "pk\tpourquoi\na b\tc\n",
         "spelling.tsv:2", "not one word"},
        {"spelling without its form", "spelling.tsv", "pk\n", "spelling.tsv:1",
         "phrase TAB class"},
        {"a name too long", "abcdefghijklmnopqrstuvwxyz.tsv", "con\tk\n", "",
         "too long a name"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct lexicon_fixture w;
        char where[160] = "";
        lexicon_fixture_open(&w);
        lexicon_fixture_add(&w, cases[i].file, cases[i].lines);
        const int status = lexicon_build(&w.build, w.folder, &err);
        if (cases[i].where[0])
            snprintf(where, sizeof(where), "%s/%s", w.folder, cases[i].where);
        if (status != STATUS_BAD_INPUT || strcmp(err.where, where) != 0 ||
            !strstr(err.message, cases[i].message))
            fail_msg("%s: %s: %s", cases[i].name, err.where, err.message);
        assert_null(w.build.lexicon.edge);
        assert_null(w.build.word);
        lexicon_fixture_close(&w);
    }
}

static void folders_that_are_none(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct lexicon_build none;
    struct lexicon_fixture w;

    (void)state;
    assert_int_equal(lexicon_build(&none, NULL, &err), STATUS_OK);
    assert_null(none.lexicon.edge);
    assert_int_equal(none.words, 0);
    assert_int_equal(lexicon_build(&none, "/nowhere/at/all", &err),
                     STATUS_NO_INPUT);
    assert_non_null(strstr(err.message, "/nowhere/at/all"));
    /* an empty folder, one without lexicon files */
    lexicon_fixture_open(&w);
    lexicon_fixture_build(&w);
    assert_string_equal(lexicon_fixture_hits(&w, "con"), "");
    assert_int_equal(w.build.phrases, 0);
    lexicon_fixture_add(&w, "README.md", "con\tk\n");
    lexicon_fixture_add(&w, "f.tsv~", "con\tk\n");
    lexicon_fixture_build(&w);
    assert_string_equal(lexicon_fixture_hits(&w, "con"), "");
    lexicon_fixture_close(&w);
}

static void too_many_classes_are_refused(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer lines = {.ptr = NULL};
    struct lexicon_fixture w;

    (void)state;
    lexicon_fixture_open(&w);
    for (size_t i = 0; i < LEXICON_CLASSES_CEILING; i++) {
        if (i == LEXICON_CLASSES_CEILING - 1) {
            lexicon_fixture_add(&w, "f.tsv", lines.ptr);
            lexicon_fixture_build(&w); /* so many are allowed, and told apart */
            assert_string_equal(lexicon_fixture_hits(&w, "w254"),
                                "f/k254:w254");
        }
        buffer_printf(&lines, &err, "w%zu\tk%zu\n", i, i);
    }
    lexicon_fixture_add(&w, "f.tsv", lines.ptr);
    lexicon_build_free(&w.build);
    assert_int_equal(lexicon_build(&w.build, w.folder, &err), STATUS_TOO_BIG);
    assert_non_null(strstr(err.where, "f.tsv:256"));
    buffer_free(&lines);
    lexicon_fixture_close(&w);
}

static const struct lexicon_word *word_of(const struct lexicon_fixture *w,
                                          const char *word)
{
    const struct lexicon_word *found = NULL;

    for (size_t i = 0; i < w->build.words; i++)
        if (strcmp(w->build.word[i].word, word) == 0)
            found = &w->build.word[i];
    return found;
}

/* Of one word, in the files of abuse, not political, without an innocent
 * sense; and the spellings. */
static void single_words_are_handed_on(void **state)
{
    static const struct {
        const char *word;
        bool there, abusive;
        const char *text;
    } cases[] = {
        {"cretin",  true,  true,  ""           },
        {"cretins", true,  true,  ""           },
        {"conne",   true,  true,  ""           },
        {"sot",     true,  true,  ""           },
        {"bouffon", true,  true,  ""           },
        {"boulet",  false, false, NULL         },
        {"facho",   false, false, NULL         },
        {"merci",   false, false, NULL         },
        {"ta",      false, false, NULL         },
        {"gueule",  false, false, NULL         },
        {"pk",      true,  false, "pourquoi"   },
        {"jsuis",   true,  false, "je suis"    },
        {"deg",     true,  false, "degueulasse"},
    };
    struct lexicon_fixture w;

    (void)state;
    lexicon_fixture_open(&w);
    lexicon_fixture_add(&w, "insults.tsv",
                        "crétin:s\tmild\ncon:f/sot\tmild\nta gueule\tmild\n"
                        "boulet\tmild\tune bille\nfacho\tpolitical\n");
    lexicon_fixture_add(&w, "slurs.tsv", "bouffon\tany\n");
    lexicon_fixture_add(&w, "praise.tsv", "merci\tany\n");
    lexicon_fixture_add(&w, "spelling.tsv",
                        "pk\tpourquoi\njsuis\tje suis\nDég\tdégueulasse\n");
    lexicon_fixture_build(&w);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct lexicon_word *word = word_of(&w, cases[i].word);
        if ((word != NULL) != cases[i].there ||
            (word && (word->abusive != cases[i].abusive ||
                      strcmp(word->text, cases[i].text) != 0)))
            fail_msg("'%s'", cases[i].word);
    }
    assert_int_equal(w.build.phrases, 5 + 1 + 1 + 3);
    /* a spelling is no phrase */
    assert_string_equal(lexicon_fixture_hits(&w, "pk"), "");
    lexicon_fixture_close(&w);
}

static bool same_lexicon(const struct lexicon *a, const struct lexicon *b)
{
    return a->edge_bits == b->edge_bits && a->node_count == b->node_count &&
           a->class_count == b->class_count &&
           memcmp(a->edge, b->edge, sizeof(*a->edge) << a->edge_bits) == 0 &&
           memcmp(a->node, b->node, a->node_count * sizeof(*a->node)) == 0 &&
           memcmp(a->class, b->class, a->class_count * sizeof(*a->class)) == 0;
}

/* The same files give the same bytes, whatever else stands in the folder and
 * in which order they were written; another word is another digest. */
static void same_files_same_bytes(void **state)
{
    struct lexicon_fixture a, b;

    (void)state;
    lexicon_fixture_open(&a);
    lexicon_fixture_open(&b);
    lexicon_fixture_add(&a, "insults.tsv",
                        "crétin:s\tmild\n(sale) con:f\tmild\n");
    lexicon_fixture_add(&a, "praise.tsv", "bravo\tany\n");
    lexicon_fixture_add(&b, "praise.tsv", "bravo\tany\n");
    lexicon_fixture_add(&b, "notes.txt", "x\n");
    lexicon_fixture_add(&b, "insults.tsv",
                        "crétin:s\tmild\n(sale) con:f\tmild\n");
    lexicon_fixture_build(&a);
    lexicon_fixture_build(&b);
    assert_true(same_lexicon(&a.build.lexicon, &b.build.lexicon));
    assert_string_equal(a.build.sha256, b.build.sha256);
    assert_int_equal(strlen(a.build.sha256), 64);
    lexicon_fixture_add(&b, "praise.tsv", "bravi\tany\n");
    lexicon_fixture_build(&b);
    assert_string_not_equal(a.build.sha256, b.build.sha256);
    lexicon_fixture_close(&a);
    lexicon_fixture_close(&b);
}

/* Ends that are alike are one: words times words take few nodes. */
static void equal_subtrees_are_one(void **state)
{
    struct lexicon_fixture w;

    (void)state;
    lexicon_fixture_open(&w);
    lexicon_fixture_add(&w, "f.tsv",
                        "a/b/c/d/e/g/h/i a/b/c/d/e/g/h/i a/b/c/d/e/g/h/i\tk\n");
    lexicon_fixture_build(&w);
    assert_int_equal(w.build.lexicon.node_count, 4);
    assert_string_equal(lexicon_fixture_hits(&w, "i a h b"),
                        "f/k:i a h | f/k:a h b");
    lexicon_fixture_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_files_are_refused),
        cmocka_unit_test(folders_that_are_none),
        cmocka_unit_test(too_many_classes_are_refused),
        cmocka_unit_test(single_words_are_handed_on),
        cmocka_unit_test(same_files_same_bytes),
        cmocka_unit_test(equal_subtrees_are_one),
    };

    return cmocka_run_group_tests_name("lexicon_build", tests, NULL, NULL);
}
