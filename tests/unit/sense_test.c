/* Heat, turn and source requests of a discussion. */
#include "store_fixture.h"

#include "links.h"
#include "models.h"
#include "sense.h"

#include <stdio.h>
#include <string.h>

enum { SAYS_HOSTILITY, ASKS, GIVES, SENSE_TONES };

static int64_t put_sense_model(struct fixture *f)
{
    const struct model_record model = {
        .id = view_of("s@1"),
        .data_sha256 = view_of("abc"),
        .metrics = view_of("{}"),
        .trained = NOW,
        .tone_count = SENSE_TONES,
        .tone = {{view_of("hostility"), 5000, false},
                 {view_of("source_request"), 5000, false},
                 {view_of("source_given"), 5000, false}}
    };
    int64_t key;

    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_model(f->store, &model, &key, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    return key;
}

static void put_sense(struct fixture *f, int64_t model,
                      const struct comment *comment, uint16_t hostility,
                      bool asks, bool gives)
{
    struct verdict verdict = {.tone_count = SENSE_TONES};
    const struct score score = {model, &verdict, NULL, 0, view_of("fr")};
    struct put_result result;
    enum score_fate fate;

    verdict.tone[SAYS_HOSTILITY].probability = hostility;
    verdict.tone[ASKS].flagged = asks;
    verdict.tone[GIVES].flagged = gives;
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_comment(f->store, comment, NOW, &result, &f->err));
    CHECK(f, store_put_score(f->store, &result.at, &score, &fate, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
}

static struct sense read_sense(struct fixture *f, const char *discussion)
{
    struct sense sense;

    assert_int_equal(
        sense_read(f->store, view_of(discussion), SENSE_AT_HAND, &f->arena,
                   &sense, &f->err),
        1);
    return sense;
}

/* ---- heat and turn ------------------------------------------------------ */

/* '9' is hostile with 0.9, '0' with 0. */
static void put_course(struct fixture *f, int64_t model, const char *discussion,
                       const char *course)
{
    for (size_t i = 0; course[i]; i++) {
        char id[32];
        snprintf(id, sizeof(id), "%s#%zu", discussion, i + 1);
        struct comment comment = make_comment(id, "du texte");
        comment.discussion = view_of(discussion);
        comment.time = NOW + (int64_t)i;
        put_sense(f, model, &comment, (uint16_t)((course[i] - '0') * 1000),
                  false, false);
    }
}

static void discussions_turn(void **state)
{
    static const struct {
        const char *name, *course;
        size_t begin, end; /* points, end behind the last; equal: calm */
    } cases[] = {
        {"calm",                        "0000000000000000",                   0, 0 },
        {"empty",                       "",                                   0, 0 },
        {"three are not enough",        "0000999000000",                      0, 0 },
        {"four in a row",               "0000999900000",                      4, 8 },
        {"the first of two",            "00099990000000000000009999",         3, 7 },
        {"with one calm between",       "00009990990",                        4, 10},
        {"hot from the start",          "9999",                               0, 4 },
        {"every other one",             "0909090909090909090909090909090909", 1, 32},
        {"at the reference",            "4444444444444444",                   0, 0 },
        {"a little above it, for long", "0006666666666",                      3, 13},
    };
    struct fixture *f = *state;
    const int64_t model = put_sense_model(f);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char id[16], seen[64], wanted[64], sql[256];
        snprintf(id, sizeof(id), "t%zu", i);
        put_course(f, model, id, cases[i].course);
        if (!cases[i].course[0])
            continue;
        const struct sense sense = read_sense(f, id);
        snprintf(seen, sizeof(seen), "%zu %zu", sense.turn_begin,
                 sense.turn_end);
        snprintf(wanted, sizeof(wanted), "%zu %zu", cases[i].begin,
                 cases[i].end);
        if (strcmp(seen, wanted) != 0)
            fail_msg("%s: %s, not %s", cases[i].name, seen, wanted);
        /* the view of all discussions says the same */
        wanted[0] = '\0';
        if (cases[i].end)
            snprintf(wanted, sizeof(wanted), "%s#%zu-%s#%zu", id,
                     cases[i].begin + 1, id, cases[i].end);
        snprintf(sql, sizeof(sql),
                 "SELECT turned_at || '-' || turned_by FROM discussions"
                 " WHERE discussion = '%s'",
                 id);
        ASK(f, sql, wanted);
    }
}

/* Against the recursion as Page writes it. */
static void excess_is_a_cumulative_sum(void **state)
{
    struct fixture *f = *state;
    const int64_t model = put_sense_model(f);
    uint32_t seed = 1;

    for (int round = 0; round < 20; round++) {
        char course[61] = "", id[16];
        int sum = 0;
        size_t calm = 0, begin = 0, end = 0;
        for (size_t i = 0; i < 60; i++) {
            seed = seed * 1664525 + 1013904223;
            course[i] =
                (char)('0' + (seed >> 20) % 10 * ((seed >> 28) % 3) / 2);
            sum += (course[i] - '0') * 1000 - 4000;
            if (sum <= 0) {
                sum = 0;
                calm = i + 1;
            }
            if (sum >= 20000 && !end) {
                begin = calm;
                end = i + 1;
            }
        }
        snprintf(id, sizeof(id), "r%d", round);
        put_course(f, model, id, course);
        const struct sense sense = read_sense(f, id);
        if (sense.turn_begin != begin || sense.turn_end != end)
            fail_msg("%s: %zu %zu, not %zu %zu", course, sense.turn_begin,
                     sense.turn_end, begin, end);
    }
}

static void heat_is_the_mean_of_ten(void **state)
{
    struct fixture *f = *state;
    const int64_t model = put_sense_model(f);
    struct comment comment;

    put_course(f, model, "d1", "5599999999990");
    comment = make_comment("waits", "du texte"); /* not scored: no part of it */
    comment.time = NOW + 5;
    put(f, &comment, NOW);
    const struct sense sense = read_sense(f, "d1");
    assert_int_equal(sense.comments, 14);
    assert_int_equal(sense.scored, 13);
    assert_int_equal(sense.point_count, 13);
    assert_int_equal((int)(sense.point[0].heat * 10000), 5000);
    assert_int_equal((int)(sense.point[11].heat * 10000), 9000);
    assert_int_equal((int)(sense.point[12].heat * 10000 + 0.5), 8100);
    assert_true(view_is(sense.title, "Titre"));
    assert_int_equal(sense.first, NOW);
    assert_int_equal(sense.last, NOW + 12);
    assert_int_equal(sense.authors, 1);
    assert_true(view_is(sense.busiest[0].name, "bob"));
    ASK(f, "SELECT comments || ' ' || scored || ' ' || heat FROM discussions",
        "14 13 0.81");
}

static void a_model_without_hostility(void **state)
{
    struct fixture *f = *state;
    struct sense sense;
    struct comment comment = make_comment("c1", "du texte");

    put(f, &comment, NOW);
    sense = read_sense(f, "d1");
    assert_int_equal(sense.point_count, 0);
    assert_int_equal(
        sense_read(f->store, view_of("d9"), SENSE_AT_HAND, &f->arena, &sense,
                   &f->err),
        0);
    ASK(f,
        "SELECT heat IS NULL AND turned_at IS NULL AND requests = 0"
        " FROM discussions",
        "1");
}

/* ---- source requests ---------------------------------------------------- */

#define TALK 6

static void requests_are_answered(void **state)
{
    static const struct {
        const char *name;
        struct {
            const char *author;
            const char *reply_to; /* id: "1" is the first */
            char says;            /* ? asks, ! gives, . neither */
            int64_t minute;       /* 0: its number */
        } comment[TALK];
        const char *requests; /* "2>3 4>-": answered by 3, open */
    } cases[] = {
        {"nobody asks",                                      {{"a", "", '.', 0}, {"b", "1", '!', 0}}, ""   },
        {"open",                                             {{"a", "", '.', 0}, {"b", "1", '?', 0}}, "2>-"},
        {"a reply gives it",
         {{"a", "", '.', 0}, {"b", "1", '?', 0}, {"c", "2", '!', 0}},
         "2>3"                                                                                             },
        {"a reply that gives none",
         {{"a", "", '.', 0}, {"b", "1", '?', 0}, {"a", "2", '.', 0}},
         "2>-"                                                                                             },
        {"the first of two",
         {{"a", "", '.', 0},
          {"b", "1", '?', 0},
          {"c", "2", '!', 0},
          {"a", "2", '!', 0}},
         "2>3"                                                                                             },
        {"the person asked, further down",
         {{"a", "", '.', 0},
          {"b", "1", '?', 0},
          {"c", "2", '.', 0},
          {"a", "3", '!', 0}},
         "2>4"                                                                                             },
        {"the person asked, beside it in the same exchange",
         {{"a", "", '.', 0},
          {"b", "1", '?', 0},
          {"c", "1", '.', 0},
          {"a", "3", '!', 0}},
         "2>4"                                                                                             },
        {"the person asked, elsewhere",
         {{"a", "", '.', 0},
          {"b", "1", '?', 0},
          {"c", "", '.', 0},
          {"a", "3", '!', 0}},
         "2>-"                                                                                             },
        {"somebody else, further down",
         {{"a", "", '.', 0},
          {"b", "1", '?', 0},
          {"c", "2", '.', 0},
          {"d", "3", '!', 0}},
         "2>-"                                                                                             },
        {"given before it was asked for",
         {{"a", "", '.', 9}, {"b", "1", '?', 20}, {"a", "2", '!', 5}},
         "2>-"                                                                                             },
        {"asked of nobody, answered",
         {{"a", "", '?', 0}, {"b", "1", '!', 0}},
         "1>2"                                                                                             },
        {"two requests, one answer to both",
         {{"a", "", '.', 0},
          {"b", "1", '?', 0},
          {"c", "1", '?', 0},
          {"a", "3", '!', 0}},
         "2>4 3>4"                                                                                         },
        {"an answer to itself",                              {{"a", "", '.', 0}, {"b", "2", '?', 0}}, "2>-"},
        {"a ring of answers",
         {{"a", "3", '.', 0},
          {"b", "1", '?', 0},
          {"c", "2", '.', 0},
          {"a", "3", '!', 0}},
         "2>4"                                                                                             },
    };
    struct fixture *f = *state;
    const int64_t model = put_sense_model(f);

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char discussion[16], ids[TALK][48], replies[TALK][48], seen[64] = "";
        snprintf(discussion, sizeof(discussion), "q%zu", i);
        for (size_t k = 0; k < TALK && cases[i].comment[k].author; k++) {
            const char *reply = cases[i].comment[k].reply_to;
            const int64_t minute = cases[i].comment[k].minute;
            snprintf(ids[k], sizeof(ids[k]), "%s#%zu", discussion, k + 1);
            snprintf(replies[k], sizeof(replies[k]), "%s#%s", discussion,
                     reply);
            struct comment comment = make_comment(ids[k], "du texte");
            comment.discussion = view_of(discussion);
            comment.author = view_of(cases[i].comment[k].author);
            comment.time = NOW + 60 * (minute ? minute : (int64_t)k + 1);
            comment.reply_to = view_of(*reply ? replies[k] : "");
            put_sense(f, model, &comment, 0, cases[i].comment[k].says == '?',
                      cases[i].comment[k].says == '!');
        }
        const struct sense sense = read_sense(f, discussion);
        for (size_t k = 0; k < sense.request_count; k++) {
            const struct source_request *request = &sense.request[k];
            const size_t skip = strlen(discussion) + 1;
            snprintf(seen + strlen(seen), sizeof(seen) - strlen(seen),
                     "%s%s>%s", k ? " " : "", request->comment.ptr + skip,
                     request->answer.len ? request->answer.ptr + skip : "-");
        }
        if (strcmp(seen, cases[i].requests) != 0)
            fail_msg("%s: '%s', not '%s'", cases[i].name, seen,
                     cases[i].requests);
    }
    ASK(f,
        "SELECT count(*) = (SELECT sum(requests) FROM discussions)"
        " AND count(*) FILTER (WHERE answer IS NULL) ="
        " (SELECT sum(open_requests) FROM discussions)"
        " FROM source_requests",
        "1");
}

/* An inferred reply answers like a given one. */
static void inferred_replies_count(void **state)
{
    struct fixture *f = *state;
    const int64_t model = put_sense_model(f);
    struct comment comment = make_comment("c1", "Le taux a doublé en 2019.");

    put_sense(f, model, &comment, 0, false, false);
    comment = make_comment("c2", "« Le taux a doublé en 2019 » : la source ?");
    comment.author = view_of("anne33");
    comment.time++;
    put_sense(f, model, &comment, 0, true, false);
    comment = make_comment("c3", "@anne33 l'Insee, page 4");
    comment.time += 2;
    put_sense(f, model, &comment, 0, false, true);
    CHECK(f, links_finish(f->store, &f->err));
    const struct sense sense = read_sense(f, "d1");
    assert_int_equal(sense.request_count, 1);
    assert_int_equal(sense.open_count, 0);
    assert_true(view_is(sense.request[0].about, "c1"));
    assert_true(view_is(sense.request[0].asked, "bob"));
    assert_true(view_is(sense.request[0].answer, "c3"));
    assert_int_equal(sense.request[0].answered, NOW - HOUR + 2);
    ASK(f,
        "SELECT group_concat(comment || asked || answered_by)"
        " FROM source_requests",
        "c2bobbob");
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(discussions_turn),        TEST(excess_is_a_cumulative_sum),
        TEST(heat_is_the_mean_of_ten), TEST(a_model_without_hostility),
        TEST(requests_are_answered),   TEST(inferred_replies_count),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
