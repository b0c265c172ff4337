#include "cases.h"
#include "mark.h"
#include "model_fixture.h"
#include "normalize.h"
#include "utf8.h"

#include <dirent.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)8 << 20)
#define LINES_CHECKED_TWICE 8 /* every so many comments */

static struct folder folder;

static struct text normalize(struct view original, struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    struct text text;

    if (normalize_run(&folder, original, &text, arena, &err) < 0)
        fail_msg("%s", err.message);
    return text;
}

/* ---- tables ------------------------------------------------------------ */

static size_t run_folds(const char *name, bool lines)
{
    struct case_file file;
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    size_t wrong = 0;

    arena_open(&arena, ARENA_SIZE, &err);
    for (case_open(&file, name); case_next(&file);) {
        arena_reset(&arena);
        const struct text text = normalize(file.input, &arena);
        struct buffer shown = {.ptr = NULL};
        buffer_add_view(&shown, text.folded, &err);
        for (size_t i = 0; lines && i < shown.len; i++)
            if (shown.ptr[i] == '\n')
                shown.ptr[i] = '|';
        wrong += !case_check(&file, false, shown.ptr);
        buffer_free(&shown);
    }
    arena_free(&arena);
    return wrong;
}

static void folds_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(run_folds("normalize.cases", false), 0);
}

static void line_ends_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(run_folds("normalize_lines.cases", true), 0);
}

static void marks_of_the_table(void **state)
{
    static const char *const names[MARK_KINDS] = {
        [MARK_URL] = "url",           [MARK_MENTION] = "mention",
        [MARK_NUMBER] = "number",     [MARK_YEAR] = "year",
        [MARK_HAPPY] = "happy",       [MARK_WINK] = "wink",
        [MARK_SAD] = "sad",           [MARK_DOUBT] = "doubt",
        [MARK_RESIDUE] = "residue",   [MARK_STRETCHED] = "stretched",
        [MARK_CAPITALS] = "capitals", [MARK_INVISIBLE] = "invisible",
    };
    struct case_file file;
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    size_t wrong = 0;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (case_open(&file, "marks.cases"); case_next(&file);) {
        arena_reset(&arena);
        const struct text text = normalize(file.input, &arena);
        struct buffer shown = {.ptr = NULL};
        buffer_add(&shown, "", 0, &err);
        for (size_t i = 0; i < text.mark_count; i++)
            buffer_printf(&shown, &err, "%s%s %u-%u", i ? " " : "",
                          names[text.mark[i].kind], text.mark[i].begin,
                          text.mark[i].end);
        wrong += !case_check(&file, false, shown.ptr);
        buffer_free(&shown);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

static void way_back_to_the_original(void **state)
{
    static const struct {
        const char *name, *original, *folded;
        size_t begin, end; /* of the original, for all of `folded` */
    } cases[] = {
        {"capital with accent", "Ah É!",           "é",  3, 5 },
        {"decomposed letter",   "a e\u0301 b",      "é",  2, 5 },
        {"stretched letters",   "nuuuul",           "uu",  1, 5 },
        {"stretched marks",     "a!!!!!b",          "!!!", 1, 6 },
        {"class of a link",     "va https://a.fr!", "U",   3, 15},
        {"white space run",     "a \n\t b",         "\n",  1, 5 },
        {"ligature",            "a\uFB01b",         "fi",  1, 4 },
        {"guillemet",           "a\u00ABb",         "\"",  1, 3 },
        {"smiley",              "oui :-) non",      "H",   4, 7 },
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct text text = normalize(view_of(cases[i].original), &arena);
        const size_t len = strlen(cases[i].folded);
        size_t at = 0;
        while (at + len <= text.folded.len &&
               memcmp(text.folded.ptr + at, cases[i].folded, len) != 0)
            at++;
        if (at + len > text.folded.len || text.begin[at] != cases[i].begin ||
            text.end[at + len - 1] != cases[i].end)
            fail_msg("%s: %.*s", cases[i].name, VIEW_ARG(text.folded));
    }
    arena_free(&arena);
}

static void letters_are_counted(void **state)
{
    static const struct {
        const char *original;
        size_t letters, capitals;
    } cases[] = {
        {"",               0, 0},
        {"abc",            3, 0},
        {"ABC def",        6, 3},
        {"Été 2020 !",   3, 1},
        {"🤡 OK",        2, 2},
        {"https://A.FR B", 1, 1},
        {"ÇA",            2, 2},
        {"e\u0301E\u0301", 2, 1},
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct text text = normalize(view_of(cases[i].original), &arena);
        if (text.letters != cases[i].letters ||
            text.capitals != cases[i].capitals)
            fail_msg("'%s': %zu, %zu", cases[i].original, text.letters,
                     text.capitals);
    }
    arena_free(&arena);
}

/* ---- properties --------------------------------------------------------- */

/* NULL, or what is wrong with the text's own promises. */
static const char *broken_promise(const struct text *t)
{
    const struct view f = t->folded;
    size_t classes = 0, capitals = 0, mark_end = 0;

    if (utf8_check(f) != UTF8_VALID)
        return "folded text is not UTF-8";
    for (size_t i = 0; i < f.len; i++) {
        if (t->begin[i] > t->end[i] || t->end[i] > t->original.len)
            return "range outside the original";
        if (i && (t->begin[i] < t->begin[i - 1] || t->end[i] < t->end[i - 1]))
            return "ranges go back";
        capitals += f.ptr[i] >= 'A' && f.ptr[i] <= 'Z';
        if (is_ascii_space(f.ptr[i]) && f.ptr[i] != ' ' && f.ptr[i] != '\n')
            return "white space of another kind";
        if (i && is_ascii_space(f.ptr[i]) && is_ascii_space(f.ptr[i - 1]))
            return "white space run";
    }
    if (f.len && (is_ascii_space(f.ptr[0]) || is_ascii_space(f.ptr[f.len - 1])))
        return "white space at an end";
    for (size_t i = 0; i < t->mark_count; i++) {
        const struct mark *m = &t->mark[i];
        if (m->begin > m->end || m->end > f.len || m->end < mark_end)
            return "mark out of place or order";
        mark_end = m->end;
        if (!mark_letter(m->kind))
            continue;
        classes++;
        if (m->end != m->begin + 1 || f.ptr[m->begin] != mark_letter(m->kind))
            return "class mark without its letter";
    }
    if (capitals > classes)
        return "capital that is no class";
    return t->capitals <= t->letters ? NULL : "more capitals than letters";
}

static bool same_text(const struct text *a, const struct text *b)
{
    const size_t len = a->folded.len;

    return view_equal(a->folded, b->folded) && a->mark_count == b->mark_count &&
           a->letters == b->letters && a->capitals == b->capitals &&
           (!len || (memcmp(a->begin, b->begin, len * sizeof(*a->begin)) == 0 &&
                     memcmp(a->end, b->end, len * sizeof(*a->end)) == 0)) &&
           (!a->mark_count ||
            memcmp(a->mark, b->mark, a->mark_count * sizeof(*a->mark)) == 0);
}

static void expect_promises(struct view original, bool twice,
                            struct arena *arena)
{
    arena_reset(arena);
    const struct text text = normalize(original, arena);
    const char *wrong = broken_promise(&text);

    if (!wrong && twice) {
        const struct text again = normalize(original, arena);
        if (!same_text(&text, &again))
            wrong = "another text the second time";
    }
    if (wrong)
        fail_msg("%s: '%.*s' -> '%.*s'", wrong, VIEW_ARG(original),
                 VIEW_ARG(text.folded));
}

static size_t check_file(const char *path, struct arena *arena)
{
    struct buffer bytes = {.ptr = NULL};
    size_t count = 0;

    case_read_file(path, &bytes);
    struct view rest = buffer_view(&bytes);
    while (rest.len) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        const size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        json_t *line = json_loadb(rest.ptr, len, 0, NULL);
        const json_t *text = json_object_get(line, "text");
        if (json_is_string(text))
            expect_promises((struct view){json_string_value(text),
                                          json_string_length(text)},
                            count % LINES_CHECKED_TWICE == 0, arena);
        count += json_is_string(text);
        json_decref(line);
        rest = view_from(rest, len + 1);
    }
    buffer_free(&bytes);
    return count;
}

static void promises_hold_for_all_discussions(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    char full[1024];
    size_t count = 0;
    DIR *const d = opendir(case_path("data/discussions", full));

    (void)state;
    if (!d) {
        print_message("skipped: no data/discussions\n");
        return;
    }
    arena_open(&arena, ARENA_SIZE, &err);
    for (struct dirent *e = readdir(d); e; e = readdir(d)) {
        char path[512];
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof(path), "data/discussions/%s", e->d_name);
        count += check_file(path, &arena);
    }
    closedir(d);
    arena_free(&arena);
    assert_true(count > 1000);
}

static void promises_hold_for_random_text(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct arena arena;
    uint64_t seed = 42;

    (void)state;
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < 10000; i++) {
        buffer_clear(&text);
        fixture_random_text(&seed, i % 60, &text);
        expect_promises(buffer_view(&text), true, &arena);
    }
    for (size_t i = 0; i < 20; i++) {
        buffer_clear(&text);
        fixture_random_text(&seed, 5000, &text);
        expect_promises(buffer_view(&text), true, &arena);
    }
    buffer_free(&text);
    arena_free(&arena);
}

/* No code point leaves a capital or grows past the room it is given. */
static void promises_hold_for_every_code_point(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, 64 << 10, &err);
    for (uint32_t c = 1; c < 0x110000; c++) {
        char bytes[64];
        size_t len = 0;
        if (c == 0xD800)
            c = 0xE000;
        for (size_t i = 0; i < 8; i++)
            len += utf8_encode(i % 3 == 2 ? 'a' : c, bytes + len);
        expect_promises((struct view){bytes, len}, false, &arena);
    }
    arena_free(&arena);
}

static void arena_shrunk_byte_by_byte(void **state)
{
    struct error err = {.status = STATUS_OK};
    const struct view original =
        view_of("C'EST NUUUL 😂 :) https://a.fr e\u0301 \uFDFA 12");
    const size_t plenty = original.len * 130 + 4096;
    struct arena arena;
    size_t fitted = 0;

    (void)state;
    for (size_t size = 0; size < plenty; size++) {
        struct text text = {.letters = 77};
        arena_open(&arena, size, &err); /* exact: ASan sees the byte behind */
        error_clear(&err);
        const int status =
            normalize_run(&folder, original, &text, &arena, &err);
        if (status == STATUS_OK) {
            fitted++;
            assert_null(broken_promise(&text));
        } else {
            assert_int_equal(status, STATUS_TOO_BIG);
            assert_int_equal(text.letters, 77);
            assert_int_equal(arena.used, 0);
            assert_int_equal(fitted, 0); /* what fits, fits in more */
        }
        arena_free(&arena);
        error_clear(&err);
    }
    assert_true(fitted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_of_the_table),
        cmocka_unit_test(line_ends_of_the_table),
        cmocka_unit_test(marks_of_the_table),
        cmocka_unit_test(way_back_to_the_original),
        cmocka_unit_test(letters_are_counted),
        cmocka_unit_test(promises_hold_for_all_discussions),
        cmocka_unit_test(promises_hold_for_random_text),
        cmocka_unit_test(promises_hold_for_every_code_point),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
    };

    fold_open(&folder);
    return cmocka_run_group_tests_name("normalize", tests, NULL, NULL);
}
