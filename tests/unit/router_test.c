#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form.h"
#include "listen.h"
#include "login.h"
#include "router.h"
#include "routes.h"
#include "sender.h"

#include <string.h>

static const struct route table[] = {
    {METHOD_GET,  "/",               ACCESS_OPEN, ROLE_NONE, 0, 0, NULL},
    {METHOD_GET,  "/v1/comments/{}", ACCESS_OPEN, ROLE_NONE, 0, 0, NULL},
    {METHOD_POST, "/v1/comments",    ACCESS_OPEN, ROLE_NONE, 0, 9, NULL},
    {METHOD_GET,  "/a/{}/b/{}",      ACCESS_OPEN, ROLE_NONE, 0, 0, NULL},
};

static void test_find(void **state)
{
    static const struct {
        const char *path;
        enum method method;
        int row; /* -1 none, -2 another method */
        const char *first, *second;
    } cases[] = {
        {"/",                  METHOD_GET,  0,  NULL,    NULL },
        {"",                   METHOD_GET,  -1, NULL,    NULL },
        {"//",                 METHOD_GET,  -1, NULL,    NULL },
        {"/v1/comments",       METHOD_POST, 2,  NULL,    NULL },
        {"/v1/comments",       METHOD_GET,  -2, NULL,    NULL },
        {"/v1/comments/",      METHOD_GET,  -1, NULL,    NULL },
        {"/v1/comments/c17",   METHOD_GET,  1,  "c17",   NULL },
        {"/v1/comments/a/b#3", METHOD_GET,  1,  "a/b#3", NULL },
        {"/v1/comments/c17",   METHOD_POST, -2, NULL,    NULL },
        {"/v1/comments/c17",   METHODS,     -2, NULL,    NULL },
        {"/a/x/b/y/z",         METHOD_GET,  3,  "x",     "y/z"},
        {"/a//b/y",            METHOD_GET,  -1, NULL,    NULL },
        {"/v1/commentsx",      METHOD_POST, -1, NULL,    NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct match match =
            router_find(table, 4, cases[i].method, view_of(cases[i].path));
        const int row = match.route        ? (int)(match.route - table)
                        : match.path_known ? -2
                                           : -1;
        if (row != cases[i].row)
            fail_msg("%s: row %d", cases[i].path, row);
        if (cases[i].first)
            assert_true(view_is(match.part[0], cases[i].first));
        if (cases[i].second)
            assert_true(view_is(match.part[1], cases[i].second));
    }
}

/* What the table promises of itself: no GET takes a body, none writes; every
 * POST asks for something, but for the two that the reasons name. */
static void test_table(void **state)
{
    size_t count;
    const struct route *all = routes_all(&count);

    (void)state;
    assert_true(count > 30);
    for (size_t i = 0; i < count; i++) {
        const bool open = all[i].access == ACCESS_OPEN;
        assert_non_null(all[i].answer);
        assert_int_equal(all[i].body_ceiling == 0, all[i].method == METHOD_GET);
        assert_int_equal(all[i].access == ACCESS_SESSION, all[i].role != 0);
        if (all[i].access == ACCESS_TOKEN)
            assert_int_not_equal(all[i].scope, 0);
        if (open && all[i].method == METHOD_POST) /* its calls show tokens;
                                                   * it sets cookies alone */
            assert_true(strcmp(all[i].pattern, "/batch") == 0 ||
                        strcmp(all[i].pattern, "/preferences") == 0);
        for (size_t k = 0; k < i; k++)
            assert_false(all[k].method == all[i].method &&
                         strcmp(all[k].pattern, all[i].pattern) == 0);
    }
}

static void test_form(void **state)
{
    static const char body[] = "a=1&b=x%20y+z&a=2&c=%C3%A9&d=%FF&e&f=%00&=g&"
                               "tones=%zz";
    static const struct {
        const char *name;
        size_t n;
        const char *value; /* NULL: absent */
    } cases[] = {
        {"a",     0, "1"    },
        {"a",     1, "2"    },
        {"a",     2, NULL   },
        {"b",     0, "x y z"},
        {"c",     0, "é"   },
        {"d",     0, NULL   },
        {"e",     0, ""     },
        {"f",     0, NULL   },
        {"g",     0, NULL   },
        {"tones", 0, "%zz"  },
    };
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    assert_int_equal(arena_open(&arena, 1024, &err), STATUS_OK);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct view value =
            form_find(view_of(body), cases[i].name, cases[i].n, &arena);
        assert_int_equal(value.ptr == NULL, cases[i].value == NULL);
        if (cases[i].value && !view_is(value, cases[i].value))
            fail_msg("%s: %.*s", cases[i].name, VIEW_ARG(value));
    }
    arena_free(&arena);
}

static void test_listen(void **state)
{
    static const struct {
        const char *text;
        const char *name; /* NULL: refused */
    } cases[] = {
        {"127.0.0.1:8470",  "http://127.0.0.1:8470"},
        {"[::1]:8470",      "http://[::1]:8470"    },
        {"0.0.0.0:0",       "http://0.0.0.0:0"     },
        {"127.0.0.1",       NULL                   },
        {":8470",           NULL                   },
        {"127.0.0.1:",      NULL                   },
        {"127.0.0.1:70000", NULL                   },
        {"127.0.0.1:-1",    NULL                   },
        {"localhost:8470",  NULL                   },
        {"127.0.0.1:84x",   NULL                   },
        {"",                NULL                   },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct listen_at at;
        char name[LISTEN_NAME_SIZE];
        const int status = listen_parse(cases[i].text, &at, &err);
        assert_int_equal(status, cases[i].name ? STATUS_OK : STATUS_USAGE);
        if (!cases[i].name)
            continue;
        listen_name(&at, false, at.port, name);
        assert_string_equal(name, cases[i].name);
    }
}

static void test_pauses(void **state)
{
    (void)state;
    assert_int_equal(login_pause(0), 0);
    assert_int_equal(login_pause(4), 0);
    assert_int_equal(login_pause(5), 2);
    assert_int_equal(login_pause(6), 4);
    assert_int_equal(login_pause(1000), 900);
    assert_int_equal(sender_pause(0), 10);
    assert_int_equal(sender_pause(1), 20);
    assert_int_equal(sender_pause(50), 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),   cmocka_unit_test(test_table),
        cmocka_unit_test(test_form),   cmocka_unit_test(test_listen),
        cmocka_unit_test(test_pauses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
