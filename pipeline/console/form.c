#include "form.h"

#include "utf8.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct view decode(struct view coded, struct arena *arena)
{
    char *out = arena_alloc(arena, coded.len + 1, 1);
    size_t len = 0;

    if (!out)
        return (struct view){NULL, 0};
    for (size_t i = 0; i < coded.len; i++) {
        const int high = i + 2 < coded.len ? hex(coded.ptr[i + 1]) : -1;
        const int low = i + 2 < coded.len ? hex(coded.ptr[i + 2]) : -1;
        if (coded.ptr[i] == '%' && high >= 0 && low >= 0) {
            out[len++] = (char)(high << 4 | low);
            i += 2;
        } else {
            out[len++] = (char)(coded.ptr[i] == '+' ? ' ' : coded.ptr[i]);
        }
    }
    out[len] = '\0';
    const struct view text = {out, len};
    if (utf8_check(text) != UTF8_VALID || (len && memchr(out, '\0', len)))
        return (struct view){NULL, 0};
    return text;
}

struct view form_find(struct view body, const char *name, size_t n,
                      struct arena *arena)
{
    while (body.len) {
        const char *end = memchr(body.ptr, '&', body.len);
        const size_t len = end ? (size_t)(end - body.ptr) : body.len;
        const struct view pair = view_first(body, len);
        const char *sign = memchr(pair.ptr, '=', len);
        const size_t key = sign ? (size_t)(sign - pair.ptr) : len;
        body = view_from(body, len + 1);
        if (view_is(view_first(pair, key), name) && n-- == 0)
            return decode(view_from(pair, key + 1), arena);
    }
    return (struct view){NULL, 0};
}
