/* The page: every tag closed, every text escaped; numbers and costs. */
#include "report.h"

#include "evaluate_fixture.h"
#include "report_cost.h"
#include "report_sheet.h"

#include <math.h>

#define DEPTH 64

/* ---- a small checker of tags and entities -----------------------------------
 */

static bool is_void(const char *name)
{
    static const char *const names[] = {"meta", "br", "use"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static size_t name_at(const char *p, char out[16])
{
    const size_t len = strcspn(p, " />\n\t");

    assert_in_range(len, 1, 15);
    memcpy(out, p, len);
    out[len] = '\0';
    return len;
}

static void check_entity(const char *p)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                        "&#39;"};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strncmp(p, known[i], strlen(known[i])) == 0)
            return;
    fail_msg("a bare ampersand: %.40s", p);
}

/* One tag from its '<'; returns what stands behind it. */
static const char *check_tag(const char *p, char stack[DEPTH][16],
                             size_t *depth)
{
    const char *end = strchr(p, '>');
    char name[16];

    assert_non_null(end);
    if (p[1] == '!')
        return end + 1;
    if (p[1] == '/') {
        name_at(p + 2, name);
        assert_true(*depth > 0);
        if (strcmp(stack[--*depth], name) != 0)
            fail_msg("</%s> closes <%s>", name, stack[*depth]);
        return end + 1;
    }
    name_at(p + 1, name);
    if (end[-1] == '/' || is_void(name))
        return end + 1;
    assert_true(*depth < DEPTH);
    memcpy(stack[(*depth)++], name, sizeof(name));
    return end + 1;
}

static void check_page(const char *p)
{
    char stack[DEPTH][16];
    size_t depth = 0;

    assert_int_equal(strncmp(p, "<!DOCTYPE html>", 15), 0);
    while (*p) {
        if (*p == '<') {
            p = check_tag(p, stack, &depth);
        } else {
            if (*p == '&')
                check_entity(p);
            assert_true(*p != '>' || depth == 0 ||
                        strcmp(stack[depth - 1], "style") == 0);
            p++;
        }
    }
    assert_int_equal(depth, 0);
}

/* ---- the page ----------------------------------------------------------- */

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

static void write_both(struct evaluate_fixture *f, const struct results *r)
{
    static const struct {
        enum report_language language;
        const char *html, *sentence;
    } cases[] = {
        {REPORT_ENGLISH, "<html lang=\"en\">", "a day to read"   },
        {REPORT_FRENCH,  "<html lang=\"fr\">", "par jour à lire"},
    };
    char path[128];

    snprintf(path, sizeof(path), "%s/report.html", f->folder);
    for (size_t i = 0; i < 2; i++) {
        struct error err = {.status = STATUS_OK};
        if (report_write(path, r, cases[i].language, &err) < 0)
            fail_msg("%s", err.message);
        struct buffer page = fixture_read(f->folder, "report.html");
        check_page(page.ptr);
        assert_non_null(strstr(page.ptr, cases[i].html));
        assert_non_null(strstr(page.ptr, cases[i].sentence));
        assert_non_null(strstr(page.ptr, "role=\"img\""));
        assert_null(strstr(page.ptr, "http-equiv"));
        assert_null(strstr(page.ptr, "<script"));
        assert_null(strstr(page.ptr, " src="));
        /* the section of the corpus and the failed case, escaped */
        assert_non_null(strstr(page.ptr, "société &lt;B&gt;"));
        assert_null(strstr(page.ptr, "<B>"));
        assert_non_null(strstr(page.ptr, "&lt;img onerror=&#39;x&#39;&gt;"));
        assert_null(strstr(page.ptr, "imbécile"));
        buffer_free(&page);
    }
    unlink(path);
}

static void pages_are_well_formed_and_escaped(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct evaluation e;
    struct slices slices;
    struct bias_terms terms = {.groups = 1, .group = {"a & b <c>"}};
    struct bias bias;
    struct suite suite;
    char path[128];

    fixture_write(
        f->folder, "suite.tsv",
        "# capability: <i>&amp; \"x\"\n"
        "-hostility\tBande de nuls et de menteurs <img onerror='x'>\tA & B\n",
        path);
    assert_int_equal(evaluate(f->model, &f->corpus, EVALUATE_ALL, 1, &e, &err),
                     STATUS_OK);
    assert_int_equal(evaluate_intervals(&e, 20, 1, 1, &err), STATUS_OK);
    assert_int_equal(slices_measure(&slices, &e, &err), STATUS_OK);
    assert_int_equal(bias_measure(&bias, &e, &terms, &err), STATUS_OK);
    assert_int_equal(suite_read(&suite, path, f->model, &err), STATUS_OK);
    assert_int_equal(suite_run(&suite, 1, &err), STATUS_OK);
    unlink(path);
    const struct curve curve = {
        .count = 2,
        .point = {{.percent = 50, .comments = 70},
                  {.percent = 100, .comments = 144}}
    };
    const struct results results = {.model = f->model,
                                    .evaluation = &e,
                                    .split = EVALUATE_ALL,
                                    .slices = &slices,
                                    .bias = &bias,
                                    .curve = &curve,
                                    .suite = &suite,
                                    .failures = true,
                                    .volume = 5000,
                                    .version = "0"};
    write_both(f, &results);
    json_t *json = report_json(&results, &err);
    assert_non_null(json);
    assert_int_equal(json_array_size(json_object_get(
                         json_object_get(json, "suite"), "failures")),
                     1);
    assert_non_null(json_object_get(json, "slices"));
    assert_int_equal(json_array_size(json_object_get(json, "bias")), 1);
    json_decref(json);
    suite_free(&suite);
    slices_free(&slices);
    evaluation_free(&e);
}

static void missing_gnuplot_is_said(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    const char *kept = getenv("PATH");
    char path[4096], out[128];
    struct evaluation e;

    snprintf(path, sizeof(path), "%s", kept ? kept : "");
    snprintf(out, sizeof(out), "%s/report.html", f->folder);
    assert_int_equal(evaluate(f->model, &f->corpus, EVALUATE_ALL, 1, &e, &err),
                     STATUS_OK);
    const struct results results = {
        .model = f->model, .evaluation = &e, .volume = 1, .version = "0"};
    setenv("PATH", "/nowhere", 1);
    assert_int_equal(report_write(out, &results, REPORT_ENGLISH, &err),
                     STATUS_CANNOT_CREATE);
    setenv("PATH", path, 1);
    assert_non_null(strstr(err.message, "gnuplot-nox"));
    assert_int_equal(access(out, F_OK), -1);
    evaluation_free(&e);
}

/* ---- its parts ---------------------------------------------------------- */

static void texts_are_escaped(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct sheet s;

    (void)state;
    sheet_open(&s, REPORT_ENGLISH, &err);
    sheet_text(&s, "<a href=\"x\">&'\n\x01\xC3\xA9");
    assert_string_equal(s.out.ptr, "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\n"
                                   "\xEF\xBF\xBD\xC3\xA9");
    buffer_free(&s.out);
}

static void numbers_follow_the_language(void **state)
{
    (void)state;
    assert_string_equal(report_decimal(REPORT_FRENCH, 0.625, 3).text, "0,625");
    assert_string_equal(report_decimal(REPORT_ENGLISH, 0.625, 3).text, "0.625");
    assert_string_equal(report_count(REPORT_ENGLISH, 1234567).text,
                        "1,234,567");
    assert_string_equal(report_count(REPORT_FRENCH, 12345).text,
                        "12\xE2\x80\xAF"
                        "345");
    assert_string_equal(report_count(REPORT_ENGLISH, 999).text, "999");
    assert_string_equal(report_percent(REPORT_ENGLISH, 0.005).text,
                        "0.5\xE2\x80\xAF%");
    assert_string_equal(report_decimal(REPORT_FRENCH, (double)NAN, 2).text,
                        "\xE2\x80\x93");
}

static void every_sentence_stands_in_both_languages(void **state)
{
    (void)state;
    for (size_t k = 0; k < REPORT_KEYS; k++)
        for (size_t place = 0; place < 100; place++) {
            char token[8];
            const enum report_key key = (enum report_key)k;
            const char *english = report_say(REPORT_ENGLISH, key);
            const char *french = report_say(REPORT_FRENCH, key);
            snprintf(token, sizeof(token), "{%zu}", place);
            if (!strstr(english, token) != !strstr(french, token))
                fail_msg("%s in: %s", token, english);
        }
}

/* More places than ten; what is no place stays. */
static void values_fill_their_places(void **state)
{
    static const char *const value[] = {"a", "b", "c", "d", "e", "f",
                                        "g", "h", "i", "j", "k", "l"};
    static const struct {
        const char *text, *filled;
    } cases[] = {
        {"{0} and {9}",      "a and j"    },
        {"{10}{11}{1}0",     "klb0"       },
        {"{12} {99} {100}",  "{12} {99} {100}"},
        {"{} {x} {1 {-1}",   "{} {x} {1 {-1}"},
        {"{{3}}",            "{d}"        },
        {"",                 ""           },
        {"{0",               "{0"         },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ptr = NULL};
        buffer_add(&out, "", 0, &err);
        assert_int_equal(report_fill(&out, cases[i].text, value, 12, &err),
                         STATUS_OK);
        assert_string_equal(out.ptr, cases[i].filled);
        buffer_free(&out);
    }
}

static void costs_by_hand(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct cost row[COST_ROWS];
    struct ranking r;

    (void)state;
    assert_int_equal(ranking_open(&r, 10, &err), STATUS_OK);
    for (size_t i = 0; i < 10; i++)
        r.item[i] = (struct ranked){.value = (double)i,
                                    .probability = (uint16_t)(i * 1000),
                                    .positive = i == 9 || i == 8 || i == 2};
    ranking_sort(&r);
    const struct cost c = cost_at(&r, 7000, 500);
    assert_true(fabs(c.daily - 150) < 1e-9);
    assert_true(fabs(c.missed - 1.0 / 3) < 1e-9);
    assert_true(fabs(c.wrong - 1.0 / 3) < 1e-9);
    assert_true(isnan(cost_at(&r, 9500, 500).wrong));
    assert_int_equal(cost_table(&r, 6200, 500, row), 10);
    assert_true(row[6].own && row[6].threshold == 6200);
    assert_int_equal(cost_table(&r, 6000, 500, row), 9);
    assert_true(row[5].own && row[5].threshold == 6000);
    assert_int_equal(cost_table(&r, 10000, 500, row), 10);
    assert_true(row[9].own);
    ranking_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_well_formed_and_escaped),
        cmocka_unit_test(missing_gnuplot_is_said),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(numbers_follow_the_language),
        cmocka_unit_test(every_sentence_stands_in_both_languages),
        cmocka_unit_test(values_fill_their_places),
        cmocka_unit_test(costs_by_hand),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
