#include "cases.h"
#include "model_fixture.h"
#include "normalizer.h"
#include "voice.h"
#include "known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)16 << 20)

static struct normalizer normalizer;
static const struct lexicon no_lexicon;
static const struct facts_of facts = {.lexicon = &no_lexicon};

struct sample { /* a text with its voice */
    struct text text;
    struct known known;
    struct voice voice;
};

static void read_text(struct view original, struct text *out,
                      struct arena *arena)
{
    struct error err = {.status = STATUS_OK};

    if (normalizer_run(&normalizer, original, out, arena, &err) < 0)
        fail_msg("%s", err.message);
}

/* above: the comment it answers; absent for none */
static void hear(struct view original, struct view above, struct sample *out,
                 struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    struct text parent;
    struct heard heard;
    const bool answers = above.ptr != NULL;

    arena_reset(arena);
    read_text(original, &out->text, arena);
    if (answers)
        read_text(above, &parent, arena);
    if (voice_hear(&out->text, answers ? &parent : NULL, &facts, NULL, &heard,
                   arena, &err) < 0)
        fail_msg("%s", err.message);
    out->known = heard.known;
    out->voice = heard.voice;
}

/* ---- tables ------------------------------------------------------------- */

/* Words of one flag: "quoted: tu es bon". */
static void show_flag(const struct sample *h, uint8_t flag, const char *name,
                      struct buffer *out)
{
    struct error err = {.status = STATUS_OK};
    bool first = true;

    for (size_t i = 0; i < h->known.tokens.count; i++) {
        const struct view word =
            token_view(h->text.folded, &h->known.tokens.token[i]);
        if (!(h->voice.flags[i] & flag) ||
            h->known.tokens.token[i].kind != TOKEN_WORD)
            continue;
        if (first)
            buffer_printf(out, &err, "%s%s:", out->len ? "; " : "", name);
        buffer_printf(out, &err, " %.*s", VIEW_ARG(word));
        first = false;
    }
}

/* An input with a line "===" answers what stands above it. */
static struct view cut_parent(struct view *input)
{
    static const char sign[] = "\n===\n";
    const size_t len = sizeof(sign) - 1;

    for (size_t i = 0; i + len <= input->len; i++)
        if (memcmp(input->ptr + i, sign, len) == 0) {
            const struct view above = view_first(*input, i);
            *input = view_from(*input, i + len);
            return above;
        }
    return (struct view){NULL, 0};
}

static void voices_of_the_table(void **state)
{
    static const struct {
        uint8_t flag;
        const char *name;
    } flags[] = {
        {VOICE_QUOTED,  "quoted" },
        {VOICE_SCARE,   "scare"  },
        {VOICE_NEGATED, "negated"},
        {VOICE_SAID_TO, "said to"},
        {VOICE_SELF,    "self"   },
        {VOICE_ABOUT,   "about"  },
        {VOICE_ASKED,   "asked"  },
    };
    struct error err = {.status = STATUS_OK};
    struct case_file file;
    struct arena arena;
    size_t wrong = 0, cases = 0;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (case_open(&file, "voice.cases"); case_next(&file); cases++) {
        struct buffer shown = {.ptr = NULL};
        struct sample h;
        struct view input = file.input;
        const struct view above = cut_parent(&input);
        hear(input, above, &h, &arena);
        buffer_add(&shown, "", 0, &err);
        for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
            show_flag(&h, flags[i].flag, flags[i].name, &shown);
        wrong += !case_check(&file, false, shown.ptr);
        buffer_free(&shown);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
    assert_true(cases > 50);
}

static void sentences_of_the_table(void **state)
{
    static const struct {
        const char *original;
        const char *numbers; /* of each token, as digits */
    } cases[] = {
        {"",                  ""      },
        {"oui",               "0"     },
        {"oui. non",          "001"   },
        {"oui ! non ? si...", "001122"},
        {"oui\nnon",          "01"    },
        {"oui.\nnon",         "001"   },
        {"oui, non",          "000"   },
        {"a (b) c",           "00000" },
        {"?! oui",            "01"    },
        {"a : b ; c",         "00000" },
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sample h;
        hear(view_of(cases[i].original), (struct view){NULL, 0}, &h, &arena);
        assert_int_equal(h.known.tokens.count, strlen(cases[i].numbers));
        for (size_t k = 0; k < h.known.tokens.count; k++)
            if (h.voice.sentence[k] != cases[i].numbers[k] - '0')
                fail_msg("'%s': token %zu in %u", cases[i].original, k,
                         h.voice.sentence[k]);
    }
    arena_free(&arena);
}

/* ---- properties --------------------------------------------------------- */

static void sentences_rise_in_random_text(void **state)
{
    static const char *const pieces[] = {
        "tu ",  "es ", "con ", "\" ",  "«",      "» ",     ". ",
        "? ",   ", ",  "\n",   "> ",   "(...) ", "[...] ", "ne ",
        "pas ", "je ", "il ",  "the ", "you ",   "are ",   "not ",
        "and ", "😂",   "\"",   "(",    ") ",     "... ",   "vous ",
    };
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 8;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t round = 0; round < 5000; round++) {
        struct sample h;
        buffer_clear(&text);
        for (size_t k = 0; k < round % 40; k++)
            buffer_add_text(&text,
                            pieces[fixture_random(&seed) %
                                   (sizeof(pieces) / sizeof(pieces[0]))],
                            &err);
        if (round % 5 == 0)
            fixture_random_text(&seed, round % 40, &text);
        const struct view all = buffer_view(&text);
        hear(all, round % 2 ? all : (struct view){NULL, 0}, &h, &arena);
        for (size_t i = 0; i < h.known.tokens.count; i++) {
            const uint16_t *s = h.voice.sentence;
            assert_true(s[i] == (i ? s[i - 1] : 0) ||
                        (i && s[i] == s[i - 1] + 1));
            /* said to someone, asked: the sentence as a whole */
            if (i && s[i] == s[i - 1])
                assert_false((h.voice.flags[i] ^ h.voice.flags[i - 1]) &
                             (VOICE_SAID_TO | VOICE_ASKED));
        }
    }
    buffer_free(&text);
    arena_free(&arena);
}

/* More sentences than their number can tell. */
static void very_many_sentences(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    struct sample h;

    (void)state;
    arena_open(&arena, (size_t)64 << 20, &err);
    for (size_t i = 0; i < 70000; i++)
        buffer_add_text(&text, "oui\n", &err);
    hear(buffer_view(&text), (struct view){NULL, 0}, &h, &arena);
    assert_int_equal(h.known.tokens.count, 70000);
    for (size_t i = 0; i < h.known.tokens.count; i++) {
        assert_int_equal(h.voice.sentence[i], i < UINT16_MAX ? i : UINT16_MAX);
        assert_int_equal(h.voice.flags[i], 0); /* nobody said tu */
    }
    buffer_free(&text);
    arena_free(&arena);
}

/* As long as a comment may be, and what it answers as well. */
static void long_texts_take_no_time(void **state)
{
    static const char *const pieces[] = {
        "😂", "a ", "\"", "> a\n", "(...) ", "? ", "tu ", "a 😂😂😂😂", "!?"};
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;

    (void)state;
    arena_open(&arena, (size_t)192 << 20, &err);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        struct sample h;
        buffer_clear(&text);
        while (text.len < 256 * 1024 - 32)
            buffer_add_text(&text, pieces[i], &err);
        const clock_t begin = clock();
        hear(buffer_view(&text), buffer_view(&text), &h, &arena);
        const double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
        if (seconds > 60) /* under ThreadSanitizer, on a slow machine */
            fail_msg("'%s' takes %.1f s", pieces[i], seconds);
        if (getenv("VIGIE_TEST_TIMES"))
            print_message("'%s' takes %.2f s\n", pieces[i], seconds);
    }
    buffer_free(&text);
    arena_free(&arena);
}

static void arena_shrunk_byte_by_byte(void **state)
{
    const struct view original = view_of("« a b c » tu n'es pas 😂 là ?");
    struct error err = {.status = STATUS_OK};
    struct arena own;
    struct sample h;
    size_t fitted = 0;

    (void)state;
    arena_open(&own, ARENA_SIZE, &err);
    hear(original, original, &h, &own);
    for (size_t size = 0; size < 2048; size++) {
        struct voice voice = {NULL, NULL, false};
        struct arena arena;
        error_clear(&err);
        arena_open(&arena, size, &err); /* exact: ASan sees the byte behind */
        error_clear(&err);
        const int status =
            voice_find(&h.known, &h.known, &voice, &arena, &err);
        if (status == STATUS_OK) {
            fitted++;
            assert_memory_equal(voice.flags, h.voice.flags,
                                h.known.tokens.count);
        } else {
            assert_int_equal(status, STATUS_TOO_BIG);
            assert_int_equal(fitted, 0);
        }
        arena_free(&arena);
    }
    assert_true(fitted > 0);
    arena_free(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(voices_of_the_table),
        cmocka_unit_test(sentences_of_the_table),
        cmocka_unit_test(sentences_rise_in_random_text),
        cmocka_unit_test(very_many_sentences),
        cmocka_unit_test(long_texts_take_no_time),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
    };

    normalizer_open(&normalizer, NULL);
    return cmocka_run_group_tests_name("voice", tests, NULL, NULL);
}
