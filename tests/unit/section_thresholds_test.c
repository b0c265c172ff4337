/* Which sections get thresholds of their own. */
#include "section_thresholds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define EACH 10 /* comments of a discussion, every third carries the tone */
#define DISCUSSIONS 40
#define COUNT (2 * DISCUSSIONS * EACH)
#define MODEL_THRESHOLD 5000

/* Two sections; in the second the model is right at its threshold. */
struct toy {
    struct corpus corpus;
    struct labelled comment[COUNT];
    size_t place[COUNT];
    struct verdict verdict[COUNT];
    uint32_t discussion[COUNT];
    struct evaluation evaluation;
    struct train_report report;
};

/* How the first section is. */
struct section {
    const char *name, *tone;
    size_t discussions;
    uint16_t positive, negative; /* probabilities, 10 apart within */
    bool observed;
};

static void set_comment(struct toy *t, const struct section *s, size_t i)
{
    const bool first = i < COUNT / 2;
    const size_t discussion = i / EACH;
    const bool positive = i % 3 == 0;
    const uint16_t near = (uint16_t)(i % 7 * 10);
    const uint16_t p = first ? (positive ? s->positive : s->negative)
                             : (positive ? 7000 : 2000);

    t->comment[i] = (struct labelled){
        .section = view_of(first ? s->name : "Monde"),
        .tones = positive,
        .known = !first || discussion < s->discussions,
    };
    t->place[i] = i;
    t->discussion[i] = (uint32_t)discussion;
    t->verdict[i].tone_count = 1;
    t->verdict[i].tone[0].probability = (uint16_t)(p + near);
}

static struct toy *make_toy(const struct section *s)
{
    struct toy *t = calloc(1, sizeof(*t));

    assert_non_null(t);
    t->corpus = (struct corpus){
        .count = COUNT, .comment = t->comment, .tones = {.count = 1}};
    snprintf(t->corpus.tones.name[0], sizeof(t->corpus.tones.name[0]), "%s",
             s->tone ? s->tone : "insult");
    for (size_t i = 0; i < COUNT; i++)
        set_comment(t, s, i);
    t->report.tone[0].threshold = MODEL_THRESHOLD;
    t->report.tone[0].observation_only = s->observed;
    t->evaluation = (struct evaluation){.corpus = &t->corpus,
                                        .count = COUNT,
                                        .comment = t->place,
                                        .verdict = t->verdict,
                                        .discussion = t->discussion,
                                        .discussions = COUNT / EACH};
    return t;
}

#define LONG_NAME "une rubrique dont le nom est bien trop long ici"

static const struct {
    const char *name;
    struct section section;
    struct aim aim;
    int threshold; /* of the first section; 0: the model's stays */
    size_t tried;
} cases[] = {
    {"the model's flags nothing",
     {"Sport", NULL, 40, 3000, 1000, false},
     {.kind = AIM_F1},
     3000,                                                                                         2},
    {"the model's flags everything",
     {"Sport", NULL, 40, 8000, 6000, false},
     {.kind = AIM_F1},
     8000,                                                                                         2},
    {"the model's is as good",
     {"Sport", NULL, 40, 6000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            2},
    {"no threshold is better",
     {"Sport", NULL, 40, 6000, 6000, false},
     {.kind = AIM_F1},
     0,                                                                                            2},
    {"too few discussions",
     {"Sport", NULL, 9, 3000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            1},
    {"too few positives",
     {"Sport", NULL, 12, 3000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            1},
    {"enough of both",
     {"Sport", NULL, 16, 3000, 1000, false},
     {.kind = AIM_F1},
     3000,                                                                                         2},
    {"a recall",
     {"Sport", NULL, 40, 3000, 1000, false},
     {AIM_RECALL, 0.8, 0},
     3010,                                                                                         2},
    {"a precision",
     {"Sport", NULL, 40, 8000, 6000, false},
     {AIM_PRECISION, 0.9, 0},
     8000,                                                                                         2},
    {"a budget is one for the site",
     {"Sport", NULL, 40, 3000, 1000, false},
     {AIM_BUDGET, 50, 100},
     0,                                                                                            0},
    {"observation only",
     {"Sport", NULL, 40, 3000, 1000, true},
     {.kind = AIM_F1},
     0,                                                                                            0},
    {"the sentiment pair",
     {"Sport", "negative", 40, 3000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            0},
    {"no name",                            {"", NULL, 40, 3000, 1000, false}, {.kind = AIM_F1}, 0, 1},
    {"a name the policy file cannot hold",
     {"Sport] ", NULL, 40, 3000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            1},
    {"a space at its end",
     {"Sport ", NULL, 40, 3000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            1},
    {"a long name",
     {LONG_NAME, NULL, 40, 3000, 1000, false},
     {.kind = AIM_F1},
     0,                                                                                            1},
};

static void sections_that_gain(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct toy *t = make_toy(&cases[i].section);
        struct error err = {.status = STATUS_OK};
        struct section_thresholds found;
        print_message("%s\n", cases[i].name);
        assert_int_equal(section_thresholds_choose(&found, &t->evaluation,
                                                   &t->report, &cases[i].aim,
                                                   &err),
                         STATUS_OK);
        assert_int_equal(found.tried, cases[i].tried);
        for (size_t k = 0; k < found.count; k++)
            print_message("  %s %d\n", found.item[k].section,
                          found.item[k].threshold);
        const struct section_threshold *own = NULL;
        for (size_t k = 0; k < found.count; k++)
            if (strcmp(found.item[k].section, cases[i].section.name) == 0)
                own = &found.item[k];
        assert_int_equal(own ? own->threshold : 0, cases[i].threshold);
        assert_true(!own || own->count == cases[i].section.discussions * EACH);
        section_thresholds_free(&found);
        free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_that_gain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
