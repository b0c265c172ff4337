#include "arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Under ASan the arena tells it which bytes are handed out, and leaves a gap
 * behind each allocation of a large arena: what is written past one is then
 * seen, as it is past memory of malloc's. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ARENA_WATCHED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_WATCHED
#endif

#ifdef ARENA_WATCHED
#include <sanitizer/asan_interface.h>
#define FORBID(p, size) ASAN_POISON_MEMORY_REGION(p, size)
#define ALLOW(p, size) ASAN_UNPOISON_MEMORY_REGION(p, size)
#define GAP ((size_t)16)
#define GAP_ARENA ((size_t)1 << 20) /* smaller ones are used to the byte */

static void leave_gap(struct arena *arena)
{
    if (arena->size < GAP_ARENA || arena->size - arena->used < GAP)
        return;
    FORBID(arena->base + arena->used, GAP);
    arena->used += GAP;
}
#else
#define FORBID(p, size) ((void)(p), (void)(size))
#define ALLOW(p, size) ((void)(p), (void)(size))
#define leave_gap(arena) ((void)(arena))
#endif

int arena_open(struct arena *arena, size_t size, struct error *err)
{
    *arena = (struct arena){malloc(size), size, 0};
    if (!arena->base)
        return error_set(err, STATUS_NO_MEMORY, "out of memory (%zu bytes)",
                         size);
    FORBID(arena->base, size);
    return STATUS_OK;
}

void arena_free(struct arena *arena)
{
    if (arena->base)
        ALLOW(arena->base, arena->size);
    free(arena->base);
    *arena = (struct arena){NULL, 0, 0};
}

void arena_reset(struct arena *arena)
{
    FORBID(arena->base, arena->used);
    arena->used = 0;
}

static void *take(struct arena *arena, size_t count, size_t object_size)
{
    const size_t align = alignof(max_align_t);
    const size_t pad = -((uintptr_t)arena->base + arena->used) & (align - 1);
    const size_t room = arena->size - arena->used;
    size_t bytes;

    if (__builtin_mul_overflow(count, object_size, &bytes) || pad > room ||
        bytes > room - pad)
        return NULL;
    void *p = arena->base + arena->used + pad;
    arena->used += pad + bytes;
    ALLOW(p, bytes);
    return p;
}

void *arena_alloc(struct arena *arena, size_t count, size_t object_size)
{
    void *p = take(arena, count, object_size);

    if (p)
        leave_gap(arena);
    return p;
}

void arena_shrink(struct arena *arena, const void *p, size_t bytes)
{
    const size_t start = (size_t)((const unsigned char *)p - arena->base);

    assert(start + bytes <= arena->used);
    arena->used = start + bytes;
}

void *arena_settle(struct arena *arena, const void *array, size_t count,
                   size_t object_size)
{
    /* without a gap: it would lie in the array that is moved */
    void *place = take(arena, count, object_size);

    if (place && count)
        memmove(place, array, count * object_size);
    return place;
}

int arena_copy(struct arena *arena, struct view text, struct view *out,
               struct error *err)
{
    char *copy = arena_alloc(arena, text.len + 1, 1);

    if (!copy)
        return error_set(err, STATUS_TOO_BIG,
                         "%zu bytes do not fit the memory of one batch",
                         text.len);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    *out = (struct view){copy, text.len};
    return STATUS_OK;
}
