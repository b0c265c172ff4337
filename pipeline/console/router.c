#include "router.h"

#include <string.h>

static bool fits(const char *pattern, struct view path, struct view *part)
{
    size_t slot = 0;

    while (*pattern) {
        if (pattern[0] != '{') {
            if (!path.len || path.ptr[0] != *pattern)
                return false;
            pattern++;
            path = view_from(path, 1);
            continue;
        }
        const bool last = pattern[2] == '\0';
        const char *slash = last ? NULL : memchr(path.ptr, '/', path.len);
        const size_t len = slash ? (size_t)(slash - path.ptr) : path.len;
        if (!len || slot == PATH_PARTS)
            return false;
        part[slot++] = view_first(path, len);
        path = view_from(path, len);
        pattern += 2;
    }
    return path.len == 0;
}

struct match router_find(const struct route *table, size_t count,
                         enum method method, struct view path)
{
    struct match match = {.route = NULL};

    for (size_t i = 0; i < count; i++) {
        if (!fits(table[i].pattern, path, match.part))
            continue;
        match.path_known = true;
        if (table[i].method == method) {
            match.route = &table[i];
            return match;
        }
    }
    return match;
}
