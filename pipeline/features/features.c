#include "features.h"

#include "cue.h"
#include "known.h"
#include "voice.h"

#include <string.h>

#define PAIR_HITS 12 /* phrases before one in its sentence it is paired with */

/* ---- cues and phrases --------------------------------------------------- */

static int collect_cues(const struct heard *in, bool has_parent,
                        struct feature_source *out, struct arena *arena,
                        struct error *err)
{
    struct cue *cue = arena_alloc(arena, CUE_KINDS, sizeof(*cue));
    struct ngram *list = arena_alloc(arena, CUE_KINDS, sizeof(*list));
    size_t count = 0;

    if (!cue || !list)
        return error_set(err, STATUS_TOO_BIG, "no room for cues");
    cue_find(&in->known, &in->voice, has_parent, cue);
    for (size_t i = 0; i < CUE_KINDS; i++) { /* no branch on what is chance */
        const struct cue *c = &cue[i];
        const uint64_t hash = hash_mix(ngram_seed(NGRAM_CUE), c->kind);
        const bool shows = cue_shows(c);
        list[count] =
            (struct ngram){hash_mix(hash, c->value), c->begin, c->end};
        cue[count] = *c;
        count += shows;
    }
    out->cue = cue;
    out->block[BLOCK_CUES] = (struct ngram_list){count, list, NULL};
    return STATUS_OK;
}

/* Phrases of one text while they become features. */
struct phrases {
    const struct heard *in;
    struct lexicon_hits hits;
    size_t count, room;
    struct lexicon_feature *feature;
    struct ngram *gram;
};

static void add_phrase(struct phrases *p, const struct lexicon_hit *first,
                       const struct lexicon_hit *last,
                       struct lexicon_feature what, uint64_t beside)
{
    const struct token *token = p->in->known.tokens.token;
    uint64_t hash = hash_mix(ngram_seed(NGRAM_LEXICON), what.class);

    if (p->count == p->room)
        return;
    hash = hash_mix(hash_mix(hash, what.other), what.voice);
    if (beside)
        hash = hash_mix(hash, beside);
    p->feature[p->count] = what;
    p->gram[p->count++] = (struct ngram){hash, token[first->first].begin,
                                         token[last->last].end};
}

/* The phrase, and the phrase by each thing that is said of its place. */
static void add_voices(struct phrases *p, const struct lexicon_hit *hit)
{
    const uint8_t flags = p->in->voice.flags[hit->first];
    const uint16_t class = (uint16_t)hit->class;

    if (flags & VOICE_QUOTED) {
        add_phrase(p, hit, hit,
                   (struct lexicon_feature){class, LEXICON_ALONE,
                                            VOICE_QUOTED}, 0);
        return;
    }
    add_phrase(p, hit, hit,
               (struct lexicon_feature){class, LEXICON_ALONE, 0}, 0);
    for (uint8_t flag = VOICE_NEGATED; flag <= VOICE_ASKED && flag;
         flag = (uint8_t)(flag << 1))
        if (flags & flag)
            add_phrase(p, hit, hit,
                       (struct lexicon_feature){class, LEXICON_ALONE, flag},
                       0);
}

/* The class with the word before and the one after the phrase, in the same
 * sentence: "quel" and an insult, an insult and "de". */
static void add_neighbours(struct phrases *p, const struct lexicon_hit *hit)
{
    const struct heard *in = p->in;
    const struct token_list *tokens = &in->known.tokens;
    const struct voice *voice = &in->voice;
    const size_t beside[] = {hit->first - (size_t)1, hit->last + (size_t)1};

    if (voice->flags[hit->first] & VOICE_QUOTED)
        return;
    for (size_t side = 0; side < 2; side++) {
        const size_t i = beside[side];
        if (i >= tokens->count ||
            voice->sentence[i] != voice->sentence[hit->first])
            continue;
        const struct token *t = &tokens->token[i];
        const struct lexicon_hit at = {hit->class,
                                       side ? hit->first : (uint32_t)i,
                                       side ? (uint32_t)i : hit->last};
        add_phrase(p, &at, &at,
                   (struct lexicon_feature){(uint16_t)hit->class,
                                            LEXICON_ALONE, 0},
                   hash_view(side + 1, token_view(in->known.text->folded, t)));
    }
}

/* Two classes in one sentence, both in the author's voice. */
static void add_pairs(struct phrases *p, size_t i)
{
    const struct lexicon_hit *hit = p->hits.hit;
    const struct voice *voice = &p->in->voice;

    if (voice->flags[hit[i].first] & VOICE_QUOTED)
        return;
    for (size_t k = i > PAIR_HITS ? i - PAIR_HITS : 0; k < i; k++) {
        const uint32_t a = hit[k].class, b = hit[i].class;
        if (a == b || voice->flags[hit[k].first] & VOICE_QUOTED ||
            voice->sentence[hit[k].first] != voice->sentence[hit[i].first])
            continue;
        add_phrase(p, &hit[k], &hit[i],
                   (struct lexicon_feature){(uint16_t)(a < b ? a : b),
                                            (uint16_t)(a < b ? b : a), 0},
                   0);
    }
}

static int collect_phrases(const struct lexicon *lexicon,
                           const struct heard *in, struct feature_source *out,
                           struct arena *arena, struct error *err)
{
    struct phrases p = {.in = in};
    const int status = lexicon_find(lexicon, &in->known, &p.hits, arena, err);

    if (status < 0)
        return status;
    p.room = p.hits.count * (PAIR_HITS + 10);
    p.feature = arena_alloc(arena, p.room, sizeof(*p.feature));
    p.gram = arena_alloc(arena, p.room, sizeof(*p.gram));
    if (!p.feature || !p.gram)
        return error_set(err, STATUS_TOO_BIG, "too many phrases");
    for (size_t i = 0; i < p.hits.count; i++) {
        add_voices(&p, &p.hits.hit[i]);
        add_neighbours(&p, &p.hits.hit[i]);
        add_pairs(&p, i);
    }
    out->phrase = p.feature;
    out->block[BLOCK_LEXICON] = (struct ngram_list){p.count, p.gram, NULL};
    return STATUS_OK;
}

/* Words of the comment it answers, and the classes of its phrases. */
static int collect_parent(const struct lexicon *lexicon,
                          const struct known *text,
                          struct feature_source *out, struct arena *arena,
                          struct error *err)
{
    const struct ngram_settings single = {.word_max = 1};
    const struct ngram_tokens words = {.folded = text->text->folded,
                                       .list = &text->tokens};
    struct ngram_list list;
    struct lexicon_hits hits;
    int status;

    if ((status = lexicon_find(lexicon, text, &hits, arena, err)) < 0)
        return status;
    struct ngram *all =
        arena_alloc(arena, text->tokens.count + hits.count, sizeof(*all));
    if (!all)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    if ((status = ngram_words(&single, NGRAM_PARENT, &words, &list, arena,
                              err)) < 0)
        return status;
    if (list.count)
        memcpy(all, list.ngram, list.count * sizeof(*all));
    for (size_t i = 0; i < hits.count; i++)
        all[list.count + i] = (struct ngram){
            hash_mix(hash_mix(ngram_seed(NGRAM_PARENT), 1), hits.hit[i].class),
            0, 0};
    out->block[BLOCK_PARENT] =
        (struct ngram_list){list.count + hits.count, all, NULL};
    return STATUS_OK;
}

/* ---- the blocks --------------------------------------------------------- */

/* Tokens of the author's voice: those that the memo keeps, and the character
 * n-grams of the others. */
static int collect_characters(const struct feature_settings *s,
                              struct memo *memo, const struct ngram_tokens *own,
                              struct feature_source *out, struct arena *arena,
                              struct error *err)
{
    const struct token *all = own->list->token;
    size_t kept = 0, others = 0;

    if (!memo)
        return ngram_characters(&s->ngram, own, &out->block[BLOCK_CHARACTERS],
                                arena, err);
    struct kept_token *list =
        arena_alloc(arena, own->list->count, sizeof(*list));
    struct token *rest = arena_alloc(arena, own->list->count, sizeof(*rest));
    if (!list || !rest)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    for (size_t i = 0; i < own->list->count; i++) {
        if (own->flags[i] & VOICE_QUOTED)
            continue;
        bool first;
        const struct token_sum *sum = memo_meet(memo, own->fact[i], &first);
        if (!sum)
            rest[others++] = all[i];
        else if (first)
            list[kept++] = (struct kept_token){sum, all[i].begin, all[i].end};
    }
    out->kept = list;
    out->kept_count = kept;
    const struct token_list left = {others, rest};
    const struct ngram_tokens alone = {.folded = own->folded, .list = &left};
    return others ? ngram_characters(&s->ngram, &alone,
                                     &out->block[BLOCK_CHARACTERS], arena, err)
                  : STATUS_OK;
}

static int collect_words(const struct feature_settings *s,
                         const struct heard *text,
                         struct memo *memo, struct feature_source *out,
                         struct arena *arena, struct error *err)
{
    const struct ngram_settings single = {.word_max = 1};
    const struct ngram_tokens own = {
        .folded = text->known.text->folded,
        .list = &text->known.tokens,
        .flags = text->voice.flags,
        .mask = VOICE_QUOTED,
        .sentence = text->voice.sentence,
        .fact = text->known.fact,
        .vocabulary = memo ? memo->of.vocabulary : NULL,
    };
    struct ngram_tokens quoted = own;
    int status = STATUS_OK;

    quoted.wanted = VOICE_QUOTED;
    quoted.sentence = NULL;
    if (s->block_scale[BLOCK_CHARACTERS] > 0)
        status = collect_characters(s, memo, &own, out, arena, err);
    if (status == STATUS_OK && s->block_scale[BLOCK_WORDS] > 0)
        status = ngram_words(&s->ngram, NGRAM_WORD, &own,
                             &out->block[BLOCK_WORDS], arena, err);
    if (status == STATUS_OK && text->voice.quoted &&
        s->block_scale[BLOCK_QUOTED] > 0)
        status = ngram_words(&single, NGRAM_QUOTED, &quoted,
                             &out->block[BLOCK_QUOTED], arena, err);
    return status;
}

int features_collect(const struct feature_settings *s,
                     const struct feature_input *in,
                     struct feature_source *out, struct arena *arena,
                     struct error *err)
{
    const struct facts_of plain = {.lexicon = &s->lexicon};
    const float *scale = s->block_scale;
    struct feature_source source = {.cue = NULL};
    struct heard text;
    int status;

    if ((status = voice_hear(in->text, in->parent,
                             in->memo ? &in->memo->of : &plain, in->memo, &text,
                             arena, err)) < 0 ||
        (status = collect_words(s, &text, in->memo, &source, arena, err)) < 0)
        return status;
    if (scale[BLOCK_CUES] > 0)
        status = collect_cues(&text, in->parent != NULL, &source, arena, err);
    if (status == STATUS_OK && scale[BLOCK_LEXICON] > 0)
        status = collect_phrases(&s->lexicon, &text, &source, arena, err);
    if (status == STATUS_OK && scale[BLOCK_PARENT] > 0 && in->parent)
        status = collect_parent(&s->lexicon, &text.parent, &source, arena, err);
    if (status == STATUS_OK)
        *out = source;
    return status;
}
