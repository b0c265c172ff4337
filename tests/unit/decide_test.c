#include "store_fixture.h"

#include "decide.h"
#include "places.h"

#include <string.h>

static const uint16_t hot[TONES] = {6000, 100, 0, 0, 8000};

/* c1 scored and queued, c2 scored and calm, c3 not scored, c4 empty. */
static void prepare(struct fixture *f)
{
    static const uint16_t calm[TONES] = {100, 0, 0, 0, 0};
    struct comment comment = make_comment("c1", "du texte");

    usual_policy(&f->policy);
    open_queue(f);
    put_scored(f, &comment, NOW, hot);
    comment = make_comment("c2", "du texte");
    put_scored(f, &comment, NOW, calm);
    comment = make_comment("c3", "du texte");
    put(f, &comment, NOW);
    comment = make_comment("c4", " \n");
    put(f, &comment, NOW);
}

static int decide(struct fixture *f, const char *id, enum action action,
                  const char *moderator, const char *tones, int64_t now,
                  struct outcome *out)
{
    const struct request request = {.comment = view_of(id),
                                    .action = action,
                                    .moderator = view_of(moderator),
                                    .tones = view_of(tones),
                                    .now = now};

    error_clear(&f->err);
    return decide_run(f->queue, &request, &f->arena, out, &f->err);
}

static const struct {
    const char *name, *id;
    enum action action;
    int64_t minute;
    int status;
    enum comment_state after;
    const char *message; /* part of it, when refused */
} steps[] = {
    {"approve",               "c1", ACTION_APPROVE, 0,  STATUS_OK,        COMMENT_DECIDED, NULL                 },
    {"twice",                 "c1", ACTION_REMOVE,  1,  STATUS_BAD_INPUT, COMMENT_DECIDED,
     "'c1' is approved already by 'anne' at 2020-08-03T08:19:00Z, undo "
     "first"                                                                                                    },
    {"undo",                  "c1", ACTION_UNDO,    2,  STATUS_OK,        COMMENT_SCORED,  NULL                 },
    {"undo twice",            "c1", ACTION_UNDO,    3,  STATUS_BAD_INPUT, COMMENT_SCORED,
     "'c1' has no decision to undo"                                                                             },
    {"remove",                "c1", ACTION_REMOVE,  4,  STATUS_OK,        COMMENT_DECIDED, NULL                 },
    {"defer what is decided", "c1", ACTION_DEFER,   5,  STATUS_BAD_INPUT,
     COMMENT_DECIDED,                                                                      "is removed already" },
    {"what nobody queued",    "c2", ACTION_REMOVE,  6,  STATUS_OK,        COMMENT_DECIDED,
     NULL                                                                                                       },
    {"and back",              "c2", ACTION_UNDO,    7,  STATUS_OK,        COMMENT_SCORED,  NULL                 },
    {"not in the queue",      "c2", ACTION_DEFER,   8,  STATUS_BAD_INPUT,
     COMMENT_SCORED,                                                                       "is not in the queue"},
    {"not scored",            "c3", ACTION_DEFER,   9,  STATUS_OK,        COMMENT_WAITING, NULL                 },
    {"decided unscored",      "c3", ACTION_APPROVE, 10, STATUS_OK,        COMMENT_DECIDED,
     NULL                                                                                                       },
    {"back to waiting",       "c3", ACTION_UNDO,    11, STATUS_OK,        COMMENT_WAITING,
     NULL                                                                                                       },
    {"undo the deferral",     "c3", ACTION_UNDO,    12, STATUS_OK,        COMMENT_WAITING,
     NULL                                                                                                       },
    {"empty",                 "c4", ACTION_REMOVE,  13, STATUS_BAD_INPUT, COMMENT_EMPTY,
     "'c4' is empty"                                                                                            },
    {"unknown",               "c9", ACTION_REMOVE,  14, STATUS_NOT_FOUND, COMMENT_EMPTY,
     "no comment 'c9'"                                                                                          },
};

static int opine(struct fixture *f, enum action action, const char *moderator,
                 const char *tones, struct outcome *out)
{
    const struct request request = {.comment = view_of("c1"),
                                    .action = action,
                                    .moderator = view_of(moderator),
                                    .tones = view_of(tones),
                                    .second = true,
                                    .now = NOW + HOUR};

    error_clear(&f->err);
    return decide_run(f->queue, &request, &f->arena, out, &f->err);
}

static void a_second_opinion_changes_no_state(void **state)
{
    struct fixture *f = *state;
    struct outcome out;

    prepare(f);
    assert_int_equal(opine(f, ACTION_APPROVE, "paul", "none", &out),
                     STATUS_BAD_INPUT); /* not decided yet */
    CHECK(f, decide(f, "c1", ACTION_REMOVE, "anne", "insult", NOW, &out));
    assert_int_equal(opine(f, ACTION_APPROVE, "paul", NULL, &out),
                     STATUS_USAGE);
    assert_int_equal(opine(f, ACTION_DEFER, "paul", NULL, &out), STATUS_USAGE);
    assert_int_equal(opine(f, ACTION_APPROVE, "anne", "none", &out),
                     STATUS_BAD_INPUT);
    CHECK(f, opine(f, ACTION_APPROVE, "paul", "hostility", &out));
    assert_int_equal(out.state, COMMENT_DECIDED);
    assert_int_equal(opine(f, ACTION_APPROVE, "paul", "none", &out),
                     STATUS_BAD_INPUT); /* once */
    CHECK(f, opine(f, ACTION_REMOVE, "zoé", "none", &out));
    ASK(f, "SELECT count(*) FROM labels", "12");
    ASK(f, "SELECT group_concat(moderator || action) FROM decisions",
        "anneremove,paulapprove,zoéremove");
    ASK(f, "SELECT state FROM comments WHERE id = 'c1'", "decided");
    CHECK(f, opine(f, ACTION_UNDO, "paul", NULL, &out));
    assert_int_equal(out.state, COMMENT_DECIDED);
    ASK(f, "SELECT count(*) FROM labels", "8");
    assert_int_equal(opine(f, ACTION_UNDO, "paul", NULL, &out),
                     STATUS_BAD_INPUT);
    /* undo without `second` takes the decision back, not zoé's opinion */
    CHECK(f, decide(f, "c1", ACTION_UNDO, "anne", NULL, NOW, &out));
    assert_true(view_is(out.undone.moderator, "anne"));
    assert_int_equal(out.state, COMMENT_SCORED);
    ASK(f, "SELECT count(*) FROM labels", "4");
    ASK(f, "SELECT count(*) FROM queue WHERE comment = 'c1'", "1");
    CHECK(f, decide(f, "c1", ACTION_APPROVE, "zoé", NULL, NOW, &out));
    assert_int_equal(decide(f, "c1", ACTION_REMOVE, "paul", NULL, NOW, &out),
                     STATUS_BAD_INPUT);
}

static void states_move_as_they_should(void **state)
{
    struct fixture *f = *state;
    struct stored_comment found;
    struct outcome outcome;

    prepare(f);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        const int status = decide(f, steps[i].id, steps[i].action, "anne", NULL,
                                  NOW + steps[i].minute * 60, &outcome);
        if (status != steps[i].status ||
            (steps[i].message && !strstr(f->err.message, steps[i].message)))
            fail_msg("%s: %s", steps[i].name, f->err.message);
        if (store_find(f->store, view_of(steps[i].id), &f->arena, &found,
                       &f->err) == 1 &&
            found.at.state != steps[i].after)
            fail_msg("%s: %s", steps[i].name,
                     comment_state_name(found.at.state));
        if (status == STATUS_OK && outcome.state != steps[i].after)
            fail_msg("%s", steps[i].name);
    }
    ASK(f,
        "SELECT group_concat(comment || action || undone, ' ') FROM "
        "decisions",
        "c1approve1 c1undo0 c1remove0 c2remove1 c2undo0 c3defer1 c3approve1 "
        "c3undo0 c3undo0");
    ASK(f, "SELECT group_concat(count) FROM tally", "1,1,1,1,0,0,0");
}

static void requests_are_checked(void **state)
{
    static const struct {
        const char *moderator, *tones;
        enum action action;
        const char *message;
    } cases[] = {
        {NULL,   NULL,               ACTION_APPROVE, "who decides?"             },
        {"",     NULL,               ACTION_APPROVE, "who decides?"             },
        {"anne", "insult",           ACTION_DEFER,   "approve or remove only"   },
        {"anne", "insult",           ACTION_UNDO,    "approve or remove only"   },
        {"anne", "joy",              ACTION_REMOVE,  "unknown tone 'joy'"       },
        {"anne", "",                 ACTION_REMOVE,  "unknown tone ''"          },
        {"anne", "insult,",          ACTION_REMOVE,  "unknown tone ''"          },
        {"anne", "insult, insult",   ACTION_REMOVE,  "named twice"              },
        {"anne", "none,insult",      ACTION_REMOVE,  "'none' beside other tones"},
        {"anne", "negative,neutral", ACTION_REMOVE,  "more than one sentiment"  },
    };
    struct fixture *f = *state;
    struct outcome outcome;

    prepare(f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (decide(f, "c1", cases[i].action, cases[i].moderator, cases[i].tones,
                   NOW, &outcome) != STATUS_USAGE ||
            !strstr(f->err.message, cases[i].message))
            fail_msg("case %zu: %s", i, f->err.message);
    ASK(f, "SELECT count(*) FROM decisions", "0");
    ASK(f, "SELECT state FROM comments WHERE id = 'c1'", "scored");
}

static void tones_become_labels(void **state)
{
    static const struct {
        const char *tones, *labels;
    } cases[] = {
        {"insult",                      "hostility0 insult1 distress0 spam0"          },
        {"insult, hostility ,negative",
         "hostility1 insult1 distress0 spam0 negative1"                               },
        {"none",                        "hostility0 insult0 distress0 spam0"          },
        {"none,neutral",                "hostility0 insult0 distress0 spam0 negative0"},
        {NULL,                          ""                                            },
    };
    struct fixture *f = *state;
    struct outcome outcome;

    prepare(f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CHECK(f, decide(f, "c1", ACTION_APPROVE, "anne", cases[i].tones, NOW,
                        &outcome));
        ASK(f,
            "SELECT group_concat(l.tone || l.value, ' ') FROM (SELECT l.* "
            "FROM labels AS l LEFT JOIN model_tone AS t ON t.name = l.tone "
            "ORDER BY t.ordinal) AS l",
            cases[i].labels);
        CHECK(f, decide(f, "c1", ACTION_UNDO, "anne", NULL, NOW, &outcome));
        ASK(f, "SELECT count(*) FROM labels", "0"); /* withdrawn */
    }
    ASK(f, "SELECT count(*) FROM label", "18"); /* but not forgotten */
    ASK(f, "SELECT tones FROM decisions", "insult");
    ASK(f, "SELECT model FROM decisions", "m@1");
    assert_int_equal(
        decide(f, "c3", ACTION_REMOVE, "anne", "insult", NOW, &outcome),
        STATUS_OK); /* by the active model */
    ASK(f, "SELECT model IS NULL FROM decisions WHERE comment = 'c3'", "1");
    ASK(f, "SELECT count(*) FROM labels", "4");
}

static void undo_restores_the_place(void **state)
{
    struct fixture *f = *state;
    struct outcome outcome;
    char before[256], after[256];
    static const char place[] = "SELECT lane || rank || tone || tones || "
                                "probability FROM place WHERE comment = 1";

    prepare(f);
    ask(f, place, before, sizeof(before));
    CHECK(f, decide(f, "c1", ACTION_REMOVE, "anne", NULL, NOW + 5, &outcome));
    ASK(f, place, "");
    CHECK(f, decide(f, "c1", ACTION_UNDO, "paul", NULL, NOW + HOUR, &outcome));
    assert_true(view_is(outcome.undone.moderator, "anne"));
    assert_string_equal(ask(f, place, after, sizeof(after)), before);
    ASK(f, "SELECT since FROM queue WHERE comment = 'c1'",
        "2020-08-03T08:19:00Z");
}

static bool is_listed(struct fixture *f, int64_t comment, int64_t now)
{
    const struct queue_filter filter = {.limit = 9};
    struct place_list list;

    CHECK(f, queue_list(f->queue, &filter, now, &f->arena, &list, &f->err));
    for (size_t i = 0; i < list.count; i++)
        if (list.item[i].place.comment == comment)
            return true;
    return false;
}

static void deferred_comments_come_back(void **state)
{
    struct fixture *f = *state;
    struct outcome outcome;

    prepare(f);
    CHECK(f, decide(f, "c1", ACTION_DEFER, "anne", NULL, NOW, &outcome));
    assert_int_equal(outcome.until, NOW + HOUR); /* the policy's 60 minutes */
    assert_false(is_listed(f, 1, NOW + HOUR - 1));
    assert_true(is_listed(f, 1, NOW + HOUR));
    CHECK(f, decide(f, "c1", ACTION_REMOVE, "anne", NULL, NOW + 9, &outcome));
    CHECK(f, decide(f, "c1", ACTION_UNDO, "anne", NULL, NOW + 10, &outcome));
    assert_false(is_listed(f, 1, NOW + HOUR - 1)); /* still deferred */
    CHECK(f, decide(f, "c1", ACTION_UNDO, "anne", NULL, NOW + 11, &outcome));
    assert_int_equal(outcome.undone.action, ACTION_DEFER);
    assert_true(is_listed(f, 1, NOW + 11));
}

static void claimed_comments_are_busy(void **state)
{
    struct fixture *f = *state;
    const struct queue_filter anne = {.moderator = view_of("anne"), .limit = 9};
    struct place_list list;
    struct outcome outcome;

    prepare(f);
    CHECK(f, queue_claim(f->queue, &anne, NOW, &f->arena, &list, &f->err));
    assert_int_equal(
        decide(f, "c1", ACTION_REMOVE, "paul", NULL, NOW, &outcome),
        STATUS_BUSY);
    assert_string_equal(f->err.message, "comment 'c1' is claimed by 'anne' "
                                        "until 2020-08-03T08:34:00Z");
    CHECK(f, decide(f, "c1", ACTION_REMOVE, "anne", NULL, NOW, &outcome));
    ASK(f, "SELECT count(*) FROM claim WHERE comment = 1", "0");
    CHECK(f, decide(f, "c3", ACTION_REMOVE, "paul", NULL, NOW + HOUR,
                    &outcome)); /* the claim has ended */
}

static void an_edited_comment_is_decided_again(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c1", "un texte réécrit");
    struct outcome outcome;

    prepare(f);
    CHECK(f, decide(f, "c1", ACTION_APPROVE, "anne", "none", NOW, &outcome));
    put(f, &comment, NOW + 60);
    ASK(f, "SELECT state FROM comments WHERE id = 'c1'", "waiting");
    ASK(f, "SELECT count(*) FROM labels", "0"); /* they are of the old text */
    /* Taking the old approval back moves nothing. */
    CHECK(f, decide(f, "c1", ACTION_UNDO, "anne", NULL, NOW + 61, &outcome));
    assert_int_equal(outcome.state, COMMENT_WAITING);
    put_scored(f, &comment, NOW + 62, hot);
    CHECK(f,
          decide(f, "c1", ACTION_REMOVE, "anne", "insult", NOW + 63, &outcome));
    assert_int_equal(outcome.decision.revision, 2);
    ASK(f, "SELECT count(*) FROM labels", "4");
}

static void a_new_score_leaves_decided_ones_alone(void **state)
{
    static const uint16_t calm[TONES] = {100, 0, 0, 0, 0};
    struct fixture *f = *state;
    const struct comment comment = make_comment("c1", "du texte");
    struct outcome outcome;

    prepare(f);
    CHECK(f, decide(f, "c1", ACTION_REMOVE, "anne", NULL, NOW, &outcome));
    f->model = put_model(f, "m@2");
    put_scored(f, &comment, NOW, calm);
    ASK(f, "SELECT state FROM comments WHERE id = 'c1'", "decided");
    ASK(f, "SELECT count(DISTINCT model) FROM scores WHERE comment = 'c1'",
        "2");
    CHECK(f, decide(f, "c1", ACTION_UNDO, "anne", NULL, NOW, &outcome));
    ASK(f, "SELECT tone || probability FROM queue WHERE comment = 'c1'",
        "hostility0.6"); /* back with what it was decided on */
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_second_opinion_changes_no_state),
        TEST(states_move_as_they_should),
        TEST(requests_are_checked),
        TEST(tones_become_labels),
        TEST(undo_restores_the_place),
        TEST(deferred_comments_come_back),
        TEST(claimed_comments_are_busy),
        TEST(an_edited_comment_is_decided_again),
        TEST(a_new_score_leaves_decided_ones_alone),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
