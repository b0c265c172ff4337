#include "store_fixture.h"

#include "models.h"

#include <sqlite3.h>
#include <stdio.h>

static void folders_move_and_are_kept(void **state)
{
    struct fixture *f = *state;
    struct model_record model = make_model("m@1"), found;
    int64_t key;

    model.folder = view_of("/models/a");
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_model(f->store, &model, &key, &f->err));
    model.folder = view_of("/models/b");
    CHECK(f, store_put_model(f->store, &model, &key, &f->err));
    model.folder = (struct view){NULL, 0};
    CHECK(f, store_put_model(f->store, &model, &key, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    assert_int_equal(store_model(f->store, key, &f->arena, &found, &f->err), 1);
    assert_true(view_is(found.folder, "/models/b"));
    assert_true(view_is(found.metrics, "{\"ap\":0.8}"));
    assert_int_equal(store_find_model(f->store, view_of("m@1"), &key, &f->err),
                     1);
    assert_int_equal(store_find_model(f->store, view_of("m@2"), &key, &f->err),
                     0);
    /* known is not active */
    CHECK(f, store_active_model(f->store, &key, &f->err));
    assert_int_equal(key, 0);
}

/* Steps: a letter makes that model active, '<' rolls back; what is active
 * afterwards, "-" where a rollback must be refused. */
static void rollbacks_go_back_step_by_step(void **state)
{
    static const struct {
        const char *steps, *active;
    } cases[] = {
        {"a",         "a" },
        {"a<",        "a-"},
        {"ab<",       "a" },
        {"ab<<",      "a-"},
        {"abc<<",     "a" },
        {"abc<b<",    "b" },
        {"ab<c<<",    "a-"},
        {"aba<<",     "a" },
        {"abcba<<<<", "a" },
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const int64_t key[] = {put_model(f, "a"), put_model(f, "b"),
                               put_model(f, "c")};
        struct activation target;
        struct model_record model;
        bool refused = false;
        int64_t active;
        assert_int_equal(run_sql(f, "DROP TRIGGER IF EXISTS activation_kept;"
                                    "DELETE FROM activation;"),
                         SQLITE_OK);
        for (const char *s = cases[i].steps; *s; s++) {
            if (*s != '<') {
                activate(f, key[*s - 'a'], 0);
                continue;
            }
            const int found = store_rollback_target(f->store, &target, &f->err);
            CHECK(f, found);
            refused = found == 0;
            if (found)
                activate(f, target.model, target.undoes);
        }
        CHECK(f, store_active_model(f->store, &active, &f->err));
        assert_int_equal(
            store_model(f->store, active, &f->arena, &model, &f->err), 1);
        if (model.id.ptr[0] != cases[i].active[0] ||
            refused != (cases[i].active[1] == '-'))
            fail_msg("%s: %.*s", cases[i].steps, VIEW_ARG(model.id));
    }
}

static void activations_tell_who_and_why(void **state)
{
    struct fixture *f = *state;
    const int64_t a = put_model(f, "a"), b = put_model(f, "b");
    struct activation_list list;

    const int64_t second = activate(f, b, 0);
    activate(f, a, second);
    CHECK(f, store_activations(f->store, &f->arena, &list, &f->err));
    assert_int_equal(list.count, 3);
    assert_int_equal(list.item[1].model, b);
    assert_true(list.item[1].undone && !list.item[0].undone);
    assert_int_equal(list.item[2].undoes, second);
    assert_true(view_is(list.item[2].moderator, "anne"));
    assert_true(view_is(list.item[2].note, "essai"));
    assert_int_not_equal(run_sql(f, "DELETE FROM activation"), SQLITE_OK);
    assert_int_not_equal(run_sql(f, "UPDATE activation SET note = 'x'"),
                         SQLITE_OK);
}

static void outdated_scores_are_found(void **state)
{
    static const uint16_t low[TONES] = {100, 0, 0, 0, 0};
    struct fixture *f = *state;
    struct standing after = {.key = 0};
    struct comment_list list;
    size_t seen = 0;
    char id[16];

    usual_policy(&f->policy);
    open_queue(f);
    for (int i = 0; i < 7; i++) { /* models 1 2 3 1 2 3 1 */
        snprintf(id, sizeof(id), "m@%d", i % 3 + 1);
        f->model = put_model(f, id);
        snprintf(id, sizeof(id), "c%d", i);
        const struct comment comment = make_comment(id, "texte");
        put_scored(f, &comment, NOW, low);
    }
    put(f,
        &(struct comment){.id = view_of("w"),
                          .text = view_of("attend"),
                          .published = TIME_NONE,
                          .time = TIME_NONE},
        NOW);
    int64_t active;
    assert_int_equal(
        store_find_model(f->store, view_of("m@2"), &active, &f->err), 1);
    for (;;) {
        CHECK(f, store_outdated(f->store, active, &after, 2, &f->arena, &list,
                                &f->err));
        if (!list.count)
            break;
        for (size_t i = 0; i < list.count; i++, seen++) {
            static const char *const order[] = {"c0", "c3", "c6", "c2", "c5"};
            assert_true(view_is(list.item[i].comment.id, order[seen]));
            after = list.item[i].at;
        }
    }
    assert_int_equal(seen, 5);
}

static void a_comment_alone_keeps_its_heading(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c1", "texte");
    struct stored_comment found;
    struct buffer section = {.ptr = NULL};

    comment.discussion = view_of("");
    comment.section = view_of("Sport");
    comment.title = (struct view){NULL, 0};
    assert_int_equal(put(f, &comment, NOW).kind, PUT_NEW);
    comment.title = view_of("Le match");
    comment.published = NOW;
    assert_int_equal(put(f, &comment, NOW).kind, PUT_KNOWN);
    assert_int_equal(
        store_find(f->store, view_of("c1"), &f->arena, &found, &f->err), 1);
    assert_true(view_is(found.comment.title, "Le match"));
    assert_true(view_is(found.comment.section, "Sport"));
    assert_int_equal(found.comment.published, NOW);
    assert_false(found.comment.discussion.len);
    /* another one has its own */
    comment.id = view_of("c2");
    comment.title = view_of("Le vote");
    comment.section = view_of("Monde");
    const struct put_result second = put(f, &comment, NOW);
    CHECK(f, store_section(f->store, second.at.key, &section, &f->err));
    assert_true(view_is(buffer_view(&section), "Monde"));
    /* once it has a discussion, that one's counts */
    comment.discussion = view_of("d1");
    comment.title = view_of("Le vote, suite");
    put(f, &comment, NOW);
    assert_int_equal(
        store_find(f->store, view_of("c2"), &f->arena, &found, &f->err), 1);
    assert_true(view_is(found.comment.title, "Le vote, suite"));
    buffer_free(&section);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(folders_move_and_are_kept),
        TEST(rollbacks_go_back_step_by_step),
        TEST(activations_tell_who_and_why),
        TEST(outdated_scores_are_found),
        TEST(a_comment_alone_keeps_its_heading),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
