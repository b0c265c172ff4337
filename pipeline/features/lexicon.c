#include "lexicon.h"

#include "clones.h"

#include "known.h"

#include <stdlib.h>
#include <string.h>

#define STATES 16      /* places in the tree that are followed at once   */
#define HITS_A_TOKEN 6 /* that begin at one word                         */

uint64_t lexicon_word(struct view word)
{
    if (word.len > 1 && word.ptr[word.len - 1] == '\'')
        word.len--;
    return hash_view(0x776F7264u, word);
}

bool lexicon_takes(struct view folded, const struct token *t)
{
    if (t->kind != TOKEN_PUNCTUATION)
        return true;
    for (uint32_t i = t->begin; i < t->end; i++)
        if (!strchr(",'\"-", folded.ptr[i]))
            return true;
    return false;
}

struct lexicon_edge *lexicon_place(struct lexicon_edge *edge,
                                   uint32_t edge_bits, uint64_t hash)
{
    const uint32_t mask = (1u << edge_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & mask;

    while (edge[at].node && edge[at].fingerprint != fingerprint)
        at = (at + 1) & mask;
    return &edge[at];
}

int lexicon_open_filter(struct lexicon *self, struct error *err)
{
    if (!self->edge)
        return STATUS_OK;
    if (!hash_filter_open(&self->filter, self->edge_bits))
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < (size_t)1 << self->edge_bits; i++)
        if (self->edge[i].node)
            hash_filter_add(&self->filter, self->edge[i].fingerprint);
    return STATUS_OK;
}

void lexicon_free_filter(struct lexicon *self)
{
    free(self->filter.bits);
    self->filter = (struct hash_filter){NULL, 0};
}

static const struct lexicon_edge *edge_of(const struct lexicon *self,
                                          uint64_t hash)
{
    return &self->edge[(uint32_t)hash & ((1u << self->edge_bits) - 1)];
}

static uint32_t follow_hash(const struct lexicon *self, uint64_t hash)
{
    const uint32_t mask = (1u << self->edge_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & mask;

    if (!hash_filter_may_hold(&self->filter, hash))
        return 0;
    while (self->edge[at].node) {
        if (self->edge[at].fingerprint == fingerprint)
            return self->edge[at].node;
        at = (at + 1) & mask;
    }
    return 0;
}

uint32_t lexicon_follow(const struct lexicon *self, uint32_t node,
                        uint64_t word)
{
    return self->edge ? follow_hash(self, lexicon_edge_hash(node, word)) : 0;
}

bool lexicon_node_speaks(const struct lexicon *self, uint32_t node)
{
    const struct lexicon_node *n = &self->node[node];
    bool speaks = n->wildcard != 0;

    for (size_t k = 0; k < LEXICON_NODE_CLASSES; k++)
        speaks |= n->class[k] != 0;
    return speaks;
}

/* A token that phrases are matched over. */
struct step {
    uint64_t hash;  /* of the edge from the root's word to the next step */
    uint32_t token; /* which it is                                       */
    bool leads;     /* there may be such an edge                         */
};

/* One text that is matched. */
struct search {
    const struct lexicon *lexicon;
    const struct token_facts *const *fact; /* of the tokens */
    size_t count;
    struct step *step; /* [count] */
    struct lexicon_hit *hit;
    size_t hits;
};

static void add_hit(struct search *s, size_t from, size_t first, size_t last,
                    uint32_t class)
{
    for (size_t i = from; i < s->hits; i++)
        if (s->hit[i].class == class) {
            s->hit[i].last = s->step[last].token; /* longer than before */
            return;
        }
    if (s->hits - from < HITS_A_TOKEN)
        s->hit[s->hits++] = (struct lexicon_hit){class, s->step[first].token,
                                                 s->step[last].token};
}

static void add_node(struct search *s, size_t from, size_t first, size_t last,
                     uint32_t node)
{
    const struct lexicon_node *n = &s->lexicon->node[node];

    for (size_t k = 0; k < LEXICON_NODE_CLASSES; k++)
        if (n->class[k])
            add_hit(s, from, first, last, n->class[k] - 1u);
}

/* The places that word `at` leads to from the root. */
static size_t enter(const struct search *s, size_t at, uint32_t *state)
{
    const struct lexicon *x = s->lexicon;
    const struct token_facts *fact = s->fact[s->step[at].token];
    const uint32_t by_word = fact->root;
    size_t states = 0;

    if (by_word)
        state[states++] = by_word;
    if (x->node[LEXICON_ROOT].wildcard && fact->signs & SIGN_WORD)
        state[states++] = lexicon_follow(x, LEXICON_ROOT, LEXICON_WILDCARD);
    return states;
}

static void match_from(struct search *s, size_t first, bool any_word)
{
    const struct lexicon *x = s->lexicon;
    uint32_t places[2][STATES], *state = places[0], *next = places[1];
    const uint32_t first_root = s->fact[s->step[first].token]->root;
    const bool speaks =
        any_word || s->fact[s->step[first].token]->signs & SIGN_PHRASE;
    const size_t from = s->hits;
    size_t states = enter(s, first, state);

    if (speaks)
        for (size_t i = 0; i < states; i++)
            add_node(s, from, first, first, state[i]);
    for (size_t at = first + 1; states && at < s->count; at++) {
        const struct token_facts *fact = s->fact[s->step[at].token];
        size_t found = 0;
        for (size_t i = 0; i < states; i++) {
            const bool second = at == first + 1 && state[i] == first_root;
            const uint32_t by_word = follow_hash(
                x, second ? s->step[first].hash
                          : lexicon_edge_hash(state[i], fact->phrase));
            if (by_word && found < STATES)
                next[found++] = by_word;
            if (!(second && !speaks) && x->node[state[i]].wildcard &&
                fact->signs & SIGN_WORD && found < STATES)
                next[found++] = lexicon_follow(x, state[i], LEXICON_WILDCARD);
        }
        for (size_t i = 0; i < found; i++)
            add_node(s, from, first, at, next[i]);
        uint32_t *const done = state;
        state = next;
        next = done;
        states = found;
    }
}

/* The tokens that phrases are matched over.  What memory says of the edges from
 * each to the next is asked for of all, before the first has to wait. */
static void find_steps(struct search *s, size_t tokens)
{
    const struct lexicon *x = s->lexicon;
    struct step *before = NULL;
    uint32_t root = 0;

    for (size_t i = 0; i < tokens; i++) {
        const struct token_facts *fact = s->fact[i];
        if (!(fact->signs & SIGN_MATCHED))
            continue;
        if (root) {
            before->hash = lexicon_edge_hash(root, fact->phrase);
            before->leads = true;
            hash_filter_fetch(&x->filter, before->hash);
        }
        root = fact->root;
        before = &s->step[s->count++];
        *before = (struct step){.token = (uint32_t)i};
    }
    for (size_t i = 0; i < s->count; i++) {
        struct step *step = &s->step[i];
        step->leads &= hash_filter_may_hold(&x->filter, step->hash);
        if (step->leads)
            __builtin_prefetch(edge_of(x, step->hash));
    }
}

CLONES int lexicon_find(const struct lexicon *self, const struct known *in,
                        struct lexicon_hits *out, struct arena *arena,
                        struct error *err)
{
    const size_t count = in->tokens.count;
    struct search s = {.lexicon = self, .fact = in->fact};

    *out = (struct lexicon_hits){0, NULL};
    if (!self->edge)
        return STATUS_OK;
    s.hit = arena_alloc(arena, count * HITS_A_TOKEN, sizeof(*s.hit));
    s.step = arena_alloc(arena, count, sizeof(*s.step));
    if (!s.hit || !s.step)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    find_steps(&s, count);
    const bool any_word = self->node[LEXICON_ROOT].wildcard;
    for (size_t i = 0; i < s.count; i++)
        if (any_word || s.step[i].leads ||
            in->fact[s.step[i].token]->signs & SIGN_PHRASE)
            match_from(&s, i, any_word);
    arena_shrink(arena, s.hit, s.hits * sizeof(*s.hit));
    *out = (struct lexicon_hits){s.hits, s.hit};
    return STATUS_OK;
}
