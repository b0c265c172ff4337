#include "model_fixture.h"
#include "recent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct comment comment_of(const char *discussion, const char *id,
                                 struct view text)
{
    return (struct comment){
        .discussion = view_of(discussion), .id = view_of(id), .text = text};
}

static int open_recent(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct recent *recent;

    if (recent_open(&recent, &err) < 0)
        return -1;
    *state = recent;
    return 0;
}

static int close_recent(void **state)
{
    recent_free(*state);
    recent_free(NULL);
    return 0;
}

static void expect(const struct recent *r, const char *discussion,
                   const char *id, const char *text)
{
    const struct view found = recent_find(r, view_of(discussion), view_of(id));

    if (!text)
        assert_null(found.ptr);
    else if (!found.ptr || !view_is(found, text))
        fail_msg("%s/%s: '%.*s'", discussion, id, VIEW_ARG(found));
}

static void discussion_and_id_are_both_asked(void **state)
{
    struct recent *r = *state;
    const char *const names[][3] = {
        {"d1", "1",  "one"        },
        {"d2", "1",  "another one"},
        {"d1", "2",  "two"        },
        {"",   "1",  "nowhere"    },
        {"d",  "11", "glued"      },
        {"d1", "",   "no id"      },
    };

    expect(r, "d1", "1", NULL);
    for (size_t i = 0; i < 6; i++) {
        const struct comment c =
            comment_of(names[i][0], names[i][1], view_of(names[i][2]));
        recent_add(r, &c);
    }
    for (size_t i = 0; i < 6; i++)
        expect(r, names[i][0], names[i][1], names[i][2]);
    expect(r, "d2", "2", NULL);
    expect(r, "d11", "", NULL);
}

static void copy_outlives_the_comment(void **state)
{
    struct recent *r = *state;
    char text[] = "premier";
    const struct comment c = comment_of("d", "1", view_of(text));

    recent_add(r, &c);
    memset(text, 'x', strlen(text));
    expect(r, "d", "1", "premier");
}

static void empty_text_is_there(void **state)
{
    struct recent *r = *state;
    const struct comment c = comment_of("d", "1", (struct view){"", 0});

    recent_add(r, &c);
    expect(r, "d", "1", "");
}

static void latest_of_an_id_counts(void **state)
{
    struct recent *r = *state;
    const struct comment first = comment_of("d", "1", view_of("old"));
    const struct comment second = comment_of("d", "1", view_of("new"));

    recent_add(r, &first);
    recent_add(r, &second);
    expect(r, "d", "1", "new");
}

static void oldest_go_by_count(void **state)
{
    struct recent *r = *state;
    char id[32];

    for (size_t i = 0; i < RECENT_COMMENTS * 3; i++) {
        snprintf(id, sizeof(id), "%zu", i);
        const struct comment c = comment_of("d", id, view_of(id));
        recent_add(r, &c);
        expect(r, "d", id, id);
        if (i < RECENT_COMMENTS)
            continue;
        snprintf(id, sizeof(id), "%zu", i - RECENT_COMMENTS);
        expect(r, "d", id, NULL);
        snprintf(id, sizeof(id), "%zu", i - RECENT_COMMENTS + 1);
        expect(r, "d", id, id);
    }
}

static void too_long_is_not_kept(void **state)
{
    struct recent *r = *state;
    const size_t ceiling = RECENT_BYTES / 16;
    char *text = malloc(ceiling + 1);

    memset(text, 'x', ceiling + 1);
    const struct comment fits =
        comment_of("", "1", (struct view){text, ceiling - 1});
    const struct comment longer =
        comment_of("", "2", (struct view){text, ceiling});
    recent_add(r, &fits);
    recent_add(r, &longer);
    assert_int_equal(recent_find(r, view_of(""), view_of("1")).len,
                     ceiling - 1);
    expect(r, "", "2", NULL);
    free(text);
}

/* ---- against a plain model ------------------------------------------------
 */

#define ADDED 30000

struct plain {
    uint32_t id;
    size_t bytes; /* of everything kept of it */
    char mark;    /* its text is that many of this letter */
    size_t len;
};

/* What was added must be found while it is among the latest, must be gone
 * once the bounds are exceeded, and is never anything but the latest. */
static void check_id(const struct recent *r, const struct plain *added,
                     size_t count, uint32_t id)
{
    size_t bytes = 0, at = count;
    char name[16];

    snprintf(name, sizeof(name), "%u", id);
    const struct view found = recent_find(r, view_of("d"), view_of(name));
    while (at > 0 && added[at - 1].id != id)
        bytes += added[--at].bytes;
    if (!at) {
        assert_null(found.ptr);
        return;
    }
    const struct plain *latest = &added[at - 1];
    const size_t younger = count - at;
    bytes += latest->bytes;
    if (younger < RECENT_COMMENTS && bytes + RECENT_BYTES / 16 <= RECENT_BYTES)
        assert_non_null(found.ptr);
    if (younger >= RECENT_COMMENTS || bytes > RECENT_BYTES)
        assert_null(found.ptr);
    if (!found.ptr)
        return;
    assert_int_equal(found.len, latest->len);
    for (size_t i = 0; i < found.len; i++)
        if (found.ptr[i] != latest->mark)
            fail_msg("id %u: another text", id);
}

static void random_as_the_plain_model(void **state)
{
    struct recent *r = *state;
    struct plain *added = malloc(ADDED * sizeof(*added));
    char *text = malloc(RECENT_BYTES / 16);
    uint64_t seed = 99;

    for (size_t i = 0; i < ADDED; i++) {
        const uint64_t n = fixture_random(&seed);
        char name[16];
        const size_t longest = i / 3000 % 3 == 0   ? 200
                               : i / 3000 % 3 == 1 ? 5000
                                                   : RECENT_BYTES / 17;
        struct plain *p = &added[i];
        *p = (struct plain){.id = (uint32_t)(n % 9000),
                            .mark = (char)('a' + n / 9000 % 26),
                            .len = (n >> 32) % longest};
        snprintf(name, sizeof(name), "%u", p->id);
        memset(text, p->mark, p->len);
        p->bytes = p->len + 1 + strlen(name);
        const struct comment c =
            comment_of("d", name, (struct view){text, p->len});
        recent_add(r, &c);
        check_id(r, added, i + 1, p->id);
        check_id(r, added, i + 1, (uint32_t)(fixture_random(&seed) % 9000));
        if (i > 0)
            check_id(
                r, added, i + 1,
                added[i - fixture_random(&seed) % (i < 5000 ? i : 5000)].id);
    }
    free(added);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(discussion_and_id_are_both_asked,
                                        open_recent, close_recent),
        cmocka_unit_test_setup_teardown(copy_outlives_the_comment, open_recent,
                                        close_recent),
        cmocka_unit_test_setup_teardown(empty_text_is_there, open_recent,
                                        close_recent),
        cmocka_unit_test_setup_teardown(latest_of_an_id_counts, open_recent,
                                        close_recent),
        cmocka_unit_test_setup_teardown(oldest_go_by_count, open_recent,
                                        close_recent),
        cmocka_unit_test_setup_teardown(too_long_is_not_kept, open_recent,
                                        close_recent),
        cmocka_unit_test_setup_teardown(random_as_the_plain_model, open_recent,
                                        close_recent),
    };

    return cmocka_run_group_tests_name("recent", tests, NULL, NULL);
}
