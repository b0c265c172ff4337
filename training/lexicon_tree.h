/* The tree of phrases while it grows; private to lexicon_build.c. */
#ifndef VIGIE_TRAINING_LEXICON_TREE_H
#define VIGIE_TRAINING_LEXICON_TREE_H

#include "error.h"
#include "lexicon.h"

#include <stddef.h>
#include <stdint.h>

struct tree_node {
    uint8_t class[LEXICON_NODE_CLASSES]; /* + 1; 0 for none               */
    uint32_t first;                      /* edge + 1, 0 for none          */
    uint32_t same;                       /* node that stands for this one */
};

struct tree_edge {
    uint64_t word;
    uint32_t from, to; /* to > from                     */
    uint32_t next;     /* edge + 1 of the same node, 0  */
};

struct tree {
    struct tree_node *node; /* [nodes], the first is the root           */
    size_t nodes, node_room;
    struct tree_edge *edge; /* [edges] */
    size_t edges, edge_room;
    uint32_t *slot;         /* [slots] edge + 1 by from and word        */
    size_t slots;
};

int tree_open(struct tree *self, struct error *err);
void tree_free(struct tree *self);

/* The node that `word` leads to from `node`, made where there is none. */
int tree_step(struct tree *self, uint32_t node, uint64_t word, uint32_t *to,
              struct error *err);

/* A phrase of this class ends at the node; of more than
 * LEXICON_NODE_CLASSES the first ones stay. */
void tree_mark(struct tree *self, uint32_t node, uint32_t class);

/* Unites equal subtrees and writes the table; arrays are yours to free.
 * The same phrases in the same order give the same bytes. */
int tree_pack(struct tree *self, struct lexicon *out, struct error *err);

#endif
