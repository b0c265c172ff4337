#include "cases.h"
#include "letter.h"
#include "repair_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)16 << 20)

static struct repair_fixture fixture;

static bool in_trick(const struct text *t, size_t at)
{
    for (size_t i = 0; i < t->mark_count; i++) {
        const struct mark *m = &t->mark[i];
        if (m->begin <= at && at < m->end &&
            (repair_fixture_trick(m->kind) || m->kind == MARK_STRETCHED))
            return true;
    }
    return false;
}

/* Each letter outside a trick is found where its range points to. */
static const char *broken_way_back(const struct text *t)
{
    static unsigned char room[1 << 16];

    for (size_t i = 0; i < t->folded.len; i++) {
        struct arena arena = {room, sizeof(room), 0};
        struct error err = {.status = STATUS_OK};
        struct text there;
        const struct view range = {t->original.ptr + t->begin[i],
                                   t->end[i] - t->begin[i]};
        if (!letter_is_small((uint32_t)(unsigned char)t->folded.ptr[i]) ||
            in_trick(t, i))
            continue;
        if (normalizer_run(
                &(struct normalizer){.folder = fixture.normalizer.folder},
                range, &there, &arena, &err) < 0)
            return "range too long";
        if (!memchr(there.folded.ptr, t->folded.ptr[i], there.folded.len))
            return "letter that is not where its range points";
    }
    return NULL;
}

/* The repaired text, and behind two spaces each trick with its word. */
static void show(const struct text *t, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};

    buffer_add_view(out, t->folded, &err);
    for (size_t i = 0; i < out->len; i++)
        if (out->ptr[i] == '\n')
            out->ptr[i] = '|';
    for (size_t i = 0; i < t->mark_count; i++) {
        const struct mark *m = &t->mark[i];
        if (repair_fixture_trick(m->kind))
            buffer_printf(out, &err, "  [%s %.*s]",
                          repair_fixture_trick(m->kind),
                          (int)(m->end - m->begin), t->folded.ptr + m->begin);
    }
}

static void repairs_of_the_table(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct case_file file;
    struct arena arena;
    size_t wrong = 0, cases = 0;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (case_open(&file, "repair.cases"); case_next(&file); cases++) {
        struct buffer shown = {.ptr = NULL};
        arena_reset(&arena);
        const struct text text =
            repair_fixture_run(&fixture, file.input, &arena);
        show(&text, &shown);
        const char *lost = broken_way_back(&text);
        wrong += !case_check(&file, false, lost ? lost : shown.ptr);
        buffer_free(&shown);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
    assert_true(cases > 100);
}

static void way_back_to_the_original(void **state)
{
    static const struct {
        const char *original, *word;
        size_t begin, end; /* of the original, for each byte of `word` */
    } cases[] = {
        {"oh le m3rde !",          "merde",    6, 11},
        {"oh le c*n !",            "con",      6, 9 },
        {"le c.r.e.t.i.n.",        "cretin",   3, 14},
        {"le C R E T I N là",     "cretin",   3, 14},
        {"sale con-nard !",        "connard",  5, 13},
        {"sale сrétin !",        "cretin",   5, 13},
        {"sale abruuutiii !",      "abruti",   5, 15},
        {"sale abrtui !",          "abruti",   5, 11},
        {"ptn !",                  "putain",   0, 3 },
        {"jsuis là",              "je suis",  0, 5 },
        {"les lecteur·rice·s !", "lecteurs", 4, 20},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        arena_reset(&arena);
        const struct text text =
            repair_fixture_run(&fixture, view_of(cases[i].original), &arena);
        const size_t len = strlen(cases[i].word);
        size_t at = 0;
        while (at + len <= text.folded.len &&
               memcmp(text.folded.ptr + at, cases[i].word, len) != 0)
            at++;
        for (size_t k = 0; k < len; k++)
            if (at + len > text.folded.len ||
                text.begin[at + k] != cases[i].begin ||
                text.end[at + k] != cases[i].end)
                fail_msg("'%s': '%.*s' %u-%u", cases[i].original,
                         VIEW_ARG(text.folded), text.begin[at],
                         text.end[at + len - 1]);
    }
    arena_free(&arena);
}

/* What the folding marked stands where it went to. */
static void marks_of_the_folding_move_along(void **state)
{
    static const struct {
        const char *original;
        enum mark_kind kind;
        const char *there; /* folded bytes of the mark */
    } cases[] = {
        {"ptn ptn NUL",           MARK_CAPITALS,  "nul"   },
        {"été ÉTÉ",           MARK_CAPITALS,  "ete"   },
        {"tkt :) a",              MARK_HAPPY,     "H"     },
        {"jsuis à https://a.fr", MARK_URL,       "U"     },
        {"é 2019 é",            MARK_YEAR,      "Y"     },
        {"jpp nuuul",             MARK_STRETCHED, "nul"   },
        {"jpp xuuul",             MARK_STRETCHED, "u"     },
        {"sale CRÉT1N",          MARK_CAPITALS,  "cretin"},
        {"sale C.R.É.T.I.N",     MARK_SPREAD,    "cretin"},
        {"abruuutiii",            MARK_STRETCHED, "abruti"},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        arena_reset(&arena);
        const struct text t =
            repair_fixture_run(&fixture, view_of(cases[i].original), &arena);
        struct view there = {"", 0};
        for (size_t m = 0; m < t.mark_count; m++)
            if (t.mark[m].kind == cases[i].kind)
                there = (struct view){t.folded.ptr + t.mark[m].begin,
                                      t.mark[m].end - t.mark[m].begin};
        if (!view_is(there, cases[i].there))
            fail_msg("'%s': '%.*s'", cases[i].original, VIEW_ARG(there));
    }
    arena_free(&arena);
}

/* What is no text stays; so does the rest of the struct. */
static void the_original_stays(void **state)
{
    struct error err = {.status = STATUS_OK};
    const struct view original = view_of("Oh le CRÉT1N, jsuis là 😂");
    struct arena arena;
    struct text text;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    normalize_run(&fixture.normalizer.folder, original, &text, &arena, &err);
    const struct text before = text;
    assert_int_equal(
        repair_run(&fixture.normalizer.repairer, &text, &arena, &err),
        STATUS_OK);
    assert_true(text.original.ptr == original.ptr);
    assert_int_equal(text.original.len, original.len);
    assert_int_equal(text.letters, before.letters);
    assert_int_equal(text.capitals, before.capitals);
    assert_int_equal(text.language, before.language);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repairs_of_the_table),
        cmocka_unit_test(way_back_to_the_original),
        cmocka_unit_test(marks_of_the_folding_move_along),
        cmocka_unit_test(the_original_stays),
    };

    repair_fixture_open(&fixture);
    return cmocka_run_group_tests_name("repair", tests, NULL, NULL);
}
