/* Unicode folding: NFKC and full case folding, default ignorables removed
 * (Unicode 15 section 3.13, toNFKC_Casefold), one cluster at a time.
 *
 * The work is utf8proc's; a table made of its answers serves the code points
 * of Latin text without calling it. */
#ifndef VIGIE_NORMALIZE_FOLD_H
#define VIGIE_NORMALIZE_FOLD_H

#include "language.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOLD_TABLE_SIZE 0x250    /* Basic Latin to Latin Extended-B        */
#define FOLD_CLUSTER_CEILING 128 /* code points one cluster may fold to   */

struct fold_entry {
    uint16_t folded; /* the one code point; 0: none or several, ask utf8proc */
    bool letter, upper;
};

/* The tables of this stage; constant after fold_open. */
struct folder {
    struct fold_entry table[FOLD_TABLE_SIZE];
    struct language_index language;
};

void fold_open(struct folder *self);

/* What the two calls below do where the table does not know. */
size_t fold_any_cluster(struct view text, size_t at, int32_t *out,
                        size_t *next);
struct fold_entry fold_classify(uint32_t code_point);

/* The entry of the code point at byte `at` when it is a cluster of its own
 * that folds to one code point; NULL otherwise.  Below U+0300 nothing
 * combines, and of that only the soft hyphen (first byte C2) may hide what
 * does. */
static inline const struct fold_entry *
fold_alone(const struct folder *self, struct view text, size_t at, size_t *next)
{
    const unsigned char *p = (const unsigned char *)text.ptr + at;
    const size_t len = p[0] < 0x80 ? 1 : 2;

    if (p[0] >= 0xC9) /* U+0240 and above */
        return NULL;
    if (at + len < text.len && p[len] >= 0x80 &&
        (p[len] == 0xC2 || p[len] >= 0xCC))
        return NULL;
    const struct fold_entry *e =
        &self->table[len == 1 ? p[0]
                              : (unsigned)(p[0] & 0x1F) << 6 | (p[1] & 0x3F)];
    *next = at + len;
    return e->folded ? e : NULL;
}

/* Folds the cluster at byte `at`: a code point and all that combines with it,
 * so that clusters folded apart are the text folded whole.  A cluster of more
 * than 32 code points is cut there and goes on in the next call.
 *
 * text   valid UTF-8, at < text.len
 * out    [FOLD_CLUSTER_CEILING]
 * next   byte behind the cluster
 * Returns how many code points stand in out: 0 when all were ignorable. */
static inline size_t fold_cluster(const struct folder *self, struct view text,
                                  size_t at, int32_t *out, size_t *next)
{
    const struct fold_entry *e = fold_alone(self, text, at, next);

    if (!e)
        return fold_any_cluster(text, at, out, next);
    out[0] = e->folded;
    return 1;
}

/* Of the original code point, for the share of capitals. */
static inline bool fold_is_letter(const struct folder *self, uint32_t c)
{
    return c < FOLD_TABLE_SIZE ? self->table[c].letter
                               : fold_classify(c).letter;
}

static inline bool fold_is_upper(const struct folder *self, uint32_t c)
{
    return c < FOLD_TABLE_SIZE ? self->table[c].upper : fold_classify(c).upper;
}

#endif
