#include "store_fixture.h"

#include "extract.h"

static void models_are_known_once(void **state)
{
    struct fixture *f = *state;
    struct model_record model = make_model("m@1");
    int64_t key, other;

    key = put_model(f, "m@1");
    assert_int_equal(put_model(f, "m@1"), key);
    CHECK(f, store_active_model(f->store, &other, &f->err));
    assert_int_equal(other, key);
    other = put_model(f, "m@2");
    ASK(f, "SELECT group_concat(model || active) FROM models", "m@11,m@20");
    CHECK(f, store_begin(f->store, &f->err));
    struct activation row = {.model = other, .time = NOW};
    CHECK(f, store_activate(f->store, &row, &f->err));
    model.tone_count--;
    assert_int_equal(store_put_model(f->store, &model, &key, &f->err),
                     STATUS_BAD_RECORD);
    CHECK(f, store_commit(f->store, &f->err));
    ASK(f, "SELECT group_concat(model || active) FROM models", "m@10,m@21");
    ASK(f, "SELECT trained FROM models", "2020-08-03T08:19:00Z");
}

static void scores_come_back_and_fill_the_views(void **state)
{
    static const uint16_t probability[TONES] = {9312, 127, 0, 10000, 8800};
    struct fixture *f = *state;
    const struct comment comment = make_comment("c1", "Quel abruti !");
    struct stored_score score;

    usual_policy(&f->policy);
    open_queue(f);
    const struct standing at = put_scored(f, &comment, NOW, probability);
    assert_int_equal(
        store_score(f->store, at.key, 1, f->model, &f->arena, &score, &f->err),
        1);
    for (size_t i = 0; i < TONES; i++)
        assert_int_equal(score.verdict.tone[i].probability, probability[i]);
    assert_true(score.verdict.tone[0].flagged);
    assert_false(score.verdict.tone[1].flagged);
    assert_int_equal(score.reason_count, 3);
    assert_true(score.reason[0].weight == 1.8412);
    assert_string_equal(score.reason[2].cue, "exclamation");
    ASK(f, "SELECT state || language FROM comments", "scoredfr");
    ASK(f,
        "SELECT probability || '/' || flagged FROM scores WHERE tone = "
        "'hostility'",
        "0.9312/1");
    ASK(f, "SELECT count(*) FROM scores", "5");
    ASK(f,
        "SELECT comment || model || tone || start || \"end\" || weight "
        "FROM reasons LIMIT 1 OFFSET 1",
        "c1m@1hostility59-0.25");
    ASK(f, "SELECT probabilities || reasons FROM score",
        "[9312,127,0,10000,8800][[0,0,4,18412],[0,5,9,-2500],"
        "[1,0,0,4000,\"exclamation\"]]");
}

static void older_scores_stay(void **state)
{
    static const uint16_t low[TONES] = {100, 100, 0, 0, 0},
                          high[TONES] = {9000, 100, 0, 0, 0};
    struct fixture *f = *state;
    struct comment comment = make_comment("c1", "texte");

    usual_policy(&f->policy);
    open_queue(f);
    put_scored(f, &comment, NOW, low);
    put_scored(f, &comment, NOW, low); /* again: one row */
    ASK(f, "SELECT count(*) FROM score", "1");
    ASK(f, "SELECT count(*) FROM place", "0");
    f->model = put_model(f, "m@2");
    put_scored(f, &comment, NOW, high);
    ASK(f, "SELECT count(*) FROM score", "2");
    ASK(f, "SELECT count(*) FROM place", "1");
    ASK(f, "SELECT count(*) FROM scores", "10");
    comment.text = view_of("un autre texte");
    put(f, &comment, NOW);
    ASK(f, "SELECT count(*) FROM scores", "0"); /* of the present text */
    ASK(f, "SELECT count(*) FROM score", "2");
    ASK(f, "SELECT count(*) FROM place", "0");
    ASK(f, "SELECT tone IS NULL FROM queue", "1"); /* waits, not scored */
}

static void a_score_of_a_changed_text_is_stale(void **state)
{
    static const uint16_t high[TONES] = {9000, 100, 0, 0, 0};
    struct fixture *f = *state;
    const struct verdict verdict = make_verdict(high);
    struct comment comment = make_comment("c1", "texte");

    usual_policy(&f->policy);
    open_queue(f);
    const struct put_result before = put(f, &comment, NOW);
    const struct score score = {f->model, &verdict, NULL, 0, view_of("fr")};
    comment.text = view_of("changé");
    put(f, &comment, NOW);
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, queue_put(f->queue, &before.at, &score, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    ASK(f, "SELECT state FROM comments", "waiting");
    ASK(f, "SELECT count(*) FROM score", "0");
}

struct seen {
    size_t rows;
    size_t columns;
};

static int count_row(void *context, const struct cell *cell, size_t count,
                     struct error *err)
{
    struct seen *seen = context;

    (void)err;
    seen->rows++;
    seen->columns = count;
    assert_non_null(cell[0].column);
    return STATUS_OK;
}

static void views_are_extracted(void **state)
{
    static const uint16_t high[TONES] = {9000, 100, 0, 0, 0};
    struct fixture *f = *state;
    const struct comment comment = make_comment("c1", "texte");
    struct seen seen = {0, 0};

    usual_policy(&f->policy);
    open_queue(f);
    CHECK(f, extract_run(f->store, EXTRACT_SCORES, count_row, &seen, &f->err));
    assert_int_equal(seen.rows, 1); /* the names alone */
    put_scored(f, &comment, NOW, high);
    seen.rows = 0;
    CHECK(f, extract_run(f->store, EXTRACT_SCORES, count_row, &seen, &f->err));
    assert_int_equal(seen.rows, 1 + TONES);
    assert_int_equal(seen.columns, 5);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(models_are_known_once), TEST(scores_come_back_and_fill_the_views),
        TEST(older_scores_stay),     TEST(a_score_of_a_changed_text_is_stale),
        TEST(views_are_extracted),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
