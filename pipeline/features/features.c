#include "features.h"

#include "cue.h"
#include "wording.h"
#include "voice.h"

#include <math.h>
#include <string.h>

/* |weight| <= 2^15: so many of them stay inside an int32. */
#define SAFE_ADDITIONS 32768

#define PAIR_HITS 12 /* phrases before one in its sentence it is paired with */

/* A text as the blocks read it. */
struct heard {
    struct wording wording;
    struct voice voice;
    struct lexicon_hits hits;
};

static int hear(const struct feature_settings *s, const struct text *text,
                struct memo *memo, const struct wording *parent,
                struct heard *out, struct arena *arena, struct error *err)
{
    const struct facts_of plain = {.lexicon = &s->lexicon};
    int status;

    if ((status = wording_open(&out->wording, text,
                               memo ? &memo->of : &plain, memo, arena,
                               err)) < 0 ||
        (status = voice_find(&out->wording, parent, &out->voice, arena,
                             err)) < 0)
        return status;
    return lexicon_find(&s->lexicon, &out->wording, &out->hits, arena, err);
}

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
    cue_find(&in->wording, &in->voice, has_parent, cue);
    for (size_t i = 0; i < CUE_KINDS; i++) {
        if (!cue_shows(&cue[i]))
            continue;
        const uint64_t hash = hash_mix(ngram_seed(NGRAM_CUE), cue[i].kind);
        cue[count] = cue[i];
        list[count++] = (struct ngram){hash_mix(hash, cue[i].value),
                                       cue[i].begin, cue[i].end};
    }
    out->cue = cue;
    out->block[BLOCK_CUES] = (struct ngram_list){count, list};
    return STATUS_OK;
}

/* Phrases of one text while they become features. */
struct phrases {
    const struct heard *in;
    size_t count, room;
    struct lexicon_feature *feature;
    struct ngram *gram;
};

static void add_phrase(struct phrases *p, const struct lexicon_hit *first,
                       const struct lexicon_hit *last,
                       struct lexicon_feature what, uint64_t beside)
{
    const struct token *token = p->in->wording.tokens.token;
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
    const struct token_list *tokens = &in->wording.tokens;
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
                   hash_view(side + 1, token_view(in->wording.text->folded, t)));
    }
}

/* Two classes in one sentence, both in the author's voice. */
static void add_pairs(struct phrases *p, size_t i)
{
    const struct lexicon_hit *hit = p->in->hits.hit;
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

static int collect_phrases(const struct heard *in,
                           struct feature_source *out, struct arena *arena,
                           struct error *err)
{
    struct phrases p = {.in = in};

    p.room = in->hits.count * (PAIR_HITS + 10);
    p.feature = arena_alloc(arena, p.room, sizeof(*p.feature));
    p.gram = arena_alloc(arena, p.room, sizeof(*p.gram));
    if (!p.feature || !p.gram)
        return error_set(err, STATUS_TOO_BIG, "too many phrases");
    for (size_t i = 0; i < in->hits.count; i++) {
        add_voices(&p, &in->hits.hit[i]);
        add_neighbours(&p, &in->hits.hit[i]);
        add_pairs(&p, i);
    }
    out->phrase = p.feature;
    out->block[BLOCK_LEXICON] = (struct ngram_list){p.count, p.gram};
    return STATUS_OK;
}

/* Words of the comment it answers, and the classes of its phrases. */
static int collect_parent(const struct heard *parent,
                          struct feature_source *out, struct arena *arena,
                          struct error *err)
{
    const struct ngram_settings single = {.word_max = 1};
    const struct wording *text = &parent->wording;
    const struct ngram_tokens words = {.folded = text->text->folded,
                                       .list = &text->tokens};
    struct ngram_list list;
    int status;

    struct ngram *all = arena_alloc(
        arena, text->tokens.count + parent->hits.count, sizeof(*all));
    if (!all)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    if ((status = ngram_words(&single, NGRAM_PARENT, &words, &list, arena,
                              err)) < 0)
        return status;
    if (list.count)
        memcpy(all, list.ngram, list.count * sizeof(*all));
    for (size_t i = 0; i < parent->hits.count; i++)
        all[list.count + i] = (struct ngram){
            hash_mix(hash_mix(ngram_seed(NGRAM_PARENT), 1),
                     parent->hits.hit[i].class),
            0, 0};
    out->block[BLOCK_PARENT] =
        (struct ngram_list){list.count + parent->hits.count, all};
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
        const struct token_sum *sum = memo_sum(memo, own->fact[i]);
        if (!sum)
            rest[others++] = all[i];
        else if (memo_meets(memo, own->fact[i]))
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
    const struct ngram_tokens own = {text->wording.text->folded,
                                     &text->wording.tokens, text->voice.flags,
                                     VOICE_QUOTED, 0, text->wording.fact};
    struct ngram_tokens quoted = own;
    int status = STATUS_OK;

    quoted.wanted = VOICE_QUOTED;
    if (s->block_scale[BLOCK_CHARACTERS] > 0)
        status = collect_characters(s, memo, &own, out, arena, err);
    if (status == STATUS_OK && s->block_scale[BLOCK_WORDS] > 0)
        status = ngram_words(&s->ngram, NGRAM_WORD, &own,
                             &out->block[BLOCK_WORDS], arena, err);
    if (status == STATUS_OK && s->block_scale[BLOCK_QUOTED] > 0)
        status = ngram_words(&single, NGRAM_QUOTED, &quoted,
                             &out->block[BLOCK_QUOTED], arena, err);
    return status;
}

int features_collect(const struct feature_settings *s,
                     const struct feature_input *in,
                     struct feature_source *out, struct arena *arena,
                     struct error *err)
{
    const float *scale = s->block_scale;
    struct feature_source source = {.cue = NULL};
    struct heard text, parent;
    int status = STATUS_OK;

    if (in->parent)
        status = hear(s, in->parent, in->memo, NULL, &parent, arena, err);
    if (status < 0 ||
        (status = hear(s, in->text, in->memo,
                       in->parent ? &parent.wording : NULL, &text, arena,
                       err)) < 0 ||
        (status = collect_words(s, &text, in->memo, &source, arena, err)) < 0)
        return status;
    if (scale[BLOCK_CUES] > 0)
        status = collect_cues(&text, in->parent != NULL, &source, arena, err);
    if (status == STATUS_OK && scale[BLOCK_LEXICON] > 0)
        status = collect_phrases(&text, &source, arena, err);
    if (status == STATUS_OK && scale[BLOCK_PARENT] > 0 && in->parent)
        status = collect_parent(&parent, &source, arena, err);
    if (status == STATUS_OK)
        *out = source;
    return status;
}

/* ---- the vocabulary ----------------------------------------------------- */

/* Features seen already in this text: a small hash set. */
struct seen {
    uint32_t *slot; /* feature + 1, 0 is empty */
    uint32_t mask;
};

static int open_seen(struct seen *seen, size_t count, struct arena *arena,
                     struct error *err)
{
    size_t size = 64;

    while (size < count * 2)
        size *= 2;
    seen->slot = arena_alloc(arena, size, sizeof(*seen->slot));
    if (!seen->slot)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    memset(seen->slot, 0, size * sizeof(*seen->slot));
    seen->mask = (uint32_t)(size - 1);
    return STATUS_OK;
}

/* True when `feature` was not there before. */
static bool enter_seen(struct seen *seen, uint32_t feature)
{
    uint32_t at = feature * 0x9E3779B1u >> 7 & seen->mask;

    while (seen->slot[at]) {
        if (seen->slot[at] == feature + 1)
            return false;
        at = (at + 1) & seen->mask;
    }
    seen->slot[at] = feature + 1;
    return true;
}

/* Usual norms of the blocks to the power 1/4: the pivots. */
static const double pivot_root[BLOCKS] = {
    [BLOCK_CHARACTERS] = 3.16, /* 100 */
    [BLOCK_WORDS] = 2.34,      /*  30 */
    [BLOCK_CUES] = 1.63,       /*   7 */
    [BLOCK_LEXICON] = 1.78,    /*  10 */
    [BLOCK_QUOTED] = 2.11,     /*  20 */
    [BLOCK_PARENT] = 2.24,     /*  25 */
};

/* Square roots alone: they round alike on every machine. */
static double block_factor(double scale, enum feature_block block,
                           uint64_t squares)
{
    const double quarter = sqrt(sqrt((double)squares / SQUARED_IDF_ONE));

    /* norm^3/4 = squares^3/8 */
    return scale / (pivot_root[block] * quarter * sqrt(quarter));
}

/* The features of block b that count, in order, into index[]; adds their
 * squared idf to *squares.  Returns how many. */
static size_t look_up(const struct vocabulary *vocabulary,
                      const struct feature_source *source, size_t b,
                      struct seen *seen, uint32_t *index, uint64_t *squares)
{
    const struct ngram_list *list = &source->block[b];
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        const uint32_t f = vocabulary_find(vocabulary, list->ngram[i].hash);
        if (f == VOCABULARY_NONE ||
            (b != BLOCK_CHARACTERS && !enter_seen(seen, f)))
            continue;
        index[count++] = f;
        *squares += vocabulary->squared_idf[f];
    }
    return count;
}

/* Room for all features, and a set for those of other blocks than the
 * characters, which count each time. */
static int open_index(const struct feature_source *source, uint32_t **index,
                      struct seen *seen, struct arena *arena,
                      struct error *err)
{
    size_t total = 0;

    for (size_t b = 0; b < BLOCKS; b++)
        total += source->block[b].count;
    *index = arena_alloc(arena, total, sizeof(**index));
    if (!*index)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    return open_seen(seen, total - source->block[BLOCK_CHARACTERS].count, arena,
                     err);
}

int features_run(const struct feature_settings *settings,
                 const struct vocabulary *vocabulary,
                 const struct feature_input *in, struct feature_vector *out,
                 struct arena *arena, struct error *err)
{
    struct feature_source source;
    struct feature_vector vector = {.count = 0};
    struct seen seen = {NULL, 0};
    uint32_t *index;
    int status;

    if ((status = features_collect(settings, in, &source, arena, err)) < 0 ||
        (status = open_index(&source, &index, &seen, arena, err)) < 0)
        return status;
    for (size_t b = 0; b < BLOCKS; b++) {
        uint64_t squares = 0;
        vector.count += look_up(vocabulary, &source, b, &seen,
                                index + vector.count, &squares);
        vector.block_end[b] = vector.count;
        if (squares)
            vector.factor[b] =
                block_factor((double)settings->block_scale[b],
                             (enum feature_block)b, squares);
    }
    vector.index = index;
    *out = vector;
    return STATUS_OK;
}

/* ---- sums --------------------------------------------------------------- */

void features_add_weights(const int16_t *weight, const uint32_t *index,
                          size_t count, int64_t sum[WEIGHT_LANES])
{
    while (count) {
        const size_t part = count < SAFE_ADDITIONS ? count : SAFE_ADDITIONS;
        int32_t lane[WEIGHT_LANES] = {0};
        for (size_t i = 0; i < part; i++) {
            const int16_t *row = weight + (size_t)index[i] * WEIGHT_LANES;
            for (size_t t = 0; t < WEIGHT_LANES; t++)
                lane[t] += row[t];
        }
        for (size_t t = 0; t < WEIGHT_LANES; t++)
            sum[t] += lane[t];
        index += part;
        count -= part;
    }
}

static uint64_t add_kept(const struct feature_source *source,
                         int64_t sum[WEIGHT_LANES])
{
    uint64_t squares = 0;

    for (size_t i = 0; i < source->kept_count; i++) {
        const struct token_sum *token = source->kept[i].sum;
        squares += token->squares;
        for (size_t t = 0; t < WEIGHT_LANES; t++)
            sum[t] += token->weight[t];
    }
    return squares;
}

int features_add_up(const struct feature_settings *settings,
                    const struct vocabulary *vocabulary, const int16_t *weight,
                    const struct feature_source *source,
                    struct feature_sums *out, struct arena *arena,
                    struct error *err)
{
    const size_t used = arena->used;
    struct seen seen = {NULL, 0};
    uint32_t *index;
    int status;

    if ((status = open_index(source, &index, &seen, arena, err)) < 0)
        return status;
    memset(out, 0, sizeof(*out));
    for (size_t b = 0; b < BLOCKS; b++) {
        uint64_t squares = 0;
        if (b == BLOCK_CHARACTERS)
            squares = add_kept(source, out->weight[b]);
        const size_t count =
            look_up(vocabulary, source, b, &seen, index, &squares);
        features_add_weights(weight, index, count, out->weight[b]);
        if (squares)
            out->factor[b] = block_factor((double)settings->block_scale[b],
                                          (enum feature_block)b, squares);
    }
    arena->used = used;
    return STATUS_OK;
}

int features_sum(const struct feature_settings *settings,
                 const struct vocabulary *vocabulary, const int16_t *weight,
                 const struct feature_input *in, struct feature_sums *out,
                 struct arena *arena, struct error *err)
{
    struct feature_source source;
    const int status = features_collect(settings, in, &source, arena, err);

    return status < 0 ? status
                      : features_add_up(settings, vocabulary, weight, &source,
                                        out, arena, err);
}
