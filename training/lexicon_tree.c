#include "lexicon_tree.h"

#include <stdlib.h>
#include <string.h>

static int grow(void *array, size_t *room, size_t need, size_t object_size,
                struct error *err)
{
    void *old, *more;
    size_t size = *room ? *room : 1024;

    if (need <= *room)
        return STATUS_OK;
    while (size < need)
        size *= 2;
    memcpy(&old, array, sizeof(old));
    more = realloc(old, size * object_size);
    if (!more)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    memcpy(array, &more, sizeof(more));
    *room = size;
    return STATUS_OK;
}

int tree_open(struct tree *self, struct error *err)
{
    *self = (struct tree){.nodes = 1};
    if (grow(&self->node, &self->node_room, 1, sizeof(*self->node), err) < 0)
        return err->status;
    self->node[0] = (struct tree_node){.first = 0};
    return STATUS_OK;
}

void tree_free(struct tree *self)
{
    free(self->node);
    free(self->edge);
    free(self->slot);
    *self = (struct tree){.nodes = 0};
}

static uint32_t *find_slot(const struct tree *self, uint32_t node,
                           uint64_t word)
{
    size_t at = lexicon_edge_hash(node, word) >> 20 & (self->slots - 1);

    while (self->slot[at]) {
        const struct tree_edge *e = &self->edge[self->slot[at] - 1];
        if (e->from == node && e->word == word)
            break;
        at = (at + 1) & (self->slots - 1);
    }
    return &self->slot[at];
}

/* Keeps the table of edges half empty. */
static int widen(struct tree *self, struct error *err)
{
    if (self->edges * 2 < self->slots)
        return STATUS_OK;
    self->slots = self->slots ? self->slots * 2 : 4096;
    free(self->slot);
    self->slot = calloc(self->slots, sizeof(*self->slot));
    if (!self->slot)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < self->edges; i++)
        *find_slot(self, self->edge[i].from, self->edge[i].word) =
            (uint32_t)i + 1;
    return STATUS_OK;
}

int tree_step(struct tree *self, uint32_t node, uint64_t word, uint32_t *to,
              struct error *err)
{
    int status;

    if ((status = widen(self, err)) < 0)
        return status;
    uint32_t *slot = find_slot(self, node, word);
    if (*slot) {
        *to = self->edge[*slot - 1].to;
        return STATUS_OK;
    }
    if (self->nodes == LEXICON_NODES_CEILING)
        return error_set(err, STATUS_TOO_BIG, "the lexicon is too large");
    if ((status = grow(&self->node, &self->node_room, self->nodes + 1,
                       sizeof(*self->node), err)) < 0 ||
        (status = grow(&self->edge, &self->edge_room, self->edges + 1,
                       sizeof(*self->edge), err)) < 0)
        return status;
    *to = (uint32_t)self->nodes++;
    self->node[*to] = (struct tree_node){.first = 0};
    self->edge[self->edges++] =
        (struct tree_edge){word, node, *to, self->node[node].first};
    self->node[node].first = *slot = (uint32_t)self->edges;
    return STATUS_OK;
}

void tree_mark(struct tree *self, uint32_t node, uint32_t class)
{
    uint8_t *of = self->node[node].class;

    for (size_t i = 0; i < LEXICON_NODE_CLASSES; i++) {
        if (of[i] == class + 1)
            return;
        if (!of[i]) {
            of[i] = (uint8_t)(class + 1);
            return;
        }
    }
}

/* ---- packing ------------------------------------------------------------ */

/* Of what follows from a node; edges count in any order. */
static uint64_t subtree_hash(const struct tree *self, uint32_t node)
{
    const struct tree_node *n = &self->node[node];
    uint64_t hash = 1;

    for (size_t i = 0; i < LEXICON_NODE_CLASSES; i++)
        hash = hash_mix(hash, n->class[i]);
    uint64_t edges = 0;
    for (uint32_t e = n->first; e; e = self->edge[e - 1].next)
        edges += hash_mix(self->edge[e - 1].word,
                          self->node[self->edge[e - 1].to].same + 1u);
    return hash_mix(hash, edges);
}

static size_t count_edges(const struct tree *self, uint32_t node)
{
    size_t count = 0;

    for (uint32_t e = self->node[node].first; e; e = self->edge[e - 1].next)
        count++;
    return count;
}

static bool same_subtree(const struct tree *self, uint32_t a, uint32_t b)
{
    const struct tree_node *x = &self->node[a], *y = &self->node[b];

    if (memcmp(x->class, y->class, sizeof(x->class)) != 0 ||
        count_edges(self, a) != count_edges(self, b))
        return false;
    for (uint32_t e = x->first; e; e = self->edge[e - 1].next) {
        const uint32_t slot = *find_slot(self, b, self->edge[e - 1].word);
        if (!slot || self->node[self->edge[slot - 1].to].same !=
                         self->node[self->edge[e - 1].to].same)
            return false;
    }
    return true;
}

/* Children come behind their parents: from the last node to the first, each
 * finds its children united already. */
static int unite(struct tree *self, struct error *err)
{
    size_t size = 1024;

    while (size < self->nodes * 2)
        size *= 2;
    uint32_t *table = calloc(size, sizeof(*table));
    if (!table)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (uint32_t node = (uint32_t)self->nodes; node-- > 0;) {
        size_t at = subtree_hash(self, node) >> 11 & (size - 1);
        while (table[at] && !same_subtree(self, table[at] - 1, node))
            at = (at + 1) & (size - 1);
        if (!table[at])
            table[at] = node + 1;
        self->node[node].same = table[at] - 1;
    }
    free(table);
    return STATUS_OK;
}

/* Numbers the nodes that stand for themselves, the root first. */
static uint32_t *number_nodes(const struct tree *self, uint32_t *count)
{
    uint32_t *number = malloc(self->nodes * sizeof(*number));

    *count = 0;
    for (size_t i = 0; number && i < self->nodes; i++)
        number[i] = self->node[i].same == i ? (*count)++ : 0;
    for (size_t i = 0; number && i < self->nodes; i++)
        number[i] = number[self->node[i].same];
    return number;
}

static void fill(const struct tree *self, const uint32_t *number,
                 struct lexicon_edge *edge, uint32_t bits,
                 struct lexicon_node *node)
{
    for (size_t i = 0; i < self->nodes; i++)
        if (self->node[i].same == i)
            memcpy(node[number[i]].class, self->node[i].class,
                   sizeof(node->class));
    for (size_t i = 0; i < self->edges; i++) {
        const struct tree_edge *e = &self->edge[i];
        if (self->node[e->from].same != e->from)
            continue;
        const uint64_t hash = lexicon_edge_hash(number[e->from], e->word);
        *lexicon_place(edge, bits, hash) = (struct lexicon_edge){
            (uint32_t)(hash >> 32), number[e->to]};
        if (e->word == LEXICON_WILDCARD)
            node[number[e->from]].wildcard = 1;
    }
}

static size_t kept_edges(const struct tree *self)
{
    size_t kept = 0;

    for (size_t i = 0; i < self->edges; i++)
        kept += self->node[self->edge[i].from].same == self->edge[i].from;
    return kept;
}

int tree_pack(struct tree *self, struct lexicon *out, struct error *err)
{
    uint32_t bits = 4, nodes = 0;

    if (widen(self, err) < 0 || unite(self, err) < 0)
        return err->status;
    while ((size_t)1 << bits < kept_edges(self) + kept_edges(self) / 4 + 1)
        bits++;
    uint32_t *number = number_nodes(self, &nodes);
    struct lexicon_edge *edge = calloc((size_t)1 << bits, sizeof(*edge));
    struct lexicon_node *node = calloc(nodes + 1, sizeof(*node));
    if (!number || !edge || !node) {
        free(number);
        free(edge);
        free(node);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    fill(self, number, edge, bits, node);
    free(number);
    out->edge = edge;
    out->edge_bits = bits;
    out->node = node;
    out->node_count = nodes;
    return STATUS_OK;
}
