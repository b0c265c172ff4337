/* arena.h and buffer.h */
#include "arena.h"
#include "buffer.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void arena_aligns_for_any_type(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    assert_int_equal(arena_open(&arena, 4096, &err), STATUS_OK);
    for (size_t size = 1; size < 40; size++) {
        unsigned char *p = arena_alloc(&arena, 1, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        memset(p, 0xAA, size);
    }
    arena_free(&arena);
    arena_free(&arena); /* zeroes now: accepted */
}

static void full_arena_stays_as_it_was(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, 100, &err);
    assert_non_null(arena_alloc(&arena, 3, 20));
    const size_t used = arena.used;
    assert_null(arena_alloc(&arena, 1, 101));
    assert_null(arena_alloc(&arena, 3, 20));
    assert_null(arena_alloc(&arena, SIZE_MAX, 2));
    assert_null(arena_alloc(&arena, SIZE_MAX / 16 + 1, 16));
    assert_null(arena_alloc(&arena, 2, SIZE_MAX));
    assert_int_equal(arena.used, used);
    assert_non_null(arena_alloc(&arena, 0, 8));
    arena_reset(&arena);
    char *all = arena_alloc(&arena, 100, 1);
    assert_non_null(all);
    memset(all, 1, 100);
    assert_null(arena_alloc(&arena, 1, 1));
    arena_free(&arena);
}

static void shrunk_end_is_used_again(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct arena arena;

    (void)state;
    arena_open(&arena, 256, &err);
    char *p = arena_alloc(&arena, 256, 1);
    memset(p, 7, 256);
    arena_shrink(&arena, p, 16);
    char *q = arena_alloc(&arena, 240, 1);
    assert_ptr_equal(q, p + 16);
    memset(q, 8, 240);
    assert_int_equal(p[15], 7);
    arena_shrink(&arena, q, 0);
    assert_int_equal(arena.used, 16);
    arena_free(&arena);
}

static void arena_copies_with_a_nul(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct arena arena;
    struct view copy = {NULL, 77};

    (void)state;
    arena_open(&arena, 32, &err);
    assert_int_equal(arena_copy(&arena, view_of("abc"), &copy, &err),
                     STATUS_OK);
    assert_string_equal(copy.ptr, "abc");
    assert_int_equal(copy.len, 3);
    assert_int_equal(arena_copy(&arena, (struct view){NULL, 0}, &copy, &err),
                     STATUS_OK);
    assert_non_null(copy.ptr);
    assert_string_equal(copy.ptr, "");
    const struct view before = copy;
    assert_int_equal(
        arena_copy(&arena, view_of("0123456789abcdef"), &copy, &err),
        STATUS_TOO_BIG);
    assert_memory_equal(&before, &copy, sizeof(copy));
    arena_free(&arena);
}

static void buffer_grows_up_to_its_ceiling(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer b = {.ceiling = 1000};

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        const char c = (char)('a' + i % 26);
        assert_int_equal(buffer_add(&b, &c, 1, &err), STATUS_OK);
        assert_int_equal(b.ptr[b.len], 0);
    }
    assert_int_equal(buffer_add(&b, "x", 1, &err), STATUS_TOO_BIG);
    error_clear(&err);
    assert_int_equal(buffer_printf(&b, &err, "%d", 7), STATUS_TOO_BIG);
    error_clear(&err);
    assert_int_equal(buffer_reserve(&b, SIZE_MAX, &err), STATUS_TOO_BIG);
    assert_int_equal(b.len, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(b.ptr[i], 'a' + i % 26);
    assert_int_equal(buffer_add(&b, "", 0, &err), STATUS_OK);
    buffer_free(&b);
    assert_null(b.ptr);
    assert_int_equal(b.ceiling, 1000);
}

static void buffer_drops_clears_prints(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer b = {.ptr = NULL};

    (void)state;
    buffer_clear(&b);
    buffer_drop(&b, 0);
    assert_int_equal(buffer_printf(&b, &err, "%s-%03d", "ab", 7), STATUS_OK);
    assert_string_equal(b.ptr, "ab-007");
    buffer_drop(&b, 3);
    assert_string_equal(b.ptr, "007");
    assert_int_equal(b.len, 3);
    buffer_add_view(&b, view_of("x"), &err);
    buffer_add_text(&b, "yz", &err);
    assert_string_equal(b.ptr, "007xyz");
    buffer_drop(&b, 6);
    assert_string_equal(b.ptr, "");
    const size_t size = b.size;
    buffer_add_text(&b, "again", &err);
    buffer_clear(&b);
    assert_int_equal(b.len, 0);
    assert_int_equal(b.size, size);
    assert_int_equal(err.status, STATUS_OK);
    buffer_free(&b);
}

static void unlimited_buffer_refuses_the_absurd(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer b = {.ptr = NULL};

    (void)state;
    assert_int_equal(buffer_add(&b, "ab", 2, &err), STATUS_OK);
    assert_int_equal(buffer_reserve(&b, SIZE_MAX - 1, &err), STATUS_TOO_BIG);
    assert_string_equal(b.ptr, "ab");
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_aligns_for_any_type),
        cmocka_unit_test(full_arena_stays_as_it_was),
        cmocka_unit_test(shrunk_end_is_used_again),
        cmocka_unit_test(arena_copies_with_a_nul),
        cmocka_unit_test(buffer_grows_up_to_its_ceiling),
        cmocka_unit_test(buffer_drops_clears_prints),
        cmocka_unit_test(unlimited_buffer_refuses_the_absurd),
    };

    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
