#include "fold.h"

#include "utf8.h"

#include <utf8proc.h>

/* Without one of COMPOSE and DECOMPOSE utf8proc only folds case. */
#define DECOMPOSE_OPTIONS                                                      \
    (UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |                  \
     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

#define SOURCE_CEILING 32 /* code points of the original in one cluster: one
                           * may fold to 18 (U+FDFA) but a cluster holds at
                           * most one of those, and marks fold to 3        */

/* Decomposes, orders, composes `count` code points; the count of the result. */
static size_t fold_some(const uint32_t *from, size_t count, int32_t *out)
{
    size_t put = 0;
    int boundary = 0;

    for (size_t i = 0; i < count; i++) {
        const utf8proc_ssize_t got = utf8proc_decompose_char(
            (utf8proc_int32_t)from[i], out + put,
            (utf8proc_ssize_t)(FOLD_CLUSTER_CEILING - put), DECOMPOSE_OPTIONS,
            &boundary);
        if (got > 0 && (size_t)got <= FOLD_CLUSTER_CEILING - put)
            put += (size_t)got;
    }
    for (size_t i = 1; i < put; i++) { /* canonical order, stable */
        const int32_t c = out[i];
        const int rank = utf8proc_get_property(c)->combining_class;
        size_t j = i;
        if (!rank)
            continue;
        while (j && utf8proc_get_property(out[j - 1])->combining_class > rank) {
            out[j] = out[j - 1];
            j--;
        }
        out[j] = c;
    }
    const utf8proc_ssize_t composed = utf8proc_normalize_utf32(
        out, (utf8proc_ssize_t)put, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return composed < 0 ? 0 : (size_t)composed;
}

struct fold_entry fold_classify(uint32_t c)
{
    const utf8proc_category_t category = utf8proc_category((int32_t)c);

    return (struct fold_entry){
        .folded = 0,
        .letter = category >= UTF8PROC_CATEGORY_LU &&
                  category <= UTF8PROC_CATEGORY_LO,
        .upper = category == UTF8PROC_CATEGORY_LU,
    };
}

void fold_open(struct folder *self)
{
    for (uint32_t c = 0; c < FOLD_TABLE_SIZE; c++) {
        int32_t out[FOLD_CLUSTER_CEILING];
        const size_t count = fold_some(&c, 1, out);
        self->table[c] = fold_classify(c);
        self->table[c].folded = count == 1 ? (uint16_t)out[0] : 0;
    }
    language_open(&self->language);
}

/* Jamo that fold to a vowel or a final: they compose with what stands before
 * them, also where the compatibility forms make a grapheme break. */
static bool is_jamo(uint32_t c)
{
    return (c >= 0x1161 && c <= 0x11C2) || (c >= 0x3131 && c <= 0x318E) ||
           (c >= 0xFFA1 && c <= 0xFFDC);
}

/* True when `c` can never change what stands before it: nothing below
 * U+0300 combines, and but for jamo no composition crosses a grapheme break
 * (tried for all pairs of code points, Unicode 15). */
static bool starts_cluster(uint32_t before, uint32_t c, int32_t *state)
{
    if (c < 0x300)
        return true;
    return utf8proc_grapheme_break_stateful((int32_t)before, (int32_t)c,
                                            state) &&
           !(before >= 0x1100 && is_jamo(c));
}

static bool is_ignorable(uint32_t c)
{
    return (c == 0xAD || c >= 0x300) &&
           utf8proc_get_property((int32_t)c)->ignorable;
}

/* Folding removes ignorable code points, so what combines may stand behind
 * some.  Returns that code point and the byte behind it; 0 for none. */
static uint32_t look_behind_ignorable(struct view text, size_t at,
                                      uint32_t before, size_t *next)
{
    uint32_t c = 0;
    size_t skipped = 0;

    for (; at < text.len && skipped < SOURCE_CEILING; skipped++) {
        c = utf8_decode(text.ptr, at, &at);
        if (!is_ignorable(c))
            break;
    }
    int32_t state = 0;
    if (!skipped || is_ignorable(c) ||
        starts_cluster(before < 0x1100 ? 'a' : before, c, &state))
        return 0;
    *next = at;
    return c;
}

size_t fold_any_cluster(struct view text, size_t at, int32_t *out, size_t *next)
{
    uint32_t cluster[SOURCE_CEILING];
    size_t count = 0;
    int32_t state = 0;

    cluster[count++] = utf8_decode(text.ptr, at, next);
    while (*next < text.len && count < SOURCE_CEILING) {
        const uint32_t before = cluster[count - 1];
        size_t behind;
        uint32_t c = utf8_decode(text.ptr, *next, &behind);
        if (starts_cluster(before, c, &state)) {
            c = is_ignorable(c)
                    ? look_behind_ignorable(text, *next, before, &behind)
                    : 0;
            if (!c)
                break;
            state = 0;
        }
        cluster[count++] = c;
        *next = behind;
    }
    return fold_some(cluster, count, out);
}
