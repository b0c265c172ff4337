/* Scratch memory with one owner and one reset: one arena a comment or batch. */
#ifndef VIGIE_BASE_ARENA_H
#define VIGIE_BASE_ARENA_H

#include "error.h"
#include "view.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
    unsigned char *base;
    size_t size; /* bytes; the ceiling, allocations past it fail */
    size_t used; /* bytes */
};

/* `size` bytes, reserved at once; untouched pages cost no memory.
 * Returns STATUS_OK or STATUS_NO_MEMORY. */
int arena_open(struct arena *arena, size_t size, struct error *err);

/* Accepts an arena of zeroes. */
void arena_free(struct arena *arena);

/* Forgets every allocation; pointers into the arena are dead. */
void arena_reset(struct arena *arena);

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
void arena_allow(void *p, size_t bytes);
void arena_leave_gap(struct arena *arena);
#else
#define arena_allow(p, bytes) ((void)0)
#define arena_leave_gap(arena) ((void)0)
#endif

/* An allocation without a gap behind it. */
__attribute__((warn_unused_result)) static inline void *
arena_take(struct arena *arena, size_t count, size_t object_size)
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
    arena_allow(p, bytes);
    return p;
}

/* `count` objects of `object_size` bytes, uninitialised, aligned for any
 * type.  NULL when they do not fit; the arena is then unchanged. */
__attribute__((warn_unused_result)) static inline void *
arena_alloc(struct arena *arena, size_t count, size_t object_size)
{
    void *p = arena_take(arena, count, object_size);

    if (p)
        arena_leave_gap(arena);
    return p;
}

/* Gives the unused end of the last allocation back: `p` came last from
 * arena_alloc and keeps its first `bytes` bytes. */
void arena_shrink(struct arena *arena, const void *p, size_t bytes);

/* Moves an array of the arena that lies at or behind its used end down to
 * that end: after arena_shrink of an earlier one, so that results close up
 * and scratch between and behind them is given back.  NULL when it does not
 * fit, which cannot happen for an array that lay there. */
void *arena_settle(struct arena *arena, const void *array, size_t count,
                   size_t object_size);

/* A copy of `text` in the arena, NUL-terminated behind its len bytes.
 * Returns STATUS_OK or STATUS_TOO_BIG; *out untouched on failure. */
int arena_copy(struct arena *arena, struct view text, struct view *out,
               struct error *err);

#endif
