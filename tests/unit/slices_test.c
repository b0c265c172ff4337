/* Slices of a corpus in memory. */
#include "slices.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT 120

struct toy {
    struct corpus corpus;
    struct labelled comment[COUNT];
    size_t place[COUNT];
    struct verdict verdict[COUNT];
    uint32_t discussion[COUNT];
    struct evaluation evaluation;
    char text[COUNT][512];
};

/* One tone; comment i is of section i % 3, length class i % 4 (3: none known
 * of the tone), positive when i is even, ranked as it should be but for
 * section 2. */
static void set_text(struct toy *t, size_t i)
{
    static const char word[] = "le chat est dans la maison ";
    const size_t length[] = {20, 101, 351, 100};
    const size_t len = length[i % 4];

    for (size_t c = 0; c < len; c++)
        t->text[i][c] = word[c % (sizeof(word) - 1)];
    t->text[i][len - 1] = 'e';
    t->text[i][len] = '\0';
}

static int set_up(void **state)
{
    static const char *const sections[] = {"Santé", "SANTÉ", ""};
    struct toy *t = calloc(1, sizeof(*t));

    assert_non_null(t);
    t->corpus = (struct corpus){
        .count = COUNT, .comment = t->comment, .tones = {1, {"hostility"}}
    };
    for (size_t i = 0; i < COUNT; i++) {
        const bool positive = i % 2 == 0;
        const bool upside = i % 3 == 2;
        set_text(t, i);
        t->comment[i] = (struct labelled){.section = view_of(sections[i % 3]),
                                          .text = view_of(t->text[i]),
                                          .tones = positive,
                                          .known = i % 4 != 3};
        t->place[i] = i;
        t->verdict[i].tone_count = 1;
        t->verdict[i].tone[0] = (struct tone_verdict){
            .decision_value = positive != upside ? 1 : -1,
            .probability = positive != upside ? 9000 : 1000,
            .flagged = positive != upside};
    }
    t->evaluation = (struct evaluation){.corpus = &t->corpus,
                                        .count = COUNT,
                                        .comment = t->place,
                                        .verdict = t->verdict,
                                        .discussion = t->discussion,
                                        .discussions = 1};
    *state = t;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static const struct slice *find(const struct slices *s, enum slice_kind kind,
                                const char *name)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->slice[i].kind == kind && strcmp(s->slice[i].name, name) == 0)
            return &s->slice[i];
    return NULL;
}

static void sections_lengths_and_languages(void **state)
{
    struct toy *t = *state;
    struct error err = {.status = STATUS_OK};
    struct slices s;

    assert_int_equal(slices_measure(&s, &t->evaluation, &err), STATUS_OK);
    const struct slice *health = find(&s, SLICE_SECTION, "Santé");
    const struct slice *none = find(&s, SLICE_SECTION, "");
    assert_non_null(health);
    assert_non_null(none);
    assert_null(find(&s, SLICE_SECTION, "SANTÉ")); /* capitals alone */
    assert_null(find(&s, SLICE_SECTION, "*"));
    assert_ptr_equal(health, &s.slice[0]); /* the larger one first */
    assert_int_equal(health->count, 80);
    assert_int_equal(none->count, 40);
    assert_true(health->tone[0].roc_auc >= 1);
    assert_true(none->tone[0].roc_auc <= 0);
    assert_int_equal(find(&s, SLICE_LENGTH, "101-350")->count, 30);
    assert_int_equal(find(&s, SLICE_LENGTH, "351-")->count, 30);
    const struct slice *small = find(&s, SLICE_LENGTH, "1-100");
    assert_int_equal(small->count, 60);
    assert_int_equal(small->tone[0].count, 30); /* the others: not known */
    assert_non_null(find(&s, SLICE_LANGUAGE, "fr"));
    slices_free(&s);
}

static void few_positives_are_not_shown(void **state)
{
    struct slice s = {.count = 100};

    (void)state;
    s.tone[0].positives = SLICE_POSITIVES - 1;
    assert_false(slice_shows(&s, 0));
    s.tone[0].positives = SLICE_POSITIVES;
    assert_true(slice_shows(&s, 0));
}

static void small_sections_are_one(void **state)
{
    struct toy *t = *state;
    struct error err = {.status = STATUS_OK};
    char name[COUNT][16];
    struct slices s;

    for (size_t i = 0; i < COUNT; i++) {
        snprintf(name[i], sizeof(name[i]), "rubrique %zu", i % 40);
        t->comment[i].section = view_of(name[i]);
    }
    assert_int_equal(slices_measure(&s, &t->evaluation, &err), STATUS_OK);
    assert_int_equal(find(&s, SLICE_SECTION, "*")->count,
                     3 * (40 - SLICE_SECTIONS));
    slices_free(&s);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(sections_lengths_and_languages),
        TEST(few_positives_are_not_shown),
        TEST(small_sections_are_one),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
