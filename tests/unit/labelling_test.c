#include "store_fixture.h"

#include "labelling.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_one(struct fixture *f, const char *id, const char *discussion,
                    const char *text, const uint16_t probability[TONES])
{
    struct comment comment = make_comment(id, text);

    comment.discussion = view_of(discussion);
    put_scored(f, &comment, NOW, probability);
}

static struct proposal_list propose(struct fixture *f, const char *tone,
                                    size_t limit)
{
    const struct labelling_filter filter = {
        .tone = view_of(tone), .moderator = view_of("anne"), .limit = limit};
    struct proposal_list list;

    CHECK(f, labelling_list(f->queue, &filter, NOW, &f->arena, &list, &f->err));
    return list;
}

static bool has(struct fixture *f, const struct proposal_list *list,
                const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        struct stored_comment found;
        CHECK(f, store_get(f->store, list->comment[i], &f->arena, &found,
                           &f->err));
        if (view_is(found.comment.id, id))
            return true;
    }
    return false;
}

static void what_is_near_the_threshold_is_proposed(void **state)
{
    static const uint16_t near[TONES] = {4900, 0, 0, 0, 0},
                          nearer[TONES] = {0, 5005, 0, 0, 0},
                          sure[TONES] = {9900, 9900, 0, 9900, 9900};
    struct fixture *f = *state;
    struct proposal_list list;

    usual_policy(&f->policy);
    open_queue(f);
    put_one(f, "near", "d1", "Je ne sais pas quoi en penser vraiment", near);
    put_one(f, "sure", "d2", "Quel torchon, abonnez-vous ailleurs", sure);
    put_one(f, "nearer", "d3", "Un clown de plus à la mairie", nearer);
    list = propose(f, "hostility", 1);
    assert_int_equal(list.count, 1);
    assert_true(has(f, &list, "near"));
    list = propose(f, "insult", 1);
    assert_true(has(f, &list, "nearer"));
    list = propose(f, "", 2);
    assert_true(has(f, &list, "near") && has(f, &list, "nearer"));
    assert_int_equal(propose(f, "", 9).count, 3);
}

static void near_duplicates_come_once(void **state)
{
    static const uint16_t near[TONES] = {4900, 0, 0, 0, 0};
    struct fixture *f = *state;

    usual_policy(&f->policy);
    open_queue(f);
    put_one(f, "a", "d1", "Vous êtes vraiment tous les mêmes, partout", near);
    put_one(f, "b", "d2", "VOUS ÊTES vraiment tous les mêmes... partout !",
            near);
    put_one(f, "c", "d3", "La piscine rouvre lundi, enfin une bonne nouvelle",
            near);
    assert_int_equal(propose(f, "", 9).count, 2);
}

static void discussions_share(void **state)
{
    static const uint16_t near[TONES] = {4990, 0, 0, 0, 0},
                          far[TONES] = {1000, 0, 0, 0, 0};
    struct fixture *f = *state;
    char id[16], text[64];

    usual_policy(&f->policy);
    open_queue(f);
    for (int i = 0; i < 12; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        snprintf(text, sizeof(text), "%c%c%c%c%c%c%c%c%c", 'a' + i, 'b' + i,
                 'z' - i, 'c' + i, 'y' - i, 'd' + i, 'a' + i, 'x' - i, 'e' + i);
        put_one(f, id, i < 9 ? "busy" : id, text, i < 9 ? near : far);
    }
    const struct proposal_list list = propose(f, "hostility", 4);
    assert_int_equal(list.count, 4);
    assert_true(has(f, &list, "c9") && has(f, &list, "c10") &&
                has(f, &list, "c11"));
    assert_int_equal(propose(f, "hostility", 9).count, 9);
}

static void one_in_five_is_of_the_control_sample(void **state)
{
    static const uint16_t calm[TONES] = {200, 100, 0, 0, 0},
                          near[TONES] = {4990, 0, 0, 0, 0};
    struct fixture *f = *state;
    char id[16], text[64], drawn[32];

    usual_policy(&f->policy);
    f->policy.control_sample = 0.2;
    open_queue(f);
    for (int i = 0; i < 200; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        snprintf(text, sizeof(text), "numéro %c%c%c%c%c", 'a' + i % 26,
                 'a' + i / 26, 'a' + i % 7, 'a' + i % 11, 'a' + i % 13);
        put_one(f, id, id, text, i % 4 ? calm : near);
    }
    ask(f, "SELECT count(*) FROM control", drawn, sizeof(drawn));
    assert_in_range(atol(drawn), 15, 70);
    const struct proposal_list list = propose(f, "", 20);
    assert_int_equal(list.count, 20);
    size_t control = 0;
    for (size_t i = 0; i < list.count; i++) {
        char sql[96], answer[8];
        snprintf(sql, sizeof(sql),
                 "SELECT count(*) FROM control WHERE comment = %lld",
                 (long long)list.comment[i]);
        control += ask(f, sql, answer, sizeof(answer))[0] == '1';
    }
    assert_int_equal(control, 4);
}

static void claims_and_decisions_leave_out(void **state)
{
    static const uint16_t near[TONES] = {4990, 0, 0, 0, 0};
    struct fixture *f = *state;
    const struct labelling_filter paul = {.moderator = view_of("paul"),
                                          .limit = 1};
    struct proposal_list list;

    usual_policy(&f->policy);
    open_queue(f);
    put_one(f, "a", "d1", "Une chose tout à fait différente de l’autre", near);
    put_one(f, "b", "d2", "Encore un chantier qui prend du retard", near);
    CHECK(f, labelling_claim(f->queue, &paul, NOW, &f->arena, &list, &f->err));
    assert_int_equal(list.count, 1);
    assert_int_equal(propose(f, "", 9).count, 1);
    ASK(f, "SELECT moderator FROM claim", "paul");
    const struct labelling_filter none = {.tone = view_of("joy"), .limit = 1};
    assert_int_equal(
        labelling_list(f->queue, &none, NOW, &f->arena, &list, &f->err),
        STATUS_NOT_FOUND);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_near_the_threshold_is_proposed),
        TEST(near_duplicates_come_once),
        TEST(discussions_share),
        TEST(one_in_five_is_of_the_control_sample),
        TEST(claims_and_decisions_leave_out),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
