#include "store_fixture.h"

#include "decide.h"
#include "places.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct place_list
list_with(struct fixture *f, const struct queue_filter *filter, int64_t now)
{
    struct place_list list;

    CHECK(f, queue_list(f->queue, filter, now, &f->arena, &list, &f->err));
    return list;
}

static struct place_list list_all(struct fixture *f, int64_t now)
{
    const struct queue_filter filter = {.limit = 50};

    return list_with(f, &filter, now);
}

/* "c3 c1 c2": ids of the list in its order. */
static const char *ids_of(struct fixture *f, const struct place_list *list,
                          char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        struct stored_comment comment;
        CHECK(f, store_get(f->store, list->item[i].place.comment, &f->arena,
                           &comment, &f->err));
        used += (size_t)snprintf(out + used, size - used, "%s%.*s",
                                 i ? " " : "", VIEW_ARG(comment.comment.id));
    }
    return out;
}

#define ORDER(fixture, list, expected)                                         \
    do {                                                                       \
        char order_ids[256];                                                   \
        const struct place_list order_list = (list);                           \
        assert_string_equal(                                                   \
            ids_of(fixture, &order_list, order_ids, sizeof(order_ids)),        \
            expected);                                                         \
    } while (0)

static void set_up_usual(struct fixture *f)
{
    usual_policy(&f->policy);
    open_queue(f);
}

/* A comment alone in its discussion: no heat. */
static void put_alone(struct fixture *f, const char *id, int64_t now,
                      const uint16_t probability[TONES])
{
    struct comment comment = make_comment(id, "du texte");

    comment.discussion = view_of(id);
    put_scored(f, &comment, now, probability);
}

static void order_follows_lanes_and_weights(void **state)
{
    static const struct {
        const char *id;
        uint16_t probability[TONES];
    } cases[] = {
        {"mild",     {6000, 0, 0, 0, 0}       },
        {"rude",     {6000, 7000, 0, 0, 0}    },
        {"harsh",    {9000, 0, 0, 0, 0}       },
        {"lost",     {0, 0, 3500, 0, 0}       },
        {"advert",   {0, 0, 0, 9900, 0}       },
        {"both",     {5500, 0, 0, 9900, 0}    },
        {"gloomy",   {0, 0, 0, 0, 9900}       },
        {"calm",     {100, 100, 100, 100, 100}},
        {"spamlost", {0, 0, 9000, 9900, 0}    },
    };
    struct fixture *f = *state;
    struct counts counts;

    set_up_usual(f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        put_alone(f, cases[i].id, NOW, cases[i].probability);
    const struct place_list list = list_all(f, NOW);
    ORDER(f, list, "spamlost lost rude harsh mild both");
    assert_true(fabs(list.item[0].priority - 1000009) < 1e-6);
    assert_true(fabs(list.item[2].priority - 1.4) < 1e-6);
    assert_int_equal(list.item[2].place.tone, INSULT);
    assert_int_equal(list.item[2].place.probability, 7000);
    const struct queue_filter spam = {.tone = view_of("spam"), .limit = 9};
    ORDER(f, list_with(f, &spam, NOW), "spamlost both advert");
    CHECK(f, store_counts(f->store, &counts, &f->err));
    assert_int_equal(counts.lane[LANE_FIRST], 2);
    assert_int_equal(counts.lane[LANE_RANKED], 4);
    assert_int_equal(counts.lane[LANE_GATHERED], 1);
    ASK(f, "SELECT count(*) FROM queue", "7");
    ASK(f,
        "SELECT group_concat(comment, ' ') FROM (SELECT comment FROM queue "
        "ORDER BY priority DESC LIMIT 3)",
        "spamlost lost rude");
    ASK(f, "SELECT tone || probability FROM queue WHERE comment = 'advert'",
        "spam0.99");
}

static void waiting_raises_the_priority(void **state)
{
    static const uint16_t weak[TONES] = {6000, 0, 0, 0, 0},
                          strong[TONES] = {9000, 0, 0, 0, 0};
    struct fixture *f = *state;

    usual_policy(&f->policy);
    f->policy.age_per_hour = 0.1;
    open_queue(f);
    put_alone(f, "early", NOW, weak);
    put_alone(f, "late", NOW + 4 * HOUR, strong);
    ORDER(f, list_all(f, NOW + 4 * HOUR), "early late"); /* 0.6 + 0.4 > 0.9 */
    const struct place_list list = list_all(f, NOW + 10 * HOUR);
    assert_true(fabs(list.item[0].priority - 1.6) < 1e-6);
    assert_true(fabs(list.item[1].priority - 1.5) < 1e-6);
    put_alone(f, "soon", NOW + 2 * HOUR, strong);
    ORDER(f, list_all(f, NOW + 4 * HOUR), "soon early late");
}

static void a_heated_thread_comes_earlier(void **state)
{
    static const uint16_t calm[TONES] = {0}, hot[TONES] = {6000, 0, 0, 0, 0};
    struct fixture *f = *state;
    struct comment comment;
    char id[16];

    usual_policy(&f->policy);
    f->policy.heat = 1;
    f->policy.heat_window = 4;
    open_queue(f);
    for (int i = 0; i < 6; i++) { /* calm calm hot hot hot, then the sixth */
        snprintf(id, sizeof(id), "c%d", i);
        comment = make_comment(id, i == 3 ? "" : "texte");
        if (i == 3)
            put(f, &comment, NOW); /* empty: it does not count */
        else
            put_scored(f, &comment, NOW, i < 2 ? calm : hot);
    }
    const struct place_list list = list_all(f, NOW);
    ORDER(f, list, "c5 c4 c2"); /* heat 2/4, 1/3, 0/2 */
    assert_true(fabs(list.item[0].priority - 1.1) < 1e-6);
    assert_true(fabs(list.item[1].priority - (0.6 + 1.0 / 3)) < 1e-6);
    assert_true(fabs(list.item[2].priority - 0.6) < 1e-6);
}

/* The memory of heat must not show: places are the same as when every
 * comment is scored by a program of its own. */
static void heat_does_not_depend_on_memory(void **state)
{
    struct fixture *f = *state;
    char first[1024], second[1024];

    for (int round = 0; round < 2; round++) {
        uint32_t draw = 1;
        f->model = 0;
        usual_policy(&f->policy);
        f->policy.heat_window = 5;
        open_queue(f);
        for (int i = 0; i < 60; i++) {
            uint16_t probability[TONES] = {0};
            char id[16], thread[16];
            draw = draw * 1664525 + 1013904223;
            probability[HOSTILITY] = (uint16_t)(draw >> 8) % 10001;
            snprintf(id, sizeof(id), "c%d", i);
            snprintf(thread, sizeof(thread), "t%u", (draw >> 24) % 3);
            struct comment comment = make_comment(id, "texte");
            comment.discussion = view_of(thread);
            if (round == 1) {
                close_store(f);
                open_store(f);
                open_queue(f);
            }
            put_scored(f, &comment, NOW, probability);
        }
        ask(f,
            "SELECT group_concat(printf('%d:%.6f', comment, rank)) FROM "
            "(SELECT * FROM place ORDER BY comment LIMIT 40)",
            round ? second : first, sizeof(first));
        close_store(f);
        unlink(f->path);
        open_store(f);
    }
    assert_string_equal(first, second);
}

static void what_is_not_scored_is_listed(void **state)
{
    static const uint16_t low[TONES] = {5100, 0, 0, 0, 0},
                          high[TONES] = {9900, 0, 0, 0, 0};
    struct fixture *f = *state;
    const struct comment waiting = make_comment("w", "jamais lu");

    usual_policy(&f->policy);
    f->policy.unscored = 0.7;
    open_queue(f);
    put_alone(f, "low", NOW, low);
    put_alone(f, "high", NOW, high);
    put(f, &waiting, NOW);
    const struct place_list list = list_all(f, NOW);
    ORDER(f, list, "high w low");
    assert_int_equal(list.item[1].place.model, 0);
    const struct queue_filter thread = {.discussion = view_of("d1"),
                                        .limit = 9};
    ORDER(f, list_with(f, &thread, NOW), "w");
    const struct queue_filter tone = {.tone = view_of("hostility"), .limit = 9};
    ORDER(f, list_with(f, &tone, NOW), "high low");
    const struct queue_filter one = {.limit = 1};
    ORDER(f, list_with(f, &one, NOW), "high");
}

static void unknown_filters_are_refused(void **state)
{
    struct fixture *f = *state;
    const struct queue_filter tone = {.tone = view_of("joy"), .limit = 9},
                              thread = {.discussion = view_of("d9"),
                                        .limit = 9};
    struct place_list list;

    set_up_usual(f);
    assert_int_equal(
        queue_list(f->queue, &tone, NOW, &f->arena, &list, &f->err),
        STATUS_NOT_FOUND);
    error_clear(&f->err);
    assert_int_equal(
        queue_list(f->queue, &thread, NOW, &f->arena, &list, &f->err),
        STATUS_NOT_FOUND);
}

static void the_control_sample_is_drawn_and_not_told(void **state)
{
    static const uint16_t calm[TONES] = {1000, 200, 0, 0, 0};
    struct fixture *f = *state;
    char id[16], drawn[32], placed[32];

    usual_policy(&f->policy);
    f->policy.control_sample = 0.25;
    open_queue(f);
    for (int i = 0; i < 400; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        put_alone(f, id, NOW, calm);
    }
    ask(f, "SELECT count(*) FROM control", drawn, sizeof(drawn));
    ask(f, "SELECT count(*) FROM queue", placed, sizeof(placed));
    assert_string_equal(drawn, placed);
    assert_in_range(atol(drawn), 70, 130);
    ASK(f, "SELECT DISTINCT share FROM control", "0.25");
    /* Shown with a tone and priorities of their own, like any other. */
    ASK(f, "SELECT count(*) FROM queue WHERE tone <> 'hostility'", "0");
    ASK(f, "SELECT count(DISTINCT priority) > 60 FROM queue", "1");
    ASK(f,
        "SELECT count(*) FROM (SELECT name FROM sqlite_master WHERE type = "
        "'view' AND sql LIKE '%control%')",
        "0");
    const struct queue_filter tone = {.tone = view_of("hostility"),
                                      .limit = 400};
    assert_int_equal(list_with(f, &tone, NOW).count, (size_t)atol(drawn));
}

static void claims_are_kept_from_others_until_they_end(void **state)
{
    static const uint16_t hot[TONES] = {6000, 0, 0, 0, 0};
    struct fixture *f = *state;
    const struct queue_filter anne = {.moderator = view_of("anne"), .limit = 2},
                              paul = {.moderator = view_of("paul"), .limit = 2},
                              nobody = {.limit = 9};
    struct fixture other = {.err = {.status = STATUS_OK}};
    struct place_list list;
    char id[16];

    usual_policy(&f->policy);
    f->policy.claim_minutes = 10;
    open_queue(f);
    for (int i = 1; i <= 5; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        put_alone(f, id, NOW + i, hot); /* older ones rank higher */
    }
    memcpy(other.path, f->path, sizeof(f->path));
    other.policy = f->policy;
    other.model = f->model;
    open_store(&other);
    open_queue(&other);
    CHECK(f, arena_open(&other.arena, 1 << 20, &f->err));
    CHECK(f, queue_claim(f->queue, &anne, NOW, &f->arena, &list, &f->err));
    ORDER(f, list, "c1 c2");
    assert_int_equal(list.item[0].claimed_until, NOW + 600);
    CHECK(&other, queue_claim(other.queue, &paul, NOW, &other.arena, &list,
                              &other.err));
    ORDER(f, list, "c3 c4");
    ORDER(f, list_with(f, &nobody, NOW + 1), "c5");
    CHECK(f, queue_claim(f->queue, &anne, NOW + 60, &f->arena, &list, &f->err));
    ORDER(f, list, "c1 c2"); /* her own, renewed */
    ASK(f, "SELECT count(*) FROM claim", "4");
    ORDER(f, list_with(f, &nobody, NOW + 600), "c3 c4 c5"); /* paul's ended */
    CHECK(&other, queue_claim(other.queue, &paul, NOW + 660, &other.arena,
                              &list, &other.err));
    ORDER(f, list, "c1 c2"); /* anne's ended too */
    close_store(&other);
    arena_free(&other.arena);
}

static void a_new_policy_places_anew(void **state)
{
    static const uint16_t a[TONES] = {6000, 0, 0, 0, 0},
                          b[TONES] = {0, 6000, 0, 0, 0},
                          c[TONES] = {4000, 0, 0, 0, 0};
    struct fixture *f = *state;
    struct outcome outcome;
    const struct request remove = {.comment = view_of("gone"),
                                   .action = ACTION_REMOVE,
                                   .moderator = view_of("anne"),
                                   .now = NOW};

    set_up_usual(f);
    put_alone(f, "a", NOW, a);
    put_alone(f, "b", NOW, b);
    put_alone(f, "c", NOW, c);
    put_alone(f, "gone", NOW, a);
    ORDER(f, list_all(f, NOW), "b a gone");
    CHECK(f, decide_run(f->queue, &remove, &f->arena, &outcome, &f->err));
    queue_close(f->queue);
    f->policy.tone[HOSTILITY].weight = 5;
    f->policy.tone[HOSTILITY].threshold = 0.35;
    f->policy.tone[INSULT].threshold = 0.9;
    snprintf(f->policy.digest, sizeof(f->policy.digest), "other");
    open_queue(f);
    ORDER(f, list_all(f, NOW), "a c");
    ASK(f,
        "SELECT flagged FROM scores WHERE comment = 'c' AND tone = "
        "'hostility'",
        "1");
    ASK(f, "SELECT sum(flagged) FROM scores WHERE comment = 'b'", "0");
    ASK(f, "SELECT digest FROM plan", "other");
    ASK(f, "SELECT count FROM tally WHERE kind = 5", "2");
    /* Decided ones keep what they were decided on. */
    ASK(f, "SELECT state FROM comments WHERE id = 'gone'", "decided");
    ASK(f, "SELECT count(*) FROM place WHERE comment = 4", "0");
}

static void an_observed_tone_is_never_flagged(void **state)
{
    static const uint16_t high[TONES] = {10000, 0, 0, 0, 0};
    struct fixture *f = *state;
    struct model_record model = make_model("observer");

    usual_policy(&f->policy);
    f->policy.tone[HOSTILITY].threshold = 0;
    model.tone[HOSTILITY].observation_only = true;
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_model(f->store, &model, &f->model, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    open_queue(f);
    put_alone(f, "c", NOW, high);
    ORDER(f, list_all(f, NOW), "");
    ASK(f, "SELECT sum(flagged) FROM scores", "0");
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(order_follows_lanes_and_weights),
        TEST(waiting_raises_the_priority),
        TEST(a_heated_thread_comes_earlier),
        TEST(heat_does_not_depend_on_memory),
        TEST(what_is_not_scored_is_listed),
        TEST(unknown_filters_are_refused),
        TEST(the_control_sample_is_drawn_and_not_told),
        TEST(claims_are_kept_from_others_until_they_end),
        TEST(a_new_policy_places_anew),
        TEST(an_observed_tone_is_never_flagged),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
