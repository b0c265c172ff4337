#include "arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef ARENA_WATCHED
#include <sanitizer/asan_interface.h>
#define FORBID(p, size) ASAN_POISON_MEMORY_REGION(p, size)
#define ALLOW(p, size) ASAN_UNPOISON_MEMORY_REGION(p, size)
#define GAP ((size_t)16)
#define GAP_ARENA ((size_t)1 << 20) /* smaller ones are used to the byte */

void arena_allow(void *p, size_t bytes)
{
    ALLOW(p, bytes);
}

void arena_leave_gap(struct arena *arena)
{
    if (arena->size < GAP_ARENA || arena->size - arena->used < GAP)
        return;
    FORBID(arena->base + arena->used, GAP);
    arena->used += GAP;
}
#else
#define FORBID(p, size) ((void)(p), (void)(size))
#define ALLOW(p, size) ((void)(p), (void)(size))
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
    void *place = arena_take(arena, count, object_size);

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
