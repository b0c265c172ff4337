/* Thresholds of a section, and scores that count again. */
#include "store_fixture.h"

#include "decide.h"

#include <stdio.h>

/* "c3 c1": ids of the queue in its order. */
static void order_is(struct fixture *f, const char *expected)
{
    const struct queue_filter filter = {.limit = 50};
    struct place_list list;
    char ids[256] = "";
    size_t used = 0;

    CHECK(f, queue_list(f->queue, &filter, NOW, &f->arena, &list, &f->err));
    for (size_t i = 0; i < list.count; i++) {
        struct stored_comment found;
        CHECK(f, store_get(f->store, list.item[i].place.comment, &f->arena,
                           &found, &f->err));
        used += (size_t)snprintf(ids + used, sizeof(ids) - used, "%s%.*s",
                                 i ? " " : "", VIEW_ARG(found.comment.id));
    }
    assert_string_equal(ids, expected);
}

/* A comment alone in its discussion: no heat. */
static void put_alone(struct fixture *f, const char *id,
                      const uint16_t probability[TONES])
{
    struct comment comment = make_comment(id, "du texte");

    comment.discussion = view_of(id);
    put_scored(f, &comment, NOW, probability);
}

static void a_section_has_its_own_threshold(void **state)
{
    static const uint16_t middle[TONES] = {6000, 0, 0, 0, 0};
    static const struct policy_rule rule = {"hostility", "Sport", 0.7};
    struct fixture *f = *state;
    struct comment comment = make_comment("sport", "texte");
    struct outcome outcome;

    usual_policy(&f->policy);
    f->policy.rule[f->policy.rule_count++] = rule;
    open_queue(f);
    comment.discussion = view_of("d1");
    comment.section = view_of("Sport");
    put_scored(f, &comment, NOW, middle);
    comment = make_comment("loose", "texte"); /* no discussion */
    comment.discussion = view_of("");
    comment.section = view_of("Sport");
    put_scored(f, &comment, NOW, middle);
    comment = make_comment("news", "texte");
    comment.discussion = view_of("d2");
    comment.section = view_of("Monde");
    put_scored(f, &comment, NOW, middle);
    put_alone(f, "none", middle);
    order_is(f, "news none");
    /* and in a new plan */
    queue_close(f->queue);
    f->policy.rule[0].threshold = 0.5;
    snprintf(f->policy.digest, sizeof(f->policy.digest), "other");
    open_queue(f);
    order_is(f, "sport loose news none");
    queue_close(f->queue);
    f->policy.rule[0].threshold = 0.65;
    snprintf(f->policy.digest, sizeof(f->policy.digest), "third");
    open_queue(f);
    order_is(f, "news none");
    /* undo judges by the section as well */
    const struct request remove = {.comment = view_of("sport"),
                                   .action = ACTION_REMOVE,
                                   .moderator = view_of("anne"),
                                   .now = NOW},
                         undo = {.comment = view_of("sport"),
                                 .action = ACTION_UNDO,
                                 .moderator = view_of("anne"),
                                 .now = NOW};
    CHECK(f, decide_run(f->queue, &remove, &f->arena, &outcome, &f->err));
    CHECK(f, decide_run(f->queue, &undo, &f->arena, &outcome, &f->err));
    order_is(f, "news none");
}

static void a_known_score_is_adopted(void **state)
{
    static const uint16_t low[TONES] = {100, 0, 0, 0, 0},
                          high[TONES] = {9000, 0, 0, 0, 0};
    struct fixture *f = *state;
    const struct comment comment = make_comment("c1", "texte");
    struct standing at;

    usual_policy(&f->policy);
    open_queue(f);
    const int64_t first = f->model;
    put_scored(f, &comment, NOW, high);
    f->model = put_model(f, "m@2");
    at = put_scored(f, &comment, NOW, low);
    order_is(f, "");
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, queue_adopt(f->queue, &at, first, &f->arena, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    order_is(f, "c1");
    ASK(f,
        "SELECT m.id || c.language FROM comment AS c JOIN model AS m ON "
        "m.key = c.model",
        "m@1fr");
    ASK(f, "SELECT count(*) FROM score", "2");
    /* a score that is not there changes nothing */
    const int64_t third = put_model(f, "m@3");
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, queue_adopt(f->queue, &at, third, &f->arena, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    order_is(f, "c1");
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_section_has_its_own_threshold),
        TEST(a_known_score_is_adopted),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
