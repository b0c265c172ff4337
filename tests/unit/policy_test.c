#include "store_fixture.h"

#include "policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *write_policy(struct fixture *f, const char *text)
{
    FILE *file = fopen(f->path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return f->path;
}

static void faults_are_named_with_their_line(void **state)
{
    static const struct {
        const char *text;
        size_t line; /* 0: none, the file as a whole */
        const char *message;
    } cases[] = {
        {"[queue]\nhaet = 1\n",                                                2, "unknown key 'haet'"                 },
        {"[queue]\nheat = 1\n\n[toon x]\nweight = 1\n",                        5,
         "unknown section 'toon x'"                                                                                    },
        {"heat = 1\n",                                                         1, "no section above 'heat'"            },
        {"[queue]\nheat = warm\n",                                             2, "not a number: 'warm'"               },
        {"[queue]\nheat = 0,5\n",                                              2, "not a number: '0,5'"                },
        {"[queue]\nheat = nan\n",                                              2, "not a number: 'nan'"                },
        {"[queue]\nheat =\n",                                                  2, "not a number: ''"                   },
        {"[queue]\nheat = -1\n",                                               2, "not from 0 to 100: '-1'"            },
        {"[queue]\ncontrol_sample = 1.5\n",                                    2, "not from 0 to 1: '1.5'"             },
        {"[queue]\nheat_window = 2.5\n",                                       2,
         "not a whole number from 0 to 64: '2.5'"                                                                      },
        {"[queue]\nheat = 1\nheat = 2\n",                                      3, "given twice: 'heat'"                },
        {"[tone a]\nweight = 1\n[tone b]\nweight = 1\n[tone a]\nweight = 2\n",
         6,                                                                       "given twice: 'weight'"              },
        {"[tone a]\nthreshold = 50\n",                                         2, "not from 0 to 1: '50'"              },
        {"[tone a]\nfirst = true\n",                                           2, "neither yes nor no: 'true'"         },
        {"[tone a]\nfirst = yes\ngather = yes\n",                              3,
         "cannot be both first and gathered: tone 'a'"                                                                 },
        {"[tone a]\ncolour = red\n",                                           2, "unknown key 'colour'"               },
        {"[tone ]\nweight = 1\n",                                              2, "unknown section 'tone '"            },
        {"[queue]\n\nheat\n",                                                  3, "neither a [section] nor key = value"},
        {"[queue\nheat = 1\n",                                                 1, "neither a [section] nor key = value"},
        {"[queue]\nheat\nheat = x\n",                                          2, "neither a [section]"                },
        {"[queue]\nheat = x\nheat\n",                                          2, "not a number: 'x'"                  },
        {"[tone a in Sport]\nweight = 1\n",                                    2,
         "in a section of the site only 'threshold', not 'weight'"                                                     },
        {"[tone a in Sport]\nthreshold = 2\n",                                 2, "not from 0 to 1: '2'"               },
        {"[tone a in \xC3\x89t\xC3\xA9]\nthreshold = 1\n"
         "[tone a in \xC3\xA9T\xC3\x89]\nthreshold = 0\n",          4, "given twice: 'threshold'"           },
        {"[tone a in Sport]\nthreshold = 1\n[tone a in Vie]\nthreshold = 1\n"
         "[tone a in Sport]\nthreshold = 0\n",                        6, "given twice: 'threshold'"           },
        {"[queue]\n; \xFF\n",                                                  0, "invalid UTF-8 at byte 10"           },
    };
    struct fixture *f = *state;
    char where[128];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct policy policy = {.heat = 42};
        const int status =
            policy_read(write_policy(f, cases[i].text), &policy, &err);
        snprintf(where, sizeof(where), cases[i].line ? "%s:%zu" : "%s", f->path,
                 cases[i].line);
        if (status != STATUS_CONFIG || !strstr(err.message, cases[i].message) ||
            strcmp(err.where, where) != 0)
            fail_msg("case %zu: %s: %s", i, err.where, err.message);
        assert_true(policy.heat == 42); /* untouched */
    }
}

static void long_lines_are_refused(void **state)
{
    struct fixture *f = *state;
    struct policy policy;
    char text[600] = "[tone a]\nnote = ";

    memset(text + strlen(text), 'x', 400);
    assert_int_equal(policy_read(write_policy(f, text), &policy, &f->err),
                     STATUS_CONFIG);
    assert_non_null(strstr(f->err.where, ":2"));
    error_clear(&f->err);
    assert_int_equal(policy_read("/nowhere/policy.ini", &policy, &f->err),
                     STATUS_NO_INPUT);
}

static void values_are_read(void **state)
{
    struct fixture *f = *state;
    struct policy policy, standard;

    policy_default(&standard);
    CHECK(f, policy_read(write_policy(f, "\xEF\xBB\xBF; bom\n"
                                         "[queue]\n"
                                         "age_per_hour = 0.5 ; slowly\n"
                                         "[tone distress]\n"
                                         "first = yes\n"
                                         "threshold = 0.25\n"
                                         "note = 3114, 24 h/24\n"
                                         "[tone spam]\n"
                                         "gather = yes\n"
                                         "weight = 0\n"),
                         &policy, &f->err));
    assert_true(policy.age_per_hour == 0.5);
    assert_true(policy.heat == standard.heat);
    assert_int_equal(policy.tone_count, 2);
    const struct policy_tone *tone = policy_find(&policy, view_of("distress"));
    assert_non_null(tone);
    assert_true(tone->first && !tone->gather);
    assert_true(tone->threshold == 0.25);
    assert_true(tone->weight == policy.other_tone);
    assert_string_equal(tone->note, "3114, 24 h/24");
    assert_true(policy_find(&policy, view_of("spam"))->weight == 0);
    assert_null(policy_find(&policy, view_of("hate")));
    assert_string_not_equal(policy.digest, standard.digest);
}

static void sections_have_thresholds_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct policy policy;

    CHECK(f, policy_read(write_policy(f, "[tone insult]\n"
                                         "threshold = 0.6\n"
                                         "[tone insult in Sport]\n"
                                         "threshold = 0.75\n"
                                         "[tone insult in Faits divers]\n"
                                         "threshold = 0.25\n"
                                         "[tone hate in Santé]\n"
                                         "threshold = 0\n"),
                         &policy, &f->err));
    assert_int_equal(policy.rule_count, 3);
    assert_int_equal(policy.tone_count, 1);
    static const struct {
        const char *tone, *section;
        double threshold;
    } cases[] = {
        {"insult", "Sport",        0.75},
        {"insult", "Faits divers", 0.25},
        {"insult", "sport",        0.75},
        {"insult", "sports",       0.6 },
        {"hate",   "SANTÉ",       0   },
        {"insult", "",             0.6 },
        {"hate",   "Santé",       0   },
        {"hate",   "Sport",        0.4 },
        {"spam",   "Sport",        0.4 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (policy_threshold(&policy, view_of(cases[i].tone),
                             view_of(cases[i].section),
                             0.4) != cases[i].threshold)
            fail_msg("case %zu", i);
}

static void what_accuses_follows_the_weight(void **state)
{
    struct fixture *f = *state;
    struct policy policy;

    CHECK(f, policy_read(write_policy(f, "[tone a]\nweight = 1\n"
                                         "[tone b]\nweight = 0\n"
                                         "[tone c]\nweight = 1\naccuses = no\n"
                                         "[tone d]\nweight = 0\naccuses = yes\n"
                                         "[tone e]\nfirst = yes\n"),
                         &policy, &f->err));
    assert_true(policy_accuses(&policy, view_of("a")));
    assert_false(policy_accuses(&policy, view_of("b")));
    assert_false(policy_accuses(&policy, view_of("c")));
    assert_true(policy_accuses(&policy, view_of("d")));
    assert_true(policy_accuses(&policy, view_of("e")));
    assert_true(policy_accuses(&policy, view_of("unknown")));
}

static void digest_follows_what_decides(void **state)
{
    static const struct {
        const char *name, *text;
        bool same;
    } cases[] = {
        {"a comment",        "; x\n[queue]\nheat = 0.5\n",                 true },
        {"minutes",          "[queue]\nheat = 0.5\nclaim_minutes = 3\n",   true },
        {"another spelling", "[queue]\nheat = 0.50\n",                     true },
        {"a number",         "[queue]\nheat = 0.6\n",                      false},
        {"what accuses",     "[queue]\nheat = 0.5\n",                      true },
        {"a section",
         "[queue]\nheat = 0.5\n[tone a in Sport]\nthreshold = 0.5\n",      false},
        {"a tone",           "[queue]\nheat = 0.5\n[tone a]\nfirst=yes\n", false},
    };
    struct fixture *f = *state;
    struct policy base, policy;

    CHECK(f, policy_read(write_policy(f, "[queue]\nheat = 0.5\n"), &base,
                         &f->err));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CHECK(f, policy_read(write_policy(f, cases[i].text), &policy, &f->err));
        if ((strcmp(base.digest, policy.digest) == 0) != cases[i].same)
            fail_msg("%s", cases[i].name);
    }
}

/* Where the tests are run from is the top of the tree, or $VIGIE_ROOT. */
static void shipped_policy_is_sane(void **state)
{
    struct fixture *f = *state;
    const char *root = getenv("VIGIE_ROOT");
    struct policy policy;
    char path[512];

    snprintf(path, sizeof(path), "%s/data/policy.ini", root ? root : ".");
    CHECK(f, policy_read(path, &policy, &f->err));
    const struct policy_tone *distress =
        policy_find(&policy, view_of("distress"));
    assert_true(distress && distress->first);
    assert_string_equal(distress->note, "3114, numéro national de prévention "
                                        "du suicide, 24 h/24");
    assert_true(policy_find(&policy, view_of("spam"))->gather);
    for (size_t i = 1; i < 5; i++) { /* threat, hate, insult, hostility ... */
        assert_true(policy.tone[i].weight > policy.tone[i + 1].weight);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(faults_are_named_with_their_line),
        TEST(long_lines_are_refused),
        TEST(values_are_read),
        TEST(sections_have_thresholds_of_their_own),
        TEST(what_accuses_follows_the_weight),
        TEST(digest_follows_what_decides),
        TEST(shipped_policy_is_sane),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
