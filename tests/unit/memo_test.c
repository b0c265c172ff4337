/* A memo changes how long a text takes, never what is said of it. */
#include "memo.h"

#include "classify.h"
#include "explain.h"
#include "model_fixture.h"
#include "normalize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)64 << 20)
#define MANY_TOKENS 80000 /* more than a memo keeps */

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

/* All that can be said of a text. */
struct said {
    struct verdict verdict;
    size_t count;
    const struct reason *reason; /* of the first tone */
};

static void say(struct view original, struct view above, struct memo *memo,
                struct said *out, struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    const struct classifier classifier = classifier_of(fixture.model);
    struct explanation *explanation;
    struct text text, parent;
    struct feature_input in = {&text, NULL, memo};

    normalize_run(&folder, original, &text, arena, &err);
    if (above.len) {
        normalize_run(&folder, above, &parent, arena, &err);
        in.parent = &parent;
    }
    if (classify_text(&classifier, &in, &out->verdict, NULL, arena, &err) < 0 ||
        explain_open(&explanation, fixture.model, &in, arena, &err) < 0 ||
        explain_tone(explanation, 0, &out->reason, &out->count, arena, &err) <
            0)
        fail_msg("%s", err.message);
}

static bool same_reason(const struct reason *a, const struct reason *b)
{
    if (!a->cue != !b->cue || (a->cue && strcmp(a->cue, b->cue) != 0))
        return false;
    return a->tone == b->tone && a->begin == b->begin && a->end == b->end &&
           memcmp(&a->weight, &b->weight, sizeof(a->weight)) == 0;
}

static void expect_same(struct view original, struct view above,
                        struct memo *memo, struct arena *arena)
{
    struct said plain, kept;

    arena_reset(arena);
    say(original, above, NULL, &plain, arena);
    say(original, above, memo, &kept, arena);
    assert_int_equal(plain.verdict.tone_count, kept.verdict.tone_count);
    for (size_t t = 0; t < plain.verdict.tone_count; t++) {
        const struct tone_verdict *a = &plain.verdict.tone[t];
        const struct tone_verdict *b = &kept.verdict.tone[t];
        if (memcmp(&a->decision_value, &b->decision_value,
                   sizeof(a->decision_value)) != 0 ||
            a->probability != b->probability || a->flagged != b->flagged)
            fail_msg("'%.*s': %.17g, not %.17g", VIEW_ARG(original),
                     b->decision_value, a->decision_value);
    }
    assert_int_equal(plain.count, kept.count);
    for (size_t i = 0; i < plain.count; i++)
        if (!same_reason(&plain.reason[i], &kept.reason[i]))
            fail_msg("'%.*s': reason %zu", VIEW_ARG(original), i);
}

/* Each text at first sight and again, whatever was met between. */
static void same_bits_with_and_without(void **state)
{
    const struct corpus *c = &fixture.corpus;
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    struct memo memo;
    uint64_t seed = 5;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    assert_int_equal(memo_open(&memo, &err), STATUS_OK);
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < c->count; i++)
            expect_same(c->comment[i].text,
                        i % 2 ? c->comment[i / 2].text
                              : (struct view){NULL, 0},
                        &memo, &arena);
    for (size_t i = 0; i < 400; i++) {
        buffer_clear(&text);
        fixture_random_text(&seed, i, &text);
        expect_same(buffer_view(&text), c->comment[i % c->count].text, &memo,
                    &arena);
    }
    buffer_free(&text);
    memo_free(&memo);
    arena_free(&arena);
}

/* Tokens of every length at the edge of what is kept, which differ in one
 * byte somewhere. */
static void tokens_that_look_alike(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    struct memo memo;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    memo_open(&memo, &err);
    for (size_t len = 1; len <= MEMO_TOKEN_BYTES + 4; len++) {
        buffer_clear(&text);
        for (size_t at = 0; at <= len; at++) {
            for (size_t i = 0; i < len; i++)
                buffer_add_text(&text, i == at ? "b" : "a", &err);
            buffer_add_text(&text, " nul ", &err);
        }
        expect_same(buffer_view(&text), (struct view){NULL, 0}, &memo, &arena);
    }
    buffer_free(&text);
    memo_free(&memo);
    arena_free(&arena);
}

/* More tokens than there is room for, twice in one text; then the memo goes
 * on with small ones. */
static void a_full_memo(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    struct memo memo;

    (void)state;
    arena_open(&arena, ARENA_SIZE * 4, &err);
    memo_open(&memo, &err);
    for (size_t i = 0; i < MANY_TOKENS; i++)
        buffer_printf(&text, &err, "%zx nul ", i % (MANY_TOKENS / 2) * 7919);
    expect_same(buffer_view(&text), (struct view){NULL, 0}, &memo, &arena);
    expect_same(view_of("nul et nul"), (struct view){NULL, 0}, &memo, &arena);
    expect_same(buffer_view(&text), view_of("nul"), &memo, &arena);
    buffer_free(&text);
    memo_free(&memo);
    arena_free(&arena);
}

/* The facts of one model are not told of another's. */
static void another_owner(void **state)
{
    const struct model_parts *p = model_parts(fixture.model);
    const struct facts_of of = {&p->settings.lexicon, &p->settings.ngram,
                                &p->vocabulary, p->weight};
    const struct view folded = view_of("abruti");
    const struct token token = {TOKEN_WORD, 0, (uint32_t)folded.len};
    const struct token_list tokens = {1, &token};
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    struct memo memo;
    const struct token_facts *facts;
    bool first;

    (void)state;
    arena_open(&arena, 4096, &err);
    memo_open(&memo, &err);
    for (size_t i = 0; i < 4; i++) {
        const size_t before = memo.count;
        memo_begin(&memo, &of, i < 2 ? "a@1" : "a@2");
        memo_find(&memo, &of, folded, &tokens, &facts, &arena, &err);
        assert_int_equal(memo.count, 1);
        assert_int_equal(before, i > 0);
        assert_non_null(memo_meet(&memo, facts, &first));
        assert_true(first);
        assert_non_null(memo_meet(&memo, facts, &first));
        assert_false(first);
    }
    memo_find(NULL, &of, folded, &tokens, &facts, &arena, &err);
    assert_null(memo_meet(&memo, facts, &first));
    memo_free(&memo);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_bits_with_and_without),
        cmocka_unit_test(tokens_that_look_alike),
        cmocka_unit_test(a_full_memo),
        cmocka_unit_test(another_owner),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
