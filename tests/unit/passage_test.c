#include "buffer.h"
#include "normalizer.h"
#include "passage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)16 << 20)

/* "11-66 en; 70-90 fr" */
static void show(const struct passage_list *list, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};

    buffer_add(out, "", 0, &err);
    for (size_t i = 0; i < list->count; i++)
        buffer_printf(out, &err, "%s%u-%u %s", i ? "; " : "",
                      list->passage[i].begin, list->passage[i].end,
                      language_code(list->passage[i].language));
}

static void passages_of_the_table(void **state)
{
    static const struct {
        const char *text, *parent, *passages;
    } cases[] = {
        {"",                                                NULL, ""},
        {"Rien n'est cité ici.",                            NULL, ""},
        {"Les « élites » de la ville",                      NULL, ""},
        {"« tout va bien dans le monde » dit-il",           NULL, "2-28 fr"},
        {"Éé : « you are the worst people on earth » pff",  NULL, "7-40 en"},
        {"« tout va bien dans le monde » et « this is what they said to you »",
         NULL, "2-28 fr; 36-65 en"},
        {"> oui non si\nah bon",                            NULL, "0-12 fr"},
        {"le maire a vendu le terrain de la gare, faux",
         "Hier le maire a vendu le terrain de la gare.", "0-38 fr"},
        {"« все люди здесь хорошие » ah",                   NULL, "2-24 other"},
        {"> qwx wqx xqw\nah bon",                           NULL,
         "0-13 unknown"},
    };
    static struct normalizer normalizer;
    static const struct feature_settings settings;
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    size_t wrong = 0;

    (void)state;
    normalizer_open(&normalizer, NULL);
    arena_open(&arena, ARENA_SIZE, &err);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text text, parent;
        struct feature_input in = {.text = &text};
        struct passage_list list;
        struct buffer shown = {.ptr = NULL};
        arena_reset(&arena);
        if (cases[i].parent) {
            in.parent = &parent;
            normalizer_run(&normalizer, view_of(cases[i].parent), &parent,
                           &arena, &err);
        }
        normalizer_run(&normalizer, view_of(cases[i].text), &text, &arena,
                       &err);
        assert_int_equal(passage_find(&settings, &in, &list, &arena, &err),
                         STATUS_OK);
        show(&list, &shown);
        if (strcmp(shown.ptr, cases[i].passages) != 0) {
            print_error("'%s': %s, not %s\n", cases[i].text, shown.ptr,
                        cases[i].passages);
            wrong++;
        }
        buffer_free(&shown);
    }
    arena_free(&arena);
    assert_int_equal(wrong, 0);
}

static void an_arena_that_is_full_is_said(void **state)
{
    static struct normalizer normalizer;
    static const struct feature_settings settings;
    struct error err = {.status = STATUS_OK};
    struct arena arena, small;
    struct text text;
    const struct feature_input in = {.text = &text};
    struct passage_list list;

    (void)state;
    normalizer_open(&normalizer, NULL);
    arena_open(&arena, ARENA_SIZE, &err);
    arena_open(&small, 64, &err);
    normalizer_run(&normalizer, view_of("« tout va bien dans le monde »"),
                   &text, &arena, &err);
    assert_int_equal(passage_find(&settings, &in, &list, &small, &err),
                     STATUS_TOO_BIG);
    arena_free(&small);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passages_of_the_table),
        cmocka_unit_test(an_arena_that_is_full_is_said),
    };
    return cmocka_run_group_tests_name("passage", tests, NULL, NULL);
}
