#include "cases.h"
#include "cue.h"
#include "model_fixture.h"
#include "normalizer.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)1 << 20)

static struct normalizer normalizer;
static const struct lexicon no_lexicon;
static const struct facts_of facts = {.lexicon = &no_lexicon};

static void find(struct view original, bool has_parent, struct arena *arena,
                 struct text *text, struct cue cue[CUE_KINDS])
{
    struct error err = {.status = STATUS_OK};
    struct known known;
    struct voice voice;

    arena_reset(arena);
    if (normalizer_run(&normalizer, original, text, arena, &err) < 0)
        fail_msg("%s", err.message);
    if (known_open(&known, text, &facts, NULL, arena, &err) < 0 ||
        voice_find(&known, NULL, &voice, arena, &err) < 0)
        fail_msg("%s", err.message);
    cue_find(&known, &voice, has_parent, cue);
}

static void cues_of_the_table(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct case_file file;
    struct arena arena;
    size_t wrong = 0;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (case_open(&file, "cues.cases"); case_next(&file);) {
        struct buffer shown = {.ptr = NULL};
        struct cue cue[CUE_KINDS];
        struct text text;
        find(file.input, false, &arena, &text, cue);
        buffer_add(&shown, "", 0, &err);
        for (size_t i = 0; i < CUE_KINDS; i++)
            if (cue[i].value && i != CUE_LENGTH && i != CUE_WORDS &&
                i != CUE_ENDING)
                buffer_printf(&shown, &err, "%s%s=%u", shown.len ? " " : "",
                              cue_name(&cue[i]), cue[i].value);
        wrong += !case_check(&file, false, shown.ptr);
        buffer_free(&shown);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

static void length_words_and_ending(void **state)
{
    static const struct {
        const char *original;
        uint32_t length, words, ending;
    } cases[] = {
        {"",                0, 0, 'x'},
        {"a",               1, 2, 'x'},
        {"à",              1, 2, 'x'},
        {"ab.",             2, 2, '.'},
        {"un deux",         3, 3, 'x'},
        {"un deux trois ?", 4, 4, '?'},
        {"1er 2e 3e 4e!",   3, 4, '!'},
        {"a b c d e)",      3, 5, ')'},
        {"...",             2, 0, '.'},
        {"oui 😂",        2, 2, 'x'},
        {"un.  ",           2, 2, '.'},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct cue cue[CUE_KINDS];
        struct text text;
        find(view_of(cases[i].original), false, &arena, &text, cue);
        if (cue[CUE_LENGTH].value != cases[i].length ||
            cue[CUE_WORDS].value != cases[i].words ||
            cue[CUE_ENDING].value != cases[i].ending)
            fail_msg("'%s': %u %u %u", cases[i].original, cue[CUE_LENGTH].value,
                     cue[CUE_WORDS].value, cue[CUE_ENDING].value);
    }
    arena_free(&arena);
}

static void reply_needs_a_parent(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct cue cue[CUE_KINDS];
    struct text text;
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    find(view_of("oui"), false, &arena, &text, cue);
    assert_int_equal(cue[CUE_REPLY].value, 0);
    find(view_of("oui"), true, &arena, &text, cue);
    assert_int_equal(cue[CUE_REPLY].value, 1);
    arena_free(&arena);
}

static void cues_show_their_place(void **state)
{
    static const struct {
        const char *original;
        enum cue_kind kind;
        uint32_t begin, end; /* of the folded text */
    } cases[] = {
        {"a ! b ! c",  CUE_EXCLAMATION,   2, 3},
        {"oui...",     CUE_ELLIPSIS,      3, 6},
        {"a 😂 b",   CUE_EMOJI,         2, 6},
        {"et toi là", CUE_FAMILIAR_YOU,  3, 6},
        {"fin é",     CUE_ENDING,        4, 5},
        {"fin €",    CUE_ENDING,        4, 7},
        {"le NUL",     CUE_SHOUTED_WORDS, 3, 6},
        {"le NUL",     CUE_CAPITALS,      0, 0},
        {"le NUL",     CUE_LENGTH,        0, 0},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct cue cue[CUE_KINDS];
        struct text text;
        find(view_of(cases[i].original), false, &arena, &text, cue);
        const struct cue *c = &cue[cases[i].kind];
        if (c->kind != cases[i].kind || c->begin != cases[i].begin ||
            c->end != cases[i].end)
            fail_msg("'%s' %s: %u-%u", cases[i].original, cue_name(c), c->begin,
                     c->end);
    }
    arena_free(&arena);
}

static void places_lie_inside_random_text(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer original = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 3;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < 5000; i++) {
        struct cue cue[CUE_KINDS];
        struct text text;
        buffer_clear(&original);
        fixture_random_text(&seed, i % 40, &original);
        find(buffer_view(&original), false, &arena, &text, cue);
        for (size_t k = 0; k < CUE_KINDS; k++) {
            assert_int_equal(cue[k].kind, k);
            assert_true(cue[k].begin <= cue[k].end &&
                        cue[k].end <= text.folded.len);
        }
    }
    buffer_free(&original);
    arena_free(&arena);
}

/* Of all cues, and of those that are named by their value. */
static void names_differ(void **state)
{
    static const char endings[] = ".!?)x";
    struct cue cue[CUE_KINDS + sizeof(endings)];
    size_t count = 0;

    (void)state;
    for (size_t i = 0; i < CUE_KINDS; i++)
        if (i != CUE_ENDING)
            cue[count++] = (struct cue){.kind = (enum cue_kind)i, .value = 1};
    for (const char *c = endings; *c; c++)
        cue[count++] = (struct cue){.kind = CUE_ENDING, .value = (uint32_t)*c};
    cue[count++] = (struct cue){.kind = CUE_CAPITALS, .value = 0};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(cue_name(&cue[i]), cue_name(&cue[j]));
}

/* Hardly a capital is something to see; no exclamation mark is not. */
static void cues_that_show(void **state)
{
    (void)state;
    for (size_t i = 0; i < CUE_KINDS; i++) {
        struct cue cue = {.kind = (enum cue_kind)i};
        assert_int_equal(cue_shows(&cue), i == CUE_CAPITALS);
        cue.value = 1;
        assert_true(cue_shows(&cue));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cues_of_the_table),
        cmocka_unit_test(length_words_and_ending),
        cmocka_unit_test(reply_needs_a_parent),
        cmocka_unit_test(cues_show_their_place),
        cmocka_unit_test(places_lie_inside_random_text),
        cmocka_unit_test(names_differ),
        cmocka_unit_test(cues_that_show),
    };

    normalizer_open(&normalizer, NULL);
    return cmocka_run_group_tests_name("cue", tests, NULL, NULL);
}
