#include "lexicon.h"

#include "known.h"

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

uint32_t lexicon_follow(const struct lexicon *self, uint32_t node,
                        uint64_t word)
{
    if (!self->edge)
        return 0;
    const uint64_t hash = lexicon_edge_hash(node, word);
    const uint32_t mask = (1u << self->edge_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & mask;

    while (self->edge[at].node) {
        if (self->edge[at].fingerprint == fingerprint)
            return self->edge[at].node;
        at = (at + 1) & mask;
    }
    return 0;
}

/* One text that is matched: the tokens phrases are matched over. */
struct search {
    const struct lexicon *lexicon;
    const struct token_facts *const *fact; /* of the tokens */
    size_t count;
    uint32_t *token; /* [count] which token it is */
    struct lexicon_hit *hit;
    size_t hits;
};

static void add_hit(struct search *s, size_t from, size_t first, size_t last,
                    uint32_t class)
{
    for (size_t i = from; i < s->hits; i++)
        if (s->hit[i].class == class) {
            s->hit[i].last = s->token[last]; /* longer than before */
            return;
        }
    if (s->hits - from < HITS_A_TOKEN)
        s->hit[s->hits++] =
            (struct lexicon_hit){class, s->token[first], s->token[last]};
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
    const struct token_facts *fact = s->fact[s->token[at]];
    const uint32_t by_word = fact->root;
    size_t states = 0;

    if (by_word)
        state[states++] = by_word;
    if (x->node[LEXICON_ROOT].wildcard && fact->signs & SIGN_WORD)
        state[states++] = lexicon_follow(x, LEXICON_ROOT, LEXICON_WILDCARD);
    return states;
}

static void match_from(struct search *s, size_t first)
{
    const struct lexicon *x = s->lexicon;
    uint32_t state[STATES], next[STATES];
    const size_t from = s->hits;
    size_t states = enter(s, first, state);

    for (size_t i = 0; i < states; i++)
        add_node(s, from, first, first, state[i]);
    for (size_t at = first + 1; states && at < s->count; at++) {
        const struct token_facts *fact = s->fact[s->token[at]];
        const uint64_t word = fact->phrase;
        size_t found = 0;
        for (size_t i = 0; i < states; i++) {
            const uint32_t by_word = lexicon_follow(x, state[i], word);
            if (by_word && found < STATES)
                next[found++] = by_word;
            if (x->node[state[i]].wildcard && fact->signs & SIGN_WORD &&
                found < STATES)
                next[found++] = lexicon_follow(x, state[i], LEXICON_WILDCARD);
        }
        for (size_t i = 0; i < found; i++)
            add_node(s, from, first, at, next[i]);
        memcpy(state, next, found * sizeof(*state));
        states = found;
    }
}

int lexicon_find(const struct lexicon *self, const struct known *in,
                 struct lexicon_hits *out, struct arena *arena,
                 struct error *err)
{
    const size_t count = in->tokens.count;
    struct search s = {.lexicon = self, .fact = in->fact};

    *out = (struct lexicon_hits){0, NULL};
    if (!self->edge)
        return STATUS_OK;
    s.hit = arena_alloc(arena, count * HITS_A_TOKEN, sizeof(*s.hit));
    s.token = arena_alloc(arena, count, sizeof(*s.token));
    if (!s.hit || !s.token)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    for (size_t i = 0; i < count; i++)
        if (in->fact[i]->signs & SIGN_MATCHED)
            s.token[s.count++] = (uint32_t)i;
    for (size_t i = 0; i < s.count; i++)
        match_from(&s, i);
    arena_shrink(arena, s.hit, s.hits * sizeof(*s.hit));
    *out = (struct lexicon_hits){s.hits, s.hit};
    return STATUS_OK;
}
