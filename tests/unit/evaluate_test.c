/* A model measured on comments it has not seen, and how that is told. */
#include "evaluate.h"

#include "evaluate_curve.h"
#include "evaluate_fixture.h"
#include "figures.h"

#include <math.h>

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

static void splits_and_discussions_are_counted(void **state)
{
    static const struct {
        enum evaluate_split split;
        size_t discussions;
    } cases[] = {
        {EVALUATE_TRAIN, FIXTURE_TRAIN                      },
        {EVALUATE_TEST,  FIXTURE_DISCUSSIONS - FIXTURE_TRAIN},
        {EVALUATE_ALL,   FIXTURE_DISCUSSIONS                },
    };
    struct evaluate_fixture *f = *state;

    for (size_t i = 0; i < 3; i++) {
        struct error err = {.status = STATUS_OK};
        struct evaluation e;
        assert_int_equal(
            evaluate(f->model, &f->corpus, cases[i].split, 2, &e, &err),
            STATUS_OK);
        assert_int_equal(e.discussions, cases[i].discussions);
        assert_int_equal(e.count, cases[i].discussions * FIXTURE_EACH);
        assert_int_equal(e.tone[0].positives,
                         cases[i].discussions * FIXTURE_EACH / 2);
        assert_true(e.tone[0].average_precision > 0.9);
        evaluation_free(&e);
    }
}

static void unknown_labels_are_left_out(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct evaluation e;

    for (size_t i = 0; i < f->corpus.count; i += 2)
        f->corpus.comment[i].known &= ~UINT32_C(2);
    assert_int_equal(evaluate(f->model, &f->corpus, EVALUATE_ALL, 1, &e, &err),
                     STATUS_OK);
    assert_int_equal(e.tone[0].count, f->corpus.count);
    assert_int_equal(e.tone[1].count, f->corpus.count / 2);
    evaluation_free(&e);
    for (size_t i = 0; i < f->corpus.count; i++)
        f->corpus.comment[i].known |= UINT32_C(2);
}

static void out_of_fold_is_what_training_said(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct evaluation e;

    assert_int_equal(evaluate_out_of_fold(&f->corpus, &f->report, &e, &err),
                     STATUS_OK);
    assert_int_equal(e.count, f->report.rows);
    for (size_t t = 0; t < 2; t++) {
        const struct measures *want = &f->report.tone[t].measures;
        assert_int_equal(e.tone[t].positives, want->positives);
        assert_true(fabs(e.tone[t].brier - want->brier) < 1e-9);
        assert_true(fabs(e.tone[t].roc_auc - want->roc_auc) < 0.01);
    }
    evaluation_free(&e);
}

static void intervals_hold_their_figure(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct evaluation e;

    assert_int_equal(evaluate(f->model, &f->corpus, EVALUATE_TEST, 1, &e, &err),
                     STATUS_OK);
    assert_int_equal(evaluate_intervals(&e, DRAWS_CEILING + 1, 1, 1, &err),
                     STATUS_USAGE);
    error_clear(&err);
    assert_int_equal(evaluate_intervals(&e, 200, 1, 2, &err), STATUS_OK);
    for (size_t k = 0; k < MEASURE_CALIBRATION_ERROR; k++) {
        const double value = measure_value(&e.tone[0], (enum measure_kind)k);
        assert_true(e.interval[0].of[k].low <= value + 1e-9);
        assert_true(e.interval[0].of[k].high >= value - 1e-9);
    }
    evaluation_free(&e);
}

/* The last line is the one that other programs read. */
static void table_ends_with_the_means(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct evaluation e;
    char *text = NULL;
    size_t len = 0;

    assert_int_equal(evaluate(f->model, &f->corpus, EVALUATE_TEST, 1, &e, &err),
                     STATUS_OK);
    assert_int_equal(evaluate_intervals(&e, 20, 1, 1, &err), STATUS_OK);
    FILE *to = open_memstream(&text, &len);
    assert_non_null(to);
    const struct figures figures = figures_of(&e, "test");
    figures_show(to, &figures);
    fclose(to);
    text[len - 1] = '\0'; /* the last line end */
    const char *last = strrchr(text, '\n');
    assert_non_null(last);
    assert_int_equal(strncmp(last + 1, "mean average precision: ", 24), 0);
    assert_non_null(strstr(text, "20 draws of whole discussions, seed 1"));
    free(text);
    json_t *json = figures_json(&figures);
    assert_non_null(json_object_get(
        json_object_get(json_object_get(json_object_get(json, "tones"), "hate"),
                        "interval"),
        "roc_auc"));
    json_decref(json);
    evaluation_free(&e);
}

static void learning_curve_grows(void **state)
{
    struct evaluate_fixture *f = *state;
    struct error err = {.status = STATUS_OK};
    struct curve curve;

    assert_int_equal(
        curve_measure(&curve, f->model, &f->corpus, 1, NULL, NULL, &err),
        STATUS_OK);
    assert_true(curve.count >= 2);
    for (size_t i = 1; i < curve.count; i++)
        assert_true(curve.point[i].comments > curve.point[i - 1].comments);
    const struct curve_point *last = &curve.point[curve.count - 1];
    assert_int_equal(last->percent, 100);
    assert_int_equal(last->comments, f->report.rows);
    assert_true(last->tone[0].average_precision > 0.9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_and_discussions_are_counted),
        cmocka_unit_test(unknown_labels_are_left_out),
        cmocka_unit_test(out_of_fold_is_what_training_said),
        cmocka_unit_test(intervals_hold_their_figure),
        cmocka_unit_test(table_ends_with_the_means),
        cmocka_unit_test(learning_curve_grows),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
