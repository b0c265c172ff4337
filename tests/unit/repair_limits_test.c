/* Random, long and pathological texts through repair.h. */
#include "buffer.h"
#include "model_fixture.h"
#include "repair_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)16 << 20)

static struct repair_fixture fixture;

/* Pieces that make and break tricks. */
static void add_piece(uint64_t *seed, struct buffer *out)
{
    static const char *const pieces[] = {
        "cretin", "crét1n", "con",  "nard", ".",       "-",
        "*",      " ",      "@",    "0",    "3",       "m3rde",
        "jpp",    "tkt",    "é",    "о",    "с",       "\u0301",
        "·e·s",   "·",      "s",    "a",    "lecteur", "!!!",
        "oooo",   "42",     "2019", ":)",   "\n",      "https://a.fr",
        "«",      "»",      "'",    "l'",   "(",       "$",
        "😂",      "🇫🇷",     "_",    "…",    "#",       "CRETIN",
        "x",      "\u200B", "œ",    "ß",    "ﬁ",       "abrtui",
    };
    struct error err = {.status = STATUS_OK};

    buffer_add_text(
        out,
        pieces[fixture_random(seed) % (sizeof(pieces) / sizeof(pieces[0]))],
        &err);
}

static void promises_hold_for_random_text(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 42;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < 20000; i++) {
        buffer_clear(&text);
        if (i % 4 == 0)
            fixture_random_text(&seed, i % 60, &text);
        else
            for (size_t k = 0; k < i % 25; k++)
                add_piece(&seed, &text);
        arena_reset(&arena);
        repair_fixture_run(&fixture, buffer_view(&text), &arena);
    }
    buffer_free(&text);
    arena_free(&arena);
}

static bool same_text(const struct text *a, const struct text *b)
{
    const size_t len = a->folded.len;

    return view_equal(a->folded, b->folded) && a->mark_count == b->mark_count &&
           (!len || (memcmp(a->begin, b->begin, len * sizeof(*a->begin)) == 0 &&
                     memcmp(a->end, b->end, len * sizeof(*a->end)) == 0)) &&
           (!a->mark_count ||
            memcmp(a->mark, b->mark, a->mark_count * sizeof(*a->mark)) == 0);
}

/* Empties the arena, all of its bytes `byte`. */
static void leave_bytes(struct arena *arena, int byte)
{
    arena_reset(arena);
    void *all = arena_alloc(arena, arena->size, 1);
    assert_non_null(all);
    memset(all, byte, arena->size);
    arena_reset(arena);
}

/* Whatever lay in the arena before, the same text comes out; a second repair
 * finds nothing more to undo in a text without tricks. */
static void same_text_twice(void **state)
{
    static const char *const texts[] = {
        "Oh le crétin, vraiment", "jsuis m3rde c.o.n", "été à la plage :)"};
    struct error err = {.status = STATUS_OK};
    struct arena a, b;

    (void)state;
    arena_open(&a, 1 << 16, &err);
    arena_open(&b, 1 << 16, &err);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        leave_bytes(&a, 0);
        leave_bytes(&b, 0xFF);
        const struct text x =
            repair_fixture_run(&fixture, view_of(texts[i]), &a);
        const struct text y =
            repair_fixture_run(&fixture, view_of(texts[i]), &b);
        assert_true(same_text(&x, &y));
        struct text again = x;
        assert_int_equal(repair_run(&fixture.normalizer.repairer, &again, &a, &err),
                         STATUS_OK);
        assert_true(view_equal(again.folded, x.folded));
    }
    arena_free(&a);
    arena_free(&b);
}

/* Chat spelling may grow a text; nothing of its end is lost by it. */
static void much_chat_spelling_loses_nothing(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t count = 1; count < 4000; count *= 3) {
        buffer_clear(&text);
        for (size_t i = 0; i < count; i++)
            buffer_add_text(&text, i % 7 ? "tkt " : "jpp ", &err);
        buffer_add_text(&text, "sale crétin 😂", &err);
        arena_reset(&arena);
        const struct text t =
            repair_fixture_run(&fixture, buffer_view(&text), &arena);
        const struct view end = view_of("sale cretin 😂");
        assert_true(t.folded.len > end.len);
        if (!view_equal(view_from(t.folded, t.folded.len - end.len), end))
            fail_msg("%zu words: the end is lost", count);
        assert_int_equal(t.end[t.folded.len - 1], text.len);
    }
    buffer_free(&text);
    arena_free(&arena);
}

static void arena_shrunk_byte_by_byte(void **state)
{
    const struct view original =
        view_of("Oh CRÉT1N 😂 :) jsuis c.o.n, abruuuti https://a.fr 12");
    struct error err = {.status = STATUS_OK};
    struct arena own;
    struct text folded;
    size_t fitted = 0;

    (void)state;
    arena_open(&own, ARENA_SIZE, &err);
    normalize_run(&fixture.normalizer.folder, original, &folded, &own, &err);
    for (size_t size = 0; size < 8192; size++) {
        struct text text = folded;
        struct arena arena;
        arena_open(&arena, size, &err); /* exact: ASan sees the byte behind */
        error_clear(&err);
        const int status = repair_run(&fixture.normalizer.repairer, &text, &arena, &err);
        if (status == STATUS_OK) {
            fitted++;
            assert_null(repair_fixture_broken(&text));
        } else {
            assert_int_equal(status, STATUS_TOO_BIG);
            assert_memory_equal(&text, &folded, sizeof(text));
            assert_int_equal(arena.used, 0);
            assert_int_equal(fitted, 0); /* what fits, fits in more */
        }
        arena_free(&arena);
        error_clear(&err);
    }
    assert_true(fitted > 0);
    arena_free(&own);
}

/* Texts as long as a comment may be that ask the most of each trick. */
static void long_texts_take_no_time(void **state)
{
    static const char *const pieces[] = {
        "aaab ",  "a b ",    "a.b",    "c*n",  "m3",        "@",
        "a*b*c*", "a-",      "zzyxw ", "é·e·", "con nar ",  "x_",
        "tkt ",   "\u0301a", "аbcd ",  "#",    "aabbccdd ", "a*",
    };
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;

    (void)state;
    arena_open(&arena, (size_t)192 << 20, &err);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        buffer_clear(&text);
        while (text.len < 256 * 1024 - 8)
            buffer_add_text(&text, pieces[i], &err);
        arena_reset(&arena);
        const clock_t begin = clock();
        repair_fixture_run(&fixture, buffer_view(&text), &arena);
        const double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        if (seconds > 30) /* under ThreadSanitizer, on a slow machine */
            fail_msg("'%s' takes %.1f s", pieces[i], seconds);
        if (getenv("VIGIE_TEST_TIMES"))
            print_message("'%s' takes %.2f s\n", pieces[i], seconds);
    }
    buffer_free(&text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(promises_hold_for_random_text),
        cmocka_unit_test(same_text_twice),
        cmocka_unit_test(much_chat_spelling_loses_nothing),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
        cmocka_unit_test(long_texts_take_no_time),
    };

    repair_fixture_open(&fixture);
    return cmocka_run_group_tests_name("repair_limits", tests, NULL, NULL);
}
