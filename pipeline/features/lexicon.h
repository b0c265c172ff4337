/* Phrases of the lexicon found in a text: hits are features, no verdicts.
 *
 * A tree over words in an open-addressing table of edges; read where it lies,
 * be it in a model file read whole or in memory during training. */
#ifndef VIGIE_FEATURES_LEXICON_H
#define VIGIE_FEATURES_LEXICON_H

#include "arena.h"
#include "error.h"
#include "hash.h"
#include "hash_filter.h"
#include "token.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEXICON_CLASSES_CEILING 256
#define LEXICON_NODES_CEILING (1u << 22)
#define LEXICON_NODE_CLASSES 2 /* a phrase may stand in two files */

struct lexicon_edge {
    uint32_t fingerprint; /* upper half of the hash of node and word      */
    uint32_t node;        /* it leads to; 0 in an empty slot              */
};

struct lexicon_node {
    uint8_t class[LEXICON_NODE_CLASSES]; /* + 1 of a phrase that ends here; 0 */
    uint16_t wildcard;    /* 1: an edge for any one word leaves it        */
};

struct lexicon_class {
    char name[32]; /* "insults/strong", NUL-terminated; '?' at its end: the
                    * phrase has an innocent sense, too                   */
};

/*  S  slots, a power of two, one at least empty
 *  N  nodes, the first is the root
 *  K  classes */
struct lexicon {
    const struct lexicon_edge *edge; /* [S]; NULL: no phrase             */
    uint32_t edge_bits;
    const struct lexicon_node *node; /* [N] */
    uint32_t node_count;
    const struct lexicon_class *class; /* [K] */
    uint32_t class_count;
    struct hash_filter filter; /* of the edges; of zeroes until it is opened */
};

struct lexicon_hit {
    uint32_t class;
    uint32_t first, last; /* tokens */
};

struct lexicon_hits {
    size_t count;
    const struct lexicon_hit *hit; /* in order of first */
};

#define LEXICON_WILDCARD 0x2Au /* hash of the word that stands for any */

/* A word as edges name it: bare, without the apostrophe behind it. */
uint64_t lexicon_word(struct view word);

/* True for a token that phrases are matched over: commas, quotation marks and
 * dashes between words are passed over. */
bool lexicon_takes(struct view folded, const struct token *t);

static inline uint64_t lexicon_edge_hash(uint32_t node, uint64_t word)
{
    return hash_mix(hash_mix(0x6C657869u, node), word);
}

/* Place for an edge among slots of which one at least is empty. */
struct lexicon_edge *lexicon_place(struct lexicon_edge *edge,
                                   uint32_t edge_bits, uint64_t hash);

/* So that most edges that are not there are told without the table.  Returns
 * STATUS_OK or STATUS_NO_MEMORY. */
int lexicon_open_filter(struct lexicon *self, struct error *err);
void lexicon_free_filter(struct lexicon *self);

#define LEXICON_ROOT 0u

/* The node an edge leads to, 0 for no edge or no lexicon. */
uint32_t lexicon_follow(const struct lexicon *self, uint32_t node,
                        uint64_t word);

/* A phrase ends at the node, or any word leads on from it. */
bool lexicon_node_speaks(const struct lexicon *self, uint32_t node);

struct known; /* known.h */

/* Every phrase in the text; of one class the longest from each word on.  The
 * known facts are of this lexicon.
 * Returns STATUS_OK, or STATUS_TOO_BIG when the hits do not fit.
 * O(tokens * words of a phrase). */
int lexicon_find(const struct lexicon *self, const struct known *in,
                 struct lexicon_hits *out, struct arena *arena,
                 struct error *err);

#endif
