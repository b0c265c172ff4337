/* Scratch memory with one owner and one reset: one arena a comment or batch. */
#ifndef VIGIE_BASE_ARENA_H
#define VIGIE_BASE_ARENA_H

#include "error.h"
#include "view.h"

#include <stddef.h>

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

/* `count` objects of `object_size` bytes, uninitialised, aligned for any
 * type.  NULL when they do not fit; the arena is then unchanged. */
void *arena_alloc(struct arena *arena, size_t count, size_t object_size)
    __attribute__((warn_unused_result));

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
