#include "cases.h"
#include "clock.h"
#include "ingest_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SEED "../shared/seed/000_4e061b896c196158.txt"
#define NOW INT64_C(1596630600) /* 2020-08-05T12:30:00Z */

/* An open page, for tests that look at single members. */
struct open_page {
    struct source *source;
    struct reader *reader;
    struct arena arena;
    struct comment comment;
};

static void open_page(struct open_page *page, struct view bytes,
                      const char *discussion)
{
    struct error err = {.status = STATUS_OK};
    const struct reader_options options = {
        .format = FORMAT_PAGE, .now = NOW, .discussion = view_of(discussion)};

    *page = (struct open_page){.source = NULL};
    assert_int_equal(source_open_memory(&page->source, "page", bytes, &err), 0);
    assert_int_equal(reader_open(&page->reader, page->source, &options, &err),
                     0);
    assert_int_equal(arena_open(&page->arena, FIXTURE_ARENA, &err), 0);
}

/* Fills page->comment; false at the end. */
static bool next_comment(struct open_page *page)
{
    struct error err = {.status = STATUS_OK};
    const int status =
        reader_next(page->reader, &page->comment, &page->arena, &err);

    assert_true(status >= 0);
    return status == 1;
}

static void close_page(struct open_page *page)
{
    arena_free(&page->arena);
    reader_free(page->reader);
    source_free(page->source);
}

static void pages_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(fixture_run_cases("page.cases", FORMAT_PAGE), 0);
}

static void assert_time(int64_t time, const char *wanted)
{
    char text[CLOCK_ISO_SIZE];

    clock_format(time, text);
    assert_string_equal(text, wanted);
}

static void the_seed_page_is_read(void **state)
{
    struct buffer bytes = {.ptr = NULL};
    struct open_page page;
    char path[1024];
    size_t count = 0, empty = 0, positions = 0;
    int64_t last = INT64_MIN;

    (void)state;
    if (access(case_path(SEED, path), R_OK) != 0) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    case_read_file(SEED, &bytes);
    open_page(&page, buffer_view(&bytes), NULL);
    assert_null(reader_warning(page.reader));
    for (; next_comment(&page); count++) {
        const struct comment *const c = &page.comment;
        if (count == 0)
            assert_time(c->time, "2020-08-03T08:19:00Z");
        empty += view_trim(c->text).len == 0;
        positions += c->position;
        assert_true(c->time >= last);
        last = c->time;
        assert_time(c->published, "2020-08-03T07:55:00Z");
        assert_true(view_is(c->title, "Trump veut interdire TikTok, Microsoft "
                                      "joue au chevalier blanc"));
        assert_null(c->author.ptr);
        if (c->position == 1)
            assert_true(view_starts(c->text, "La source est dans les"));
        if (c->position == 57)
            assert_true(view_is(view_trim(c->text), "Lien intéressant. \" />"));
    }
    assert_int_equal(count, 57);
    assert_int_equal(empty, 8);
    assert_int_equal(positions, 57 * 58 / 2);
    assert_time(last, "2020-08-07T06:59:00Z");
    close_page(&page);
    buffer_free(&bytes);
}

static void the_sample_page_is_read(void **state)
{
    struct buffer bytes = {.ptr = NULL};
    struct open_page page;
    size_t count = 0;

    (void)state;
    case_read_file("data/sample/page.txt", &bytes);
    open_page(&page, buffer_view(&bytes), NULL);
    assert_null(reader_warning(page.reader));
    while (next_comment(&page))
        count++;
    assert_int_equal(count, 44);
    close_page(&page);
    buffer_free(&bytes);
}

/* Ids of all comments, by position. */
static size_t read_ids(const char *bytes, const char *discussion,
                       char ids[][64])
{
    struct open_page page;
    size_t count = 0;

    for (open_page(&page, view_of(bytes), discussion); next_comment(&page);
         count++)
        snprintf(ids[page.comment.position - 1], 64, "%s", page.comment.id.ptr);
    close_page(&page);
    return count;
}

static void ids_survive_new_comments(void **state)
{
    static const char before[] = "T\nCommentaires (3)\n"
                                 "Le 04/08/2020 à 08h26\na\n"
                                 "Le 04/08/2020 à 08h26\n\n"
                                 "Le 04/08/2020 à 08h26\n";
    static const char after[] = "T\r\nCommentaires (5)\r\n"
                                "Le 05/08/2020 à 08h26\r\na\r\n"
                                "Le 04/08/2020 à 08h26\r\nb\r\n"
                                "Le 04/08/2020 à 08h26\r\na\r\n"
                                "Le 04/08/2020 à 08h26\r\n"
                                "Le 04/08/2020 à 08h26\r\n";
    char old[3][64], new[5][64], named[3][64];

    (void)state;
    assert_int_equal(read_ids(before, NULL, old), 3);
    assert_int_equal(read_ids(after, NULL, new), 5);
    assert_int_equal(read_ids(before, "fil", named), 3);
    assert_string_equal(old[0], new[2]);
    assert_string_equal(old[1], new[3]);
    assert_string_equal(old[2], new[4]);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(new[i], new[j]);
    assert_int_equal(strncmp(named[0], "fil#", 4), 0);
    assert_int_equal(strlen(named[0]), 16);
    assert_int_equal(strncmp(old[0], "page-", 5), 0);
    assert_int_equal(strlen(old[0]), 5 + 12 + 1 + 12);
}

static void relative_dates_count_from_now(void **state)
{
    struct open_page page;

    (void)state;
    open_page(&page,
              view_of("T\nCommentaires (2)\nil y a 3 heures\na\n"
                      "hier à 10h15\nb\n"),
              NULL);
    assert_true(next_comment(&page));
    assert_time(page.comment.time, "2020-08-04T08:15:00Z");
    assert_true(next_comment(&page));
    assert_time(page.comment.time, "2020-08-05T09:30:00Z");
    assert_false(next_comment(&page));
    close_page(&page);
}

static const char whole[] = "Titre\nLe 03 août 2020 à 09h55\nCorps\n"
                            "Commentaires (3)\nAbonnez-vousLe 04/08/2020 à "
                            "08h26\nEh « oui »\n\nLe 03/08/2020 à 08h26\n\n"
                            "il y a 3 heures\nLe 4 août 2020, 9 h 05\nfin";

static void a_full_arena_is_a_status(void **state)
{
    const struct reader_options options = fixture_options(FORMAT_PAGE);
    struct buffer out = {.ptr = NULL};
    int status = STATUS_TOO_BIG;

    (void)state;
    for (size_t size = 1; size < 400; size++) {
        struct error err = {.status = STATUS_OK};
        buffer_clear(&out);
        status = fixture_dump(view_of(whole), &options, size, &out, &err);
        assert_true(status == 0 || status == STATUS_TOO_BIG);
    }
    assert_int_equal(status, 0);
    buffer_free(&out);
}

static void broken_pages_do_no_harm(void **state)
{
    static const char bytes[] = "\0\nL(0\r\xE9\xC3 ";
    struct buffer out = {.ptr = NULL};

    (void)state;
    for (size_t at = 0; at < sizeof(whole) - 1; at++)
        for (size_t b = 0; b < sizeof(bytes); b++) {
            const struct reader_options options = {
                .format = FORMAT_AUTO, .now = b & 1 ? NOW : TIME_NONE};
            struct error err = {.status = STATUS_OK};
            const size_t len = b ? sizeof(whole) - 1 : at + 1;
            char *const copy = malloc(sizeof(whole));
            assert_non_null(copy);
            memcpy(copy, whole, sizeof(whole));
            copy[at] = bytes[b];
            buffer_clear(&out);
            fixture_dump((struct view){copy, len}, &options, FIXTURE_ARENA,
                         &out, &err);
            free(copy);
        }
    buffer_free(&out);
}

static void pages_have_ceilings(void **state)
{
    const struct reader_options options = fixture_options(FORMAT_PAGE);
    static const char head[] = "Le 04/08/2020 à 08h26\n";
    struct buffer text = {.ptr = NULL}, out = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    for (size_t i = 0; i < 200001; i++)
        buffer_add_text(&text, head, &err);
    assert_int_equal(
        fixture_dump(buffer_view(&text), &options, FIXTURE_ARENA, &out, &err),
        STATUS_TOO_BIG);
    assert_non_null(strstr(err.message, "200000 comments"));

    error_clear(&err);
    buffer_clear(&text);
    buffer_add_text(&text, head, &err);
    buffer_reserve(&text, PAGE_CEILING, &err);
    memset(text.ptr + text.len, 'x', PAGE_CEILING);
    text.len += PAGE_CEILING;
    assert_int_equal(
        fixture_dump(buffer_view(&text), &options, FIXTURE_ARENA, &out, &err),
        STATUS_TOO_BIG);
    error_clear(&err);
    buffer_clear(&out);
    text.len = strlen(head) + TEXT_CEILING + 1;
    assert_int_equal(
        fixture_dump(buffer_view(&text), &options, FIXTURE_ARENA, &out, &err),
        0);
    assert_string_equal(out.ptr, " !1 comment has 262145 bytes, more than the "
                                 "262144 allowed id=~");
    buffer_free(&text);
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_the_table),
        cmocka_unit_test(the_seed_page_is_read),
        cmocka_unit_test(the_sample_page_is_read),
        cmocka_unit_test(ids_survive_new_comments),
        cmocka_unit_test(relative_dates_count_from_now),
        cmocka_unit_test(a_full_arena_is_a_status),
        cmocka_unit_test(broken_pages_do_no_harm),
        cmocka_unit_test(pages_have_ceilings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
