#include "classify.h"
#include "evaluate.h"
#include "file.h"
#include "model_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct model_fixture fixture;

static int open_all(void **state)
{
    (void)state;
    model_fixture_open(&fixture);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    model_fixture_free(&fixture);
    return 0;
}

static void read_model(const char *folder, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, MODEL_FILE);
    if (file_read(path, MODEL_CEILING, out, &err) < 0)
        fail_msg("%s", err.message);
}

/* Reads lines in that order, trains on so many threads, gives the bytes. */
static void train_again(uint64_t shuffle, size_t threads, struct buffer *out)
{
    const struct train_settings settings = model_fixture_settings(threads);
    struct error err = {.status = STATUS_OK};
    struct train_report report;
    struct corpus corpus;
    char folder[64], path[128];
    const char *const paths[] = {path};

    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/corpus.jsonl", folder);
    model_fixture_write(path, shuffle);
    if (fixture_corpus(&corpus, paths, 1, FIXTURE_TONES, &err) < 0 ||
        train_model(&corpus, &settings, folder, &report, &err) < 0)
        fail_msg("%s", err.message);
    for (size_t t = 0; t < corpus.tones.count; t++)
        assert_memory_equal(&report.tone[t], &fixture.report.tone[t],
                            sizeof(report.tone[t]));
    train_report_free(&report);
    read_model(folder, out);
    corpus_free(&corpus);
    fixture_remove(folder);
}

static void same_data_same_bytes(void **state)
{
    static const struct {
        const char *name;
        uint64_t shuffle;
        size_t threads;
    } cases[] = {
        {"again",                          0,    1},
        {"on two threads",                 0,    2},
        {"on eight threads",               0,    8},
        {"lines shuffled",                 17,   1},
        {"lines shuffled, on two threads", 4711, 2},
    };
    struct buffer first = {.ptr = NULL};

    (void)state;
    read_model(fixture.folder, &first);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer again = {.ptr = NULL};
        train_again(cases[i].shuffle, cases[i].threads, &again);
        if (again.len != first.len ||
            memcmp(again.ptr, first.ptr, first.len) != 0)
            fail_msg("%s", cases[i].name);
        buffer_free(&again);
    }
    buffer_free(&first);
}

static void tones_are_described(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name;
        unsigned flags;
        size_t positives;
    } wanted[] = {
        {"insult", 0, FIXTURE_INSULTS},
        {"threat", TONE_OBSERVATION_ONLY, FIXTURE_THREATS},
        {"negative", TONE_SENTIMENT, FIXTURE_INSULTS + FIXTURE_THREATS},
        {"positive", TONE_SENTIMENT | TONE_OBSERVATION_ONLY, 24},
    };
    /* clang-format on */
    const struct model_parts *p = model_parts(fixture.model);

    (void)state;
    assert_string_equal(p->name, "fixture");
    assert_string_equal(p->data_sha256, fixture.corpus.sha256);
    assert_int_equal(p->tone_count, 4);
    for (size_t t = 0; t < 4; t++) {
        assert_string_equal(p->tone[t].name, wanted[t].name);
        assert_int_equal(p->tone[t].flags, wanted[t].flags);
        assert_int_equal(p->tone[t].positives, wanted[t].positives);
        assert_true(p->tone[t].platt_a < 0);
        assert_int_equal(fixture.report.tone[t].measures.positives, wanted[t].positives);
        assert_int_equal(fixture.report.tone[t].measures.count, FIXTURE_COMMENTS - 8);
    }
    /* behind the last tone the lanes are empty, but for that of the idf */
    for (size_t f = 0; f < p->vocabulary.count; f++)
        for (size_t t = 4; t < WEIGHT_IDF_LANE; t++)
            assert_int_equal(p->weight[f * WEIGHT_LANES + t], 0);
}

/* The synthetic insults are easy: a model that learnt nothing fails here. */
static void what_is_easy_is_learnt(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct evaluation e, on_two;

    (void)state;
    assert_true(fixture.report.tone[0].measures.average_precision > 0.9);
    assert_int_equal(
        evaluate(fixture.model, &fixture.corpus, EVALUATE_TRAIN, 1, &e, &err),
        STATUS_OK);
    assert_int_equal(e.count, FIXTURE_COMMENTS - 8);
    assert_true(e.tone[0].f1 > 0.95);
    assert_int_equal(e.tone[1].flagged, 0); /* observation only */
    evaluation_free(&e);
    assert_int_equal(
        evaluate(fixture.model, &fixture.corpus, EVALUATE_TEST, 1, &e, &err),
        STATUS_OK);
    assert_int_equal(e.count, 8);
    evaluation_free(&e);
    assert_int_equal(
        evaluate(fixture.model, &fixture.corpus, EVALUATE_ALL, 1, &e, &err),
        STATUS_OK);
    assert_int_equal(e.count, FIXTURE_COMMENTS);
    assert_int_equal(evaluate(fixture.model, &fixture.corpus, EVALUATE_ALL, 2,
                              &on_two, &err),
                     STATUS_OK);
    for (size_t t = 0; t < 4; t++)
        assert_memory_equal(&e.tone[t], &on_two.tone[t], sizeof(e.tone[t]));
    evaluation_free(&e);
    evaluation_free(&on_two);
}

static void evaluate_needs_a_comment(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct evaluation e;
    struct corpus none = fixture.corpus;

    (void)state;
    none.count = 0;
    assert_int_equal(evaluate(fixture.model, &none, EVALUATE_ALL, 1, &e, &err),
                     STATUS_BAD_INPUT);
    evaluation_free(&e);
}

/* ---- poor corpora
 * ------------------------------------------------------------ */

#define ROW(id, discussion, text, tones)                                       \
    "{\"id\":\"" id "\",\"discussion\":\"" discussion "\",\"text\":\"" text    \
    "\",\"tones\":[" tones                                                     \
    "],\"sentiment\":\"neutral\",\"split\":\"train\"}\n"

static void poor_corpora_are_trained_without_a_crash(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *lines;
    } cases[] = {
        {"no comment has the tone", ROW("1", "a", "un deux", "") ROW("2", "b",
         "un trois", "")},
        {"every comment has the tone", ROW("1", "a", "un deux", "\"insult\"")
         ROW("2", "b", "un trois", "\"insult\"")},
        {"one discussion: a fold has all, the others nothing", ROW("1", "a",
         "un deux", "\"insult\"") ROW("2", "a", "un trois", "") ROW("3", "a",
         "deux trois", "\"insult\"")},
        {"one comment", ROW("1", "a", "seul", "\"insult\"")},
        {"empty comments", ROW("1", "a", "", "\"insult\"") ROW("2", "b", "",
         "")},
        {"equal comments with other labels", ROW("1", "a", "pareil",
         "\"insult\"") ROW("2", "b", "pareil", "")},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct train_settings settings = model_fixture_settings(2);
        struct error err = {.status = STATUS_OK};
        struct train_report report;
        struct corpus corpus;
        struct model *model;
        char folder[64], path[128];
        const char *const paths[] = {path};
        fixture_folder(folder);
        snprintf(path, sizeof(path), "%s/corpus.jsonl", folder);
        file_write(path, view_of(cases[i].lines), &err);
        if (fixture_corpus(&corpus, paths, 1, "insult", &err) < 0)
            fail_msg("%s: %s", cases[i].name, err.message);
        if (train_model(&corpus, &settings, folder, &report, &err) < 0) {
            assert_int_equal(err.status, STATUS_BAD_INPUT);
            corpus_free(&corpus);
            fixture_remove(folder);
            continue;
        }
        train_report_free(&report);
        if (model_open(&model, folder, &err) < 0)
            fail_msg("%s: %s", cases[i].name, err.message);
        const struct model_parts *p = model_parts(model);
        for (size_t t = 0; t < p->tone_count; t++) {
            assert_true(p->tone[t].flags & TONE_OBSERVATION_ONLY);
            assert_true(isfinite(report.tone[t].measures.brier));
        }
        model_free(model);
        corpus_free(&corpus);
        fixture_remove(folder);
    }
}

static void failures_are_told(void **state)
{
    struct train_settings settings = model_fixture_settings(1);
    struct error err = {.status = STATUS_OK};
    struct train_report report;

    (void)state;
    assert_int_equal(
        train_model(&fixture.corpus, &settings, "/nowhere/at/all", &report, &err),
        STATUS_CANNOT_CREATE);
    error_clear(&err);
    settings.memory = 1000;
    settings.solver = SOLVER_LIBSVM;
    assert_int_equal(
        train_model(&fixture.corpus, &settings, fixture.folder, &report, &err),
        STATUS_TOO_BIG);
    error_clear(&err);
    settings = model_fixture_settings(2);
    settings.c = -1;
    assert_int_equal(
        train_model(&fixture.corpus, &settings, fixture.folder, &report, &err),
        STATUS_BAD_INPUT);
}

static void count_step(void *context, size_t done, size_t all)
{
    size_t *const steps = context;

    assert_int_equal(done, *steps + 1);
    assert_int_equal(all, 4 * (3 + 1));
    *steps = done;
}

static void progress_is_told_step_by_step(void **state)
{
    struct train_settings settings = model_fixture_settings(2);
    struct error err = {.status = STATUS_OK};
    struct train_report report;
    size_t steps = 0;
    char folder[64];

    (void)state;
    fixture_folder(folder);
    settings.progress = count_step;
    settings.context = &steps;
    assert_int_equal(train_model(&fixture.corpus, &settings, folder, &report, &err),
                     STATUS_OK);
    assert_int_equal(steps, 16);
    train_report_free(&report);
    fixture_remove(folder);
}

/* Both solvers, with a search and without: every choice is repeatable and
 * what is easy to learn is learnt. */
static void every_way_gives_the_same_bytes_twice(void **state)
{
    static const struct {
        const char *name;
        enum solver solver;
        bool search;
    } cases[] = {
        {"libsvm after a search", SOLVER_LIBSVM,    true },
        {"LIBLINEAR",             SOLVER_LIBLINEAR, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer bytes[2] = {{.ptr = NULL}, {.ptr = NULL}};
        for (size_t k = 0; k < 2; k++) {
            struct train_settings settings = model_fixture_settings(k + 1);
            struct error err = {.status = STATUS_OK};
            struct train_report report;
            char folder[64];
            fixture_folder(folder);
            settings.solver = cases[i].solver;
            settings.search = cases[i].search;
            if (train_model(&fixture.corpus, &settings, folder, &report,
                            &err) < 0)
                fail_msg("%s: %s", cases[i].name, err.message);
            assert_true(report.tone[0].measures.average_precision > 0.9);
            train_report_free(&report);
            read_model(folder, &bytes[k]);
            fixture_remove(folder);
        }
        assert_int_equal(bytes[0].len, bytes[1].len);
        assert_memory_equal(bytes[0].ptr, bytes[1].ptr, bytes[0].len);
        buffer_free(&bytes[0]);
        buffer_free(&bytes[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_data_same_bytes),
        cmocka_unit_test(tones_are_described),
        cmocka_unit_test(what_is_easy_is_learnt),
        cmocka_unit_test(evaluate_needs_a_comment),
        cmocka_unit_test(poor_corpora_are_trained_without_a_crash),
        cmocka_unit_test(every_way_gives_the_same_bytes_twice),
        cmocka_unit_test(failures_are_told),
        cmocka_unit_test(progress_is_told_step_by_step),
    };

    return cmocka_run_group_tests_name("train", tests, open_all, close_all);
}
