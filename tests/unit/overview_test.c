/* What the queue's pages look for, found without reading the whole queue. */
#include "store_fixture.h"

#include "decide.h"
#include "overview.h"
#include "places.h"
#include "review.h"

#include <stdio.h>

static const uint16_t rude[TONES] = {6000, 7000, 0, 0, 0},
                      advert[TONES] = {0, 0, 0, 9900, 0}, calm[TONES] = {0};

static void put_one(struct fixture *f, const char *id, const char *discussion,
                    const char *section, const uint16_t probability[TONES])
{
    struct comment comment = make_comment(id, "du texte");

    comment.discussion = view_of(discussion);
    comment.section = view_of(section);
    put_scored(f, &comment, NOW, probability);
}

static void decide(struct fixture *f, const char *id, enum action action)
{
    const struct request request = {.comment = view_of(id),
                                    .action = action,
                                    .moderator = view_of("anne"),
                                    .now = NOW};
    struct outcome outcome;

    CHECK(f, decide_run(f->queue, &request, &f->arena, &outcome, &f->err));
}

static const char *first_of(struct fixture *f, const char *tone, size_t limit)
{
    static char shown[64];
    const struct queue_filter filter = {.tone = view_of(tone), .limit = limit};
    struct place_list list;
    size_t len = 0;

    CHECK(f, queue_list(f->queue, &filter, NOW, &f->arena, &list, &f->err));
    shown[0] = '\0';
    for (size_t i = 0; i < list.count; i++)
        len += (size_t)snprintf(shown + len, sizeof(shown) - len, "%s%lld",
                                i ? " " : "",
                                (long long)list.item[i].place.comment);
    return shown;
}

/* However many others stand before it, and whoever has claimed some. */
static void a_rare_tone_is_found(void **state)
{
    static const uint16_t both[TONES] = {5500, 0, 0, 9900, 0};
    struct fixture *f = *state;
    char id[16];

    usual_policy(&f->policy);
    open_queue(f);
    for (int i = 1; i <= 1500; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        put_one(f, id, id, "Sport", i % 500 ? rude : advert);
    }
    put_one(f, "both", "x", "Sport", both);
    assert_string_equal(first_of(f, "spam", 9), "1501 500 1000 1500");
    assert_string_equal(first_of(f, "spam", 2), "1501 500");
    assert_string_equal(first_of(f, "insult", 3), "1 2 3");
    assert_string_equal(first_of(f, "distress", 3), "");
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, claim_put(f->store, 500, view_of("bob"), NOW + 9, &f->err));
    CHECK(f, deferral_put(f->store, 1000, NOW + 9, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    assert_string_equal(first_of(f, "spam", 2), "1501 1500");
}

static void the_oldest_is_found(void **state)
{
    struct fixture *f = *state;
    struct comment waiting = make_comment("w", "du texte"),
                   again = make_comment("a", "un autre texte");
    int64_t oldest;

    usual_policy(&f->policy);
    open_queue(f);
    CHECK(f, review_oldest(f->store, &oldest, &f->err));
    assert_true(oldest == TIME_NONE);
    put_one(f, "calm", "d", "", calm);
    put_scored(f,
               &(struct comment){.id = view_of("a"),
                                 .text = view_of("oui"),
                                 .published = TIME_NONE,
                                 .time = TIME_NONE},
               NOW + 10, rude);
    put_scored(f,
               &(struct comment){.id = view_of("b"),
                                 .text = view_of("oui"),
                                 .published = TIME_NONE,
                                 .time = TIME_NONE},
               NOW + 20, rude);
    CHECK(f, review_oldest(f->store, &oldest, &f->err));
    assert_int_equal(oldest, NOW + 10);
    put_scored(f, &again, NOW + 30, rude); /* its text counts from now on */
    CHECK(f, review_oldest(f->store, &oldest, &f->err));
    assert_int_equal(oldest, NOW + 20);
    decide(f, "b", ACTION_REMOVE);
    put(f, &waiting, NOW + 25);
    CHECK(f, review_oldest(f->store, &oldest, &f->err));
    assert_int_equal(oldest, NOW + 25);
}

static uint64_t count_all(const struct place_count_list *places)
{
    uint64_t all = 0;

    for (size_t i = 0; i < places->count; i++)
        all += places->item[i].count;
    return all;
}

static void a_large_queue_is_counted_partly(void **state)
{
    struct fixture *f = *state;
    struct place_count_list places;
    struct name_count_list sections;

    usual_policy(&f->policy);
    open_queue(f);
    put_one(f, "a", "d", "Sport", rude);
    put_one(f, "b", "e", "", rude);
    put_one(f, "c", "d", "Sport", advert);
    CHECK(f, overview_places(f->store, &f->arena, &places, &f->err));
    CHECK(f, overview_sections(f->store, &f->arena, &sections, &f->err));
    assert_int_equal(count_all(&places), 3);
    assert_int_equal(sections.count, 1);
    assert_int_equal(sections.item[0].count, 2);
    assert_false(places.partly || sections.partly);
    assert_int_equal(
        run_sql(f, "WITH RECURSIVE n (i) AS (SELECT 9 UNION ALL SELECT i + 1"
                   " FROM n WHERE i < 3020) INSERT INTO comment (key, id,"
                   " received, state, text) SELECT i, 'x' || i, 0, 2, 'x'"
                   " FROM n; INSERT INTO place SELECT key, 1, -1e12, 1, 0, 1, 0"
                   " FROM comment WHERE key >= 9"),
        0);
    CHECK(f, overview_places(f->store, &f->arena, &places, &f->err));
    CHECK(f, overview_sections(f->store, &f->arena, &sections, &f->err));
    assert_int_equal(count_all(&places), OVERVIEW_PLACES + 1);
    assert_true(places.partly && sections.partly);
    assert_int_equal(sections.item[0].count, 1); /* the other is gathered */
}

/* No later score is counted by what the damaged one left behind. */
static void a_damaged_score_ends_the_histogram(void **state)
{
    static const char *const damages[] = {"", "[", "[1, \"x\"]", "[65535]"};
    struct fixture *f = *state;
    uint64_t bins[TONES][OVERVIEW_BINS];
    double days;

    usual_policy(&f->policy);
    open_queue(f);
    put_one(f, "a", "d", "", rude);
    CHECK(f, overview_histogram(f->store, 1, TONES, bins, &days, &f->err));
    assert_int_equal(bins[0][60], 1);
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        char sql[96];
        snprintf(sql, sizeof(sql), "UPDATE score SET probabilities = '%s'",
                 damages[i]);
        assert_int_equal(run_sql(f, sql), 0);
        assert_int_equal(
            overview_histogram(f->store, 1, TONES, bins, &days, &f->err),
            STATUS_DAMAGED);
        for (size_t t = 0; t < TONES; t++)
            for (size_t b = 0; b < OVERVIEW_BINS; b++)
                assert_int_equal(bins[t][b], 0);
    }
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_rare_tone_is_found),
        TEST(the_oldest_is_found),
        TEST(a_large_queue_is_counted_partly),
        TEST(a_damaged_score_ends_the_histogram),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
