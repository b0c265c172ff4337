#include "classify.h"
#include "explain.h"
#include "model_fixture.h"
#include "normalize.h"
#include "utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)16 << 20)

static struct model_fixture fixture;
static struct folder folder;

static int open_all(void **state)
{
    (void)state;
    fold_open(&folder);
    model_fixture_open(&fixture);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    model_fixture_free(&fixture);
    return 0;
}

static bool same_place(const struct reason *a, const struct reason *b)
{
    return a->begin == b->begin && a->end == b->end && !a->cue == !b->cue &&
           (!a->cue || strcmp(a->cue, b->cue) == 0);
}

/* NULL, or what is wrong with the reasons of one tone. */
static const char *broken_promise(const struct reason *r, size_t count,
                                  uint32_t tone, size_t code_points,
                                  double missing)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        sum += r[i].weight;
        if (r[i].tone != tone)
            return "another tone";
        if (r[i].weight == 0)
            return "no weight";
        if (r[i].begin > r[i].end || r[i].end > code_points)
            return "outside the text";
        if (r[i].begin == r[i].end && (r[i].begin || !r[i].cue))
            return "word without a place";
        if (i && fabs(r[i].weight) > fabs(r[i - 1].weight))
            return "not the heaviest first";
        if (i && fabs(r[i].weight) == fabs(r[i - 1].weight) &&
            (r[i].begin < r[i - 1].begin ||
             (r[i].begin == r[i - 1].begin && r[i].end < r[i - 1].end)))
            return "equal ones not in order of the text";
        for (size_t j = 0; j < i; j++)
            if (same_place(&r[i], &r[j]))
                return "a place twice";
    }
    return fabs(sum - missing) < 1e-9 ? NULL : "sum is not the value";
}

static size_t expect_promises(struct view original, struct view above,
                              struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    const struct model_parts *p = model_parts(fixture.model);
    const struct classifier classifier = classifier_of(fixture.model);
    struct text text, parent;
    struct feature_input in = {&text, NULL, NULL};
    struct explanation *explanation;
    struct feature_vector v;
    struct verdict verdict;
    size_t all = 0;

    arena_reset(arena);
    normalize_run(&folder, original, &text, arena, &err);
    if (above.len) {
        normalize_run(&folder, above, &parent, arena, &err);
        in.parent = &parent;
    }
    features_run(&p->settings, &p->vocabulary, &in, &v, arena, &err);
    fixture_classify(&classifier, &v, &verdict);
    explain_open(&explanation, fixture.model, &in, arena, &err);
    assert_int_equal(err.status, STATUS_OK);
    for (uint32_t t = 0; t < p->tone_count; t++) {
        const struct reason *reason;
        size_t count;
        assert_int_equal(
            explain_tone(explanation, t, &reason, &count, arena, &err),
            STATUS_OK);
        const char *wrong =
            broken_promise(reason, count, t, utf8_count(original),
                           verdict.tone[t].decision_value -
                               explain_bias(explanation, t));
        if (wrong)
            fail_msg("%s: '%.*s'", wrong, VIEW_ARG(original));
        all += count;
    }
    return all;
}

static void promises_hold_for_the_corpus(void **state)
{
    const struct corpus *c = &fixture.corpus;
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    size_t reasons = 0;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < c->count; i++) {
        reasons +=
            expect_promises(c->comment[i].text, (struct view){NULL, 0}, &arena);
        reasons += expect_promises(c->comment[i].text,
                                   c->comment[c->count - 1 - i].text, &arena);
    }
    assert_true(reasons > c->count * 20);
    arena_free(&arena);
}

static void promises_hold_for_odd_texts(void **state)
{
    static const char *const texts[] = {
        "",
        "   ",
        "ABRUTI !!!! abruti abruti, ABRUTIIII",
        ":) :) :) \" />\" />\" />\" />",
        "e\u0301te\u0301 \uFB01n \u200B\u200Bimb\u00ADécile",
        "👨‍👩‍👧 pauvre 😂😂😂😂 imbécile",
        "https://a.fr/cretin @abruti 2019 12",
        "a\nb\n\nc crétin crétin\ncrétin",
        "crétin\u0301\u0302\u0303 C R É T I N",
        "«crétin» 'crétin' (crétin) [crétin]...crétin",
    };
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 5;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        for (size_t j = 0; j < sizeof(texts) / sizeof(texts[0]); j++)
            expect_promises(view_of(texts[i]), view_of(texts[j]), &arena);
    for (size_t i = 0; i < 500; i++) {
        buffer_clear(&text);
        fixture_random_text(&seed, i % 80, &text);
        expect_promises(buffer_view(&text), view_of(texts[i % 10]), &arena);
    }
    buffer_free(&text);
    arena_free(&arena);
}

/* The word that makes the insult is what the reasons point to. */
static void reasons_point_at_the_word(void **state)
{
    const struct view original = view_of("Été : «imbécile» !");
    struct error err = {.status = STATUS_OK};
    struct text text;
    const struct feature_input in = {&text, NULL, NULL};
    struct explanation *explanation;
    const struct reason *reason;
    struct arena arena;
    size_t count;
    bool found = false;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    normalize_run(&folder, original, &text, &arena, &err);
    explain_open(&explanation, fixture.model, &in, &arena, &err);
    assert_int_equal(
        explain_tone(explanation, 0, &reason, &count, &arena, &err), STATUS_OK);
    for (size_t i = 0; i < count; i++)
        found |= reason[i].begin == 7 && reason[i].end == 15 &&
                 reason[i].weight > 0 && !reason[i].cue;
    assert_true(found);
    arena_free(&arena);
}

static void arena_shrunk_byte_by_byte(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct text text;
    const struct feature_input in = {&text, &text, NULL};
    struct arena own;
    size_t fitted = 0;

    (void)state;
    arena_open(&own, ARENA_SIZE, &err);
    normalize_run(&folder, view_of("Pauvre crétin !"), &text, &own, &err);
    for (size_t size = 0; size < 40000; size += 7) {
        struct explanation *explanation = NULL;
        const struct reason *reason = NULL;
        struct arena arena;
        size_t count = 77;
        error_clear(&err);
        arena_open(&arena, size, &err);
        int status =
            explain_open(&explanation, fixture.model, &in, &arena, &err);
        assert_int_equal(status < 0, explanation == NULL);
        if (status == STATUS_OK)
            status =
                explain_tone(explanation, 0, &reason, &count, &arena, &err);
        if (status == STATUS_OK)
            fitted++;
        else
            assert_true(status == STATUS_TOO_BIG && !fitted && count == 77);
        arena_free(&arena);
    }
    assert_true(fitted > 0);
    arena_free(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promises_hold_for_the_corpus),
        cmocka_unit_test(promises_hold_for_odd_texts),
        cmocka_unit_test(reasons_point_at_the_word),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
    };

    return cmocka_run_group_tests_name("explain", tests, open_all, close_all);
}
