#include "store_fixture.h"

#include "agreement.h"
#include "decide.h"
#include "monitor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DAY (24 * HOUR)
#define WEEK (7 * DAY)

static void decide(struct fixture *f, const char *id, enum action action,
                   const char *moderator, const char *tones, bool second,
                   int64_t now)
{
    const struct request request = {.comment = view_of(id),
                                    .action = action,
                                    .moderator = view_of(moderator),
                                    .tones = view_of(tones),
                                    .second = second,
                                    .now = now};
    struct outcome outcome;

    arena_reset(&f->arena);
    CHECK(f, decide_run(f->queue, &request, &f->arena, &outcome, &f->err));
}

static void put_one(struct fixture *f, const char *id, uint16_t hostility,
                    int64_t now)
{
    const uint16_t probability[TONES] = {hostility, 0, 0, 0, 0};
    struct comment comment = make_comment(id, "du texte");

    comment.discussion = view_of(id);
    put_scored(f, &comment, now, probability);
}

static struct monitor *watch(struct fixture *f, int64_t now, size_t weeks)
{
    struct monitor *monitor = malloc(sizeof(*monitor));

    arena_reset(&f->arena);
    CHECK(f, monitor_run(f->store, &f->policy, now, weeks, &f->arena, monitor,
                         &f->err));
    return monitor;
}

static void weeks_are_iso_weeks(void **state)
{
    static const struct {
        int year, month, day;
        const char *week;
    } cases[] = {
        {2024, 12, 30, "2025-W01"},
        {2020, 12, 28, "2020-W53"},
        {2021, 1,  4,  "2021-W01"},
        {1970, 1,  5,  "1970-W02"},
        {2026, 6,  1,  "2026-W23"},
        {1969, 12, 29, "1970-W01"},
    };
    char week[WEEK_NAME_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct wall_clock day = {.year = cases[i].year,
                                       .month = cases[i].month,
                                       .day = cases[i].day};
        monitor_week(clock_from_utc(&day), week);
        assert_string_equal(week, cases[i].week);
    }
}

/* Cohen (1960) by hand. */
static void kappa_is_cohens(void **state)
{
    static const struct {
        struct agreement counts;
        bool defined;
        double kappa;
    } cases[] = {
        {{.both = 20, .first = 5, .second = 10, .neither = 15},  true,  0.4   },
        {{.both = 10, .neither = 10},                            true,  1     },
        {{.first = 5, .second = 5},                              true,  -1    },
        {{.neither = 9},                                         false, 0     },
        {{.both = 0},                                            false, 0     },
        {{.both = 45, .first = 15, .second = 25, .neither = 15}, true,  0.1304},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct agreement a = cases[i].counts;
        agreement_kappa(&a);
        if (a.defined != cases[i].defined ||
            fabs(a.kappa - cases[i].kappa) > 5e-5)
            fail_msg("case %zu: %f", i, a.kappa);
    }
}

/* 40 flagged, 30 of them rightly; of 400 calm ones a quarter is drawn, one in
 * ten of these is hostile after all. */
static void recall_is_estimated_from_the_control_sample(void **state)
{
    struct fixture *f = *state;
    char id[16], sql[160], drawn[16];
    size_t found = 0, control = 0;

    usual_policy(&f->policy);
    f->policy.control_sample = 0.25;
    open_queue(f);
    for (int i = 0; i < 40; i++) {
        snprintf(id, sizeof(id), "h%d", i);
        put_one(f, id, 8000, NOW);
        decide(f, id, i < 30 ? ACTION_REMOVE : ACTION_APPROVE, "anne", NULL,
               false, NOW + HOUR);
    }
    for (int i = 0; i < 400; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        put_one(f, id, 1000, NOW);
        snprintf(sql, sizeof(sql),
                 "SELECT count(*) FROM control AS q JOIN comment AS c ON "
                 "c.key = q.comment WHERE c.id = '%s'",
                 id);
        if (ask(f, sql, drawn, sizeof(drawn))[0] == '0')
            continue;
        const bool hostile = control++ % 10 == 3;
        found += hostile;
        decide(f, id, ACTION_APPROVE, "anne", hostile ? "hostility" : NULL,
               false, NOW + HOUR);
    }
    /* decided though nobody asked: must not count */
    snprintf(sql, sizeof(sql),
             "SELECT id FROM comment WHERE state = 2 ORDER BY key LIMIT 1");
    decide(f, ask(f, sql, id, sizeof(id)), ACTION_APPROVE, "anne", "hostility",
           false, NOW + HOUR);
    struct monitor *m = watch(f, NOW + 2 * HOUR, 4);
    const struct recall *r = &m->tone[HOSTILITY].recall;
    assert_int_equal(r->confirmed, 30);
    assert_int_equal(r->found, found);
    assert_int_equal(r->control, control);
    assert_false(r->few);
    const double misses = (double)found * 4;
    assert_true(fabs(r->estimate - 30 / (30 + misses)) < 1e-9);
    assert_true(r->low < r->estimate && r->estimate < r->high);
    assert_true(m->tone[SPAM].recall.few); /* no positive at all */
    assert_int_equal(m->median, HOUR);
    free(m);
}

static void undecided_flags_are_scaled_up(void **state)
{
    struct fixture *f = *state;
    char id[16];

    usual_policy(&f->policy);
    f->policy.control_sample = 1;
    open_queue(f);
    for (int i = 0; i < 20; i++) { /* half of the flagged are decided */
        snprintf(id, sizeof(id), "h%d", i);
        put_one(f, id, 8000, NOW);
        if (i % 2)
            decide(f, id, ACTION_REMOVE, "anne", NULL, false, NOW);
    }
    for (int i = 0; i < 10; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        put_one(f, id, 1000, NOW);
        if (i % 2)
            decide(f, id, ACTION_APPROVE, "anne", i == 1 ? "hostility" : "none",
                   false, NOW);
    }
    struct monitor *m = watch(f, NOW, 1);
    const struct recall *r = &m->tone[HOSTILITY].recall;
    assert_int_equal(r->confirmed, 10);
    assert_true(fabs(r->estimate - 20.0 / 22) < 1e-9);
    assert_int_equal(m->ages.count, 15);
    free(m);
}

static void agreement_is_counted_by_pairs(void **state)
{
    static const struct {
        const char *first, *second, *third;
    } cases[] = {
        {"hostility", "hostility", NULL       },
        {"none",      "hostility", "hostility"},
        {"insult",    "none",      NULL       },
        {"none",      "none",      NULL       },
    };
    struct fixture *f = *state;
    char id[16];

    usual_policy(&f->policy);
    open_queue(f);
    for (size_t i = 0; i < 4; i++) {
        snprintf(id, sizeof(id), "c%zu", i);
        put_one(f, id, 8000, NOW);
        decide(f, id, ACTION_REMOVE, "anne", cases[i].first, false, NOW);
        decide(f, id, ACTION_REMOVE, "paul", cases[i].second, true, NOW);
        if (cases[i].third)
            decide(f, id, ACTION_REMOVE, "zoé", cases[i].third, true, NOW);
    }
    put_one(f, "alone", 8000, NOW);
    decide(f, "alone", ACTION_REMOVE, "anne", "hostility", false, NOW);
    struct monitor *m = watch(f, NOW, 1);
    const struct agreement *a = &m->tone[HOSTILITY].agreement;
    assert_int_equal(a->both, 2); /* c0, and paul and zoé on c1 */
    assert_int_equal(a->second, 2);
    assert_int_equal(a->first, 0);
    assert_int_equal(a->neither, 2);
    assert_true(a->defined);
    assert_int_equal(m->tone[INSULT].agreement.first, 1);
    free(m);
}

/* Weeks before: 1 flag in 10 is undone.  Lately every flag below 0.7 is. */
static void a_rise_is_met_with_a_proposal(void **state)
{
    static const struct {
        const char *name;
        uint16_t wrong, right; /* probabilities of the recent flags */
        enum proposal proposal;
        double threshold;
    } cases[] = {
        {"the doubtful ones are wrong", 6000, 9000, PROPOSAL_THRESHOLD, 0.9},
        {"the sure ones are wrong",     9500, 6000, PROPOSAL_RETRAIN,   0  },
    };
    struct fixture *f = *state;
    const int64_t now = NOW + 9 * WEEK;
    char id[32];

    for (size_t k = 0; k < 2; k++) {
        close_store(f);
        remove(f->path);
        open_store(f);
        f->model = 0;
        usual_policy(&f->policy);
        open_queue(f);
        for (int i = 0; i < 80; i++) {
            const bool recent = i >= 40;
            const bool undone = recent ? i % 2 : i % 10 == 0;
            snprintf(id, sizeof(id), "c%d", i);
            put_one(f, id, undone ? cases[k].wrong : cases[k].right, NOW);
            decide(f, id, undone ? ACTION_APPROVE : ACTION_REMOVE, "anne",
                   i % 3 ? NULL : (undone ? "none" : "hostility"), false,
                   recent ? now - 3 * DAY : now - (3 + i % 5) * WEEK);
        }
        struct monitor *m = watch(f, now, 8);
        const struct monitor_tone *tone = &m->tone[HOSTILITY];
        assert_int_equal(tone->before.flagged, 40);
        assert_int_equal(tone->before.undone, 4);
        assert_int_equal(tone->recent.flagged, 40);
        assert_int_equal(tone->recent.undone, 20);
        if (tone->proposal != cases[k].proposal)
            fail_msg("%s: %d", cases[k].name, tone->proposal);
        if (cases[k].proposal == PROPOSAL_THRESHOLD)
            assert_true(fabs(tone->proposed - cases[k].threshold) < 1e-9);
        /* nothing moved */
        ASK(f, "SELECT count(*) FROM activation", "1");
        free(m);
    }
}

static void what_does_not_accuse_is_not_overturned(void **state)
{
    struct fixture *f = *state;
    const uint16_t gloomy[TONES] = {8000, 0, 0, 0, 9000};
    const struct comment comment = make_comment("c1", "texte");

    usual_policy(&f->policy);
    open_queue(f);
    put_scored(f, &comment, NOW, gloomy);
    decide(f, "c1", ACTION_APPROVE, "anne", NULL, false, NOW);
    struct monitor *m = watch(f, NOW, 1);
    assert_int_equal(m->tone[HOSTILITY].week[0].undone, 1);
    assert_int_equal(m->tone[NEGATIVE].week[0].flagged, 0);
    assert_int_equal(m->tone[HOSTILITY].proposal, PROPOSAL_NONE);
    assert_int_equal(m->decided, 1);
    free(m);
}

static void no_model_is_told(void **state)
{
    struct fixture *f = *state;
    struct monitor *monitor = malloc(sizeof(*monitor));

    assert_int_equal(
        monitor_run(f->store, &f->policy, NOW, 1, &f->arena, monitor, &f->err),
        STATUS_NOT_FOUND);
    free(monitor);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_are_iso_weeks),
        cmocka_unit_test(kappa_is_cohens),
        TEST(recall_is_estimated_from_the_control_sample),
        TEST(undecided_flags_are_scaled_up),
        TEST(agreement_is_counted_by_pairs),
        TEST(a_rise_is_met_with_a_proposal),
        TEST(what_does_not_accuse_is_not_overturned),
        TEST(no_model_is_told),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
