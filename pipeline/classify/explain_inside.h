/* What explain.c finds and explain_weigh.c weighs; private to them. */
#ifndef VIGIE_CLASSIFY_EXPLAIN_INSIDE_H
#define VIGIE_CLASSIFY_EXPLAIN_INSIDE_H

#include "explain.h"
#include "imply.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A range of the text, or the cue that has none. */
struct place {
    uint32_t begin, end; /* code points of the original, see reason */
    const char *cue;
};

/* One occurrence of a feature; or the character n-grams of a token. */
struct entry {
    uint32_t feature;
    uint32_t place; /* index of its place */
    const struct token_sum *token; /* NULL: the feature */
    double scale;   /* factor of its block / occurrences of the feature */
};

struct explanation {
    const struct model *model;
    size_t count;
    struct entry *entry; /* [count] in order of blocks and text */
    size_t places;
    struct place *place; /* [places] in order of the text, all different */
    struct tone_origin origin[WEIGHT_LANES];
};

/* Order of two cues' names; NULL, a place of words, comes first. */
static inline int explain_by_cue(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return a == b ? 0 : strcmp(a, b);
}

#endif
