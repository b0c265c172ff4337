/* Borrowed bytes: the type every stage hands on. */
#ifndef VIGIE_BASE_VIEW_H
#define VIGIE_BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct view { /* borrowed: never freed through it, not NUL-terminated */
    const char *ptr;
    size_t len; /* bytes; 0 with ptr NULL means "absent" */
};

static inline struct view view_of(const char *text)
{
    return (struct view){text, text ? strlen(text) : 0};
}

static inline bool view_equal(struct view a, struct view b)
{
    return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool view_is(struct view a, const char *text)
{
    return view_equal(a, view_of(text));
}

static inline bool view_starts(struct view a, const char *prefix)
{
    const size_t len = strlen(prefix);

    return a.len >= len && memcmp(a.ptr, prefix, len) == 0;
}

/* The bytes from `from` on; empty when `from` is at or past the end. */
static inline struct view view_from(struct view a, size_t from)
{
    if (from < a.len)
        return (struct view){a.ptr + from, a.len - from};
    /* nothing, not even 0, may be added to a NULL pointer */
    return (struct view){a.len ? a.ptr + a.len : a.ptr, 0};
}

static inline struct view view_first(struct view a, size_t len)
{
    return (struct view){a.ptr, len < a.len ? len : a.len};
}

static inline bool is_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without ASCII white space at both ends. */
static inline struct view view_trim(struct view a)
{
    while (a.len && is_ascii_space(a.ptr[0])) {
        a.ptr++;
        a.len--;
    }
    while (a.len && is_ascii_space(a.ptr[a.len - 1]))
        a.len--;
    return a;
}

/* For printf's "%.*s": VIEW_ARG(view) fills both arguments. */
#define VIEW_ARG(v) (int)((v).len < 200 ? (v).len : 200), (v).ptr

#endif
