/* The functional suite: the format and what passes. */
#include "suite.h"

#include "evaluate_fixture.h"

static int set_up(void **state)
{
    struct evaluate_fixture *f = malloc(sizeof(*f));

    assert_non_null(f);
    fixture_open(f);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

static int read_suite(struct evaluate_fixture *f, const char *text,
                      struct suite *out, struct error *err)
{
    char path[128];

    fixture_write(f->folder, "suite.tsv", text, path);
    const int status = suite_read(out, path, f->model, err);
    unlink(path);
    return status;
}

static void faults_are_named_with_their_line(void **state)
{
#define HEAD "# capability: x\n"
    /* clang-format off */
    static const struct {
        const char *text, *where, *message;
    } cases[] = {
        {"+hostility\ttexte\n", "suite.tsv:1", "above the first"},
        {HEAD "\n# note\ntexte\n", "suite.tsv:4", "1 fields"},
        {HEAD "+hate\ta\tb\tc\n", "suite.tsv:2", "4 fields"},
        {HEAD "hate\ta\n", "suite.tsv:2", "neither +tone nor -tone: 'hate'"},
        {HEAD "+\ta\n", "suite.tsv:2", "neither +tone nor -tone: '+'"},
        {HEAD "+hat\ta\n", "suite.tsv:2", "the model has no tone 'hat'"},
        {HEAD " \ta\n", "suite.tsv:2", "no expectation"},
        {HEAD "+hate -hate\ta\n", "suite.tsv:2", "contradict"},
        {HEAD "+negative +positive\ta\n", "suite.tsv:2", "contradict"},
        {HEAD "+hate\t \n", "suite.tsv:2", "field 2 is empty"},
        {HEAD "+hate\ta\t\n", "suite.tsv:2", "field 3 is empty"},
        {HEAD "+hate\ta\\tb\n", "suite.tsv:2", "unknown escape"},
        {HEAD "+hate\ta\\\n", "suite.tsv:2", "unknown escape"},
        {HEAD "+hate\ta\xFF\n", "suite.tsv:2", "invalid UTF-8"},
        {"# capability:\n", "suite.tsv:1", "1 to 95 bytes"},
        {HEAD, "suite.tsv", "no case"},
    };
    /* clang-format on */
    struct evaluate_fixture *f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct suite suite;
        if (read_suite(f, cases[i].text, &suite, &err) != STATUS_BAD_INPUT ||
            !strstr(err.where, cases[i].where) ||
            !strstr(err.message, cases[i].message))
            fail_msg("case %zu: %s: %s", i, err.where, err.message);
        suite_free(&suite);
    }
#undef HEAD
}

static void cases_pass_and_fail(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct suite_expectation e;
    struct suite s;

    assert_int_equal(
        read_suite(f,
                   "# of the test\r\n"
                   "# capability: rude\r\n"
                   "+hostility +negative\tQuel abruti sans cervelle, dégage\r\n"
                   "-hostility\tQuel abruti sans cervelle, dégage\r\n"
                   "# capability: polite\n"
                   "-hostility -negative\tMerci pour cet article\\n"
                   "très clair\\\\\tBonjour à tous\n"
                   "# capability: rude\n"
                   "+source_request\tUne source ?",
                   &s, &err),
        STATUS_OK);
    assert_int_equal(s.count, 4);
    assert_int_equal(s.capability_count, 2);
    assert_true(view_is(suite_text(&s, &s.cases[2]),
                        "Merci pour cet article\ntrès clair\\"));
    assert_true(view_is(suite_parent(&s, &s.cases[2]), "Bonjour à tous"));
    assert_int_equal(suite_parent(&s, &s.cases[0]).len, 0);
    assert_int_equal(suite_run(&s, 2, &err), STATUS_OK);
    assert_true(s.cases[0].passed);
    assert_false(s.cases[1].passed);
    assert_true(s.cases[2].passed);
    assert_false(s.cases[3].passed); /* observation only: never flagged */
    assert_int_equal(s.capability[0].count, 3);
    assert_int_equal(s.capability[0].passed, 1);
    assert_int_equal(suite_passed(&s), 2);
    assert_true(suite_expectation(&s, &s.cases[1], 0, &e));
    assert_string_equal(e.text, "-hostility");
    assert_false(e.met);
    assert_true(e.probability > 5000);
    assert_true(suite_expectation(&s, &s.cases[0], 1, &e));
    assert_string_equal(e.text, "+negative");
    assert_true(e.met);
    assert_false(suite_expectation(&s, &s.cases[0], 2, &e));
    suite_free(&s);
}

static void folders_are_read_in_order(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    char folder[] = "/tmp/vigie-test-XXXXXX", first[128], second[128],
         other[128];
    struct suite s;

    assert_non_null(mkdtemp(folder));
    fixture_write(folder, "b.tsv", "# capability: b\n+hate\tx\n", second);
    fixture_write(folder, "a.tsv", "# capability: a\n+hate\ty\n", first);
    fixture_write(folder, "notes.txt", "no suite\n", other);
    assert_int_equal(suite_read(&s, folder, f->model, &err), STATUS_OK);
    assert_int_equal(s.count, 2);
    assert_string_equal(s.capability[0].name, "a");
    suite_free(&s);
    unlink(first);
    unlink(second);
    assert_int_equal(suite_read(&s, folder, f->model, &err), STATUS_BAD_INPUT);
    assert_string_equal(err.where, folder);
    suite_free(&s);
    unlink(other);
    rmdir(folder);
    error_clear(&err);
    assert_int_equal(suite_read(&s, folder, f->model, &err), STATUS_NO_INPUT);
    suite_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(cases_pass_and_fail),
        cmocka_unit_test(folders_are_read_in_order),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
