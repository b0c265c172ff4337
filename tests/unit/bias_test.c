/* Identity terms: the file, finding them, the three AUCs on a toy. */
#include "bias.h"

#include "evaluate_fixture.h"

#include <math.h>

static int read_terms(const char *text, struct bias_terms *out,
                      struct error *err)
{
    char folder[] = "/tmp/vigie-test-XXXXXX", path[128];

    assert_non_null(mkdtemp(folder));
    fixture_write(folder, "terms.tsv", text, path);
    const int status = bias_terms_read(out, path, err);
    unlink(path);
    rmdir(folder);
    return status;
}

static void faults_are_named_with_their_line(void **state)
{
    static const struct {
        const char *text, *line, *message;
    } cases[] = {
        {"# x\njuifs juif\n",                       ":2", "group TAB term" },
        {"juifs\tjuif(s\n",                         ":1", "do not match"   },
        {"juifs\tjuif)s(\n",                        ":1", "do not match"   },
        {"juifs\tju((i)f)\n",                       ":1", "do not match"   },
        {"a\ta(b)(c)(d)(e)\n",                      ":1", "more than three"},
        {"a\t-\n",                                  ":1", "no word"        },
        {"a\tx\n\na\t\n",                           ":3", "no word"        },
        {"\tx\n",                                   ":1", "1 to 47 bytes"  },
        {"a\tun deux trois quatre cinq six sept\n", ":1", "too long"       },
        {"a\t\xFF\n",                               ":1", "invalid UTF-8"  },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct bias_terms terms;
        if (read_terms(cases[i].text, &terms, &err) != STATUS_BAD_INPUT ||
            !strstr(err.where, cases[i].line) ||
            !strstr(err.message, cases[i].message))
            fail_msg("case %zu: %s: %s", i, err.where, err.message);
        bias_terms_free(&terms);
    }
}

static void terms_stand_as_whole_words(void **state)
{
    static const struct {
        const char *folded;
        uint32_t groups;
    } cases[] = {
        {"",                                  0},
        {"les musulmanes sont là",           1},
        {"l'islam, quoi",                     1},
        {"un musulmanisme",                   0},
        {"une personne noire passe",          2},
        {"une personne très noire",          0},
        {"des personnes noires et musulmans", 3},
        {"il fait nuit noire, personne",      0},
        {"sans-papiers",                      4},
        {"a b c d e f g h i j k l m n islam", 1},
    };
    struct error err = {.status = STATUS_OK};
    struct bias_terms terms;

    (void)state;
    assert_int_equal(read_terms("# of the test\n"
                                "musulmans\tMusulman(e)(s)\n"
                                "musulmans\tislam\n"
                                "noirs\tpersonne(s) noire(s)\n"
                                "migrants\tsans-papiers\n",
                                &terms, &err),
                     STATUS_OK);
    assert_int_equal(terms.groups, 3);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (bias_terms_find(&terms, view_of(cases[i].folded)) !=
            cases[i].groups)
            fail_msg("%s", cases[i].folded);
    bias_terms_free(&terms);
}

static void shipped_terms_can_be_read(void **state)
{
    const char *root = getenv("VIGIE_ROOT");
    struct error err = {.status = STATUS_OK};
    struct bias_terms terms;
    char path[512];

    (void)state;
    snprintf(path, sizeof(path), "%s/data/identity.tsv", root ? root : ".");
    if (bias_terms_read(&terms, path, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
    assert_true(terms.groups >= 12);
    assert_true(bias_terms_find(&terms, view_of("les algériennes")) == 1);
    assert_true(bias_terms_find(&terms, view_of("à l'étranger")) == 0);
    bias_terms_free(&terms);
}

#define TOY 60

/* 40 comments without the group, 20 with it (10 positive): without it the
 * ranking is right; with it all stand at the top, the two classes tied. */
static void three_areas_by_hand(void **state)
{
    struct labelled comment[TOY];
    struct verdict verdict[TOY];
    size_t place[TOY];
    uint32_t discussion[TOY] = {0};
    const struct corpus corpus = {
        .count = TOY, .comment = comment, .tones = {1, {"hate"}}
    };
    const struct evaluation e = {.corpus = &corpus,
                                 .count = TOY,
                                 .comment = place,
                                 .verdict = verdict,
                                 .discussion = discussion,
                                 .discussions = 1};
    struct error err = {.status = STATUS_OK};
    struct bias_terms terms;
    struct bias bias;

    (void)state;
    for (size_t i = 0; i < TOY; i++) {
        const bool named = i < 20, positive = i % 2;
        place[i] = i;
        comment[i] = (struct labelled){
            .text = view_of(named ? "un musulman" : "un chat"),
            .tones = positive,
            .known = 1};
        verdict[i] = (struct verdict){.tone_count = 1};
        verdict[i].tone[0].decision_value = named ? 5 : positive ? 1 : -1;
    }
    assert_int_equal(
        read_terms("musulmans\tmusulman(s)\nroms\trom(s)\n", &terms, &err),
        STATUS_OK);
    assert_int_equal(bias_measure(&bias, &e, &terms, &err), STATUS_OK);
    assert_int_equal(bias.tones, 1);
    const struct bias_figures *f = &bias.group[0].tone[0];
    assert_int_equal(bias.group[0].count, 20);
    assert_int_equal(f->positives, 10);
    assert_int_equal(f->negatives, 10);
    assert_int_equal(f->background_positives, 20);
    assert_true(fabs(f->subgroup_auc - 0.5) < 1e-12);
    assert_true(fabs(f->bpsn_auc - 0) < 1e-12);
    assert_true(fabs(f->bnsp_auc - 1) < 1e-12);
    assert_true(isnan(bias.group[1].tone[0].bpsn_auc)); /* too few */
    comment[0].known = 0;                               /* 9 negatives left */
    assert_int_equal(bias_measure(&bias, &e, &terms, &err), STATUS_OK);
    assert_true(isnan(bias.group[0].tone[0].subgroup_auc));
    assert_true(bias.group[0].tone[0].bnsp_auc >= 1);
    bias_terms_free(&terms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(terms_stand_as_whole_words),
        cmocka_unit_test(shipped_terms_can_be_read),
        cmocka_unit_test(three_areas_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
