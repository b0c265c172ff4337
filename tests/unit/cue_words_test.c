/* Names of cues in words: none is forgotten. */
#include "store_fixture.h" /* cmocka */

#include "cases.h"
#include "cue.h"
#include "cue_words.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static void names_become_words(void **state)
{
    static const struct {
        const char *name, *french, *english;
    } cases[] = {
        {"insults/strong",                        "insulte forte",                "strong insult"                       },
        {"question marks",                        "points d'interrogation",       "question marks"                      },
        {"insults/strong, said to someone",
         "insulte forte, à l'adresse de quelqu'un",                              "strong insult, said to someone"      },
        {"insults/mild with groups/age, negated",
         "insulte légère avec groupe nommé : âge, avec une négation",        "mild insult with group: age, negated"},
        {"ours/new, negated",                     "ours/new, avec une négation",
         "ours/new, negated"                                                                                            },
        {"",                                      "",                             ""                                    },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char words[CUE_WORDS_SIZE];
        cue_words(view_of(cases[i].name), CUE_FRENCH, words);
        assert_string_equal(words, cases[i].french);
        cue_words(view_of(cases[i].name), CUE_ENGLISH, words);
        assert_string_equal(words, cases[i].english);
    }
    assert_false(cue_words_known(view_of("ours/new")));
}

static void check_known(const char *name)
{
    if (!cue_words_known(view_of(name)))
        fail_msg("cue_words.c has no '%s'", name);
}

static void every_cue_is_there(void **state)
{
    static const uint32_t values[] = {0, 1, '.', '!', '?', ')', 'x'};

    (void)state;
    for (int kind = 0; kind < CUE_KINDS; kind++)
        for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
            const struct cue cue = {.kind = (enum cue_kind)kind,
                                    .value = values[i]};
            check_known(cue_name(&cue));
        }
}

/* The second field of each line of a file of the lexicon, but the "?" of an
 * innocent sense. */
static void check_file(const char *path, const char *file)
{
    FILE *const lines = fopen(path, "r");
    char line[4096], class[64], name[128];

    assert_non_null(lines);
    while (fgets(line, sizeof(line), lines)) {
        if (*line == '#' || sscanf(line, "%*[^\t]\t%63[^\t\n]", class) != 1)
            continue;
        snprintf(name, sizeof(name), "%s/%s", file, class);
        check_known(name);
    }
    fclose(lines);
}

static void every_class_of_the_lexicon_is_there(void **state)
{
    char folder[1024], path[1400], file[64];
    DIR *const d = opendir(case_path("data/lexicon", folder));
    const struct dirent *e;
    int files = 0;

    (void)state;
    assert_non_null(d);
    while ((e = readdir(d))) {
        if (sscanf(e->d_name, "%63[a-z_].tsv", file) != 1 ||
            !strstr(e->d_name, ".tsv") || strcmp(file, "spelling") == 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
        check_file(path, file);
        files++;
    }
    closedir(d);
    assert_true(files > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_become_words),
        cmocka_unit_test(every_cue_is_there),
        cmocka_unit_test(every_class_of_the_lexicon_is_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
