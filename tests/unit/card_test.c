/* The model card in both languages, and the command line it tells. */
#include "card.h"

#include "evaluate_fixture.h"

static void both_languages_and_the_same_twice(void **state)
{
    static const char *const needed[] = {
        "# fix\\*ture",
        "## Known weaknesses",
        "## What it must not be used for",
        "- To hide or delete comments without a person.",
        "## Faiblesses connues",
        "## Ce à quoi il ne doit pas servir",
        "scored but never flagged: hate, source request, positive.",
        "En observation seulement",
        "Files: corpus.jsonl.",
        "    vigie train --out DIR",
        "144 comments of 12 discussions to train on, 48 of 4 held out",
        "| hostilité | 72 |",
        "libsvm 3.",
    };
    static const char *const file[] = {"/home/anna/corpus.jsonl"};
    struct error err = {.status = STATUS_OK};
    struct evaluate_fixture f;
    struct buffer first = {.ptr = NULL};

    (void)state;
    fixture_open(&f);
    f.settings.name = "fix*ture";
    struct card card = {.corpus = &f.corpus,
                        .settings = &f.settings,
                        .report = &f.report,
                        .file = file,
                        .file_count = 1,
                        .command = "vigie train --out DIR",
                        .version = "0"};
    if (card_write(f.folder, &card, &err) < 0)
        fail_msg("%s", err.message);
    first = fixture_read(f.folder, CARD_FILE);
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (!strstr(first.ptr, needed[i]))
            fail_msg("missing: %s", needed[i]);
    assert_null(strstr(first.ptr, "anna"));
    assert_null(strstr(first.ptr, f.folder));
    f.settings.threads = 3;
    assert_int_equal(card_write(f.folder, &card, &err), STATUS_OK);
    struct buffer second = fixture_read(f.folder, CARD_FILE);
    assert_string_equal(first.ptr, second.ptr);
    buffer_free(&first);
    buffer_free(&second);
    struct buffer metrics = fixture_read(f.folder, CARD_METRICS);
    assert_non_null(strstr(metrics.ptr, "\"roc_auc\""));
    assert_non_null(strstr(metrics.ptr, "\"interval\""));
    fixture_remove_file(f.folder, CARD_FILE);
    assert_non_null(strstr(metrics.ptr, "\"sections\": []"));
    struct buffer thresholds = fixture_read(f.folder, CARD_THRESHOLDS);
    assert_non_null(
        strstr(thresholds.ptr, "; Aim: the best F1.  0 of 0 pairs"));
    assert_non_null(strstr(thresholds.ptr, "\n;   hostility        0."));
    buffer_free(&thresholds);
    buffer_free(&metrics);
    fixture_remove_file(f.folder, CARD_METRICS);
    fixture_remove_file(f.folder, CARD_THRESHOLDS);
    fixture_close(&f);
}

static void command_lines_tell_no_place(void **state)
{
    /* clang-format off */
    static const struct {
        const char *argv[6];
        const char *told;
    } cases[] = {
        {{"train", "--out", "/tmp/x", "a.jsonl"},
         "vigie train --out DIR a.jsonl"},
        {{"train", "--out=/tmp/x", "--threads", "2", "d/a.jsonl"},
         "vigie train --out DIR d/a.jsonl"},
        {{"train", "--threads=2", "/home/anna/a.jsonl"}, "vigie train a.jsonl"},
        {{"train", "--mapping=/home/anna/m.ini", "it's.csv"},
         "vigie train --mapping=m.ini 'it'\\''s.csv'"},
        {{"train", "a\nb", ""}, "vigie train 'a?b' ''"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ptr = NULL};
        char word[6][64];
        char *argv[6];
        int argc = 0;
        for (; argc < 6 && cases[i].argv[argc]; argc++) {
            snprintf(word[argc], sizeof(word[argc]), "%s", cases[i].argv[argc]);
            argv[argc] = word[argc];
        }
        assert_int_equal(card_command(&out, argc, argv, &err), STATUS_OK);
        assert_string_equal(out.ptr, cases[i].told);
        buffer_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_languages_and_the_same_twice),
        cmocka_unit_test(command_lines_tell_no_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
