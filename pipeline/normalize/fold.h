/* Unicode folding: NFKC and full case folding, default ignorables removed
 * (Unicode 15 section 3.13, toNFKC_Casefold), one cluster at a time.
 *
 * The work is utf8proc's; a table made of its answers serves the code points
 * of Latin text without calling it. */
#ifndef VIGIE_NORMALIZE_FOLD_H
#define VIGIE_NORMALIZE_FOLD_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOLD_TABLE_SIZE 0x250  /* Basic Latin to Latin Extended-B        */
#define FOLD_CLUSTER_CEILING 128 /* code points one cluster may fold to   */

struct fold_entry {
    uint16_t folded; /* the one code point; 0: none or several, ask utf8proc */
    bool letter, upper;
};

struct folder {
    struct fold_entry table[FOLD_TABLE_SIZE]; /* constant after fold_open */
};

void fold_open(struct folder *self);

/* Folds the cluster at byte `at`: a code point and all that combines with it,
 * so that clusters folded apart are the text folded whole.  A cluster of more
 * than 32 code points is cut there and goes on in the next call.
 *
 * text   valid UTF-8, at < text.len
 * out    [FOLD_CLUSTER_CEILING]
 * next   byte behind the cluster
 * Returns how many code points stand in out: 0 when all were ignorable. */
size_t fold_cluster(const struct folder *self, struct view text, size_t at,
                    int32_t *out, size_t *next);

/* Of the original code point, for the share of capitals. */
bool fold_is_letter(const struct folder *self, uint32_t code_point);
bool fold_is_upper(const struct folder *self, uint32_t code_point);

#endif
