/* Features looked up in a vocabulary, weighed by block. */
#include "features.h"

#include "clones.h"

#include <math.h>
#include <string.h>

/* Tokens of MEMO_TOKEN_BYTES whose sums stay inside an int32 likewise. */
#define SAFE_TOKENS (SAFE_ADDITIONS / MEMO_TOKEN_NGRAMS)

#define ROOM_A_FEATURE 4 /* slots: two seldom want the same */

/* Features seen already in this text: a small hash set. */
struct seen {
    uint32_t *slot; /* feature + 1, 0 is empty */
    uint32_t mask;
};

static int open_seen(struct seen *seen, size_t count, struct arena *arena,
                     struct error *err)
{
    size_t size = 64;

    while (size < count * ROOM_A_FEATURE)
        size *= 2;
    seen->slot = arena_alloc(arena, size, sizeof(*seen->slot));
    if (!seen->slot)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    memset(seen->slot, 0, size * sizeof(*seen->slot));
    seen->mask = (uint32_t)(size - 1);
    return STATUS_OK;
}

/* The features of a text that the vocabulary knows. */
struct known_features {
    uint32_t *index; /* as many as there are n-grams, and one */
    struct seen seen;
};

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

/* Room for the features of a block; asks for the places of those that are not
 * known yet. */
static int ask_for(const struct vocabulary *vocabulary, struct ngram_list *list,
                   struct arena *arena, struct error *err)
{
    if (list->feature)
        return STATUS_OK; /* asked for when they were collected */
    list->feature = arena_alloc(arena, list->count, sizeof(uint32_t));
    if (!list->feature)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    for (size_t i = 0; i < list->count; i++) {
        list->feature[i] = NGRAM_UNSEEN;
        vocabulary_fetch(vocabulary, list->ngram[i].hash);
    }
    return STATUS_OK;
}

/* Finds the features of a block. */
static void look_up(const struct vocabulary *vocabulary,
                    struct ngram_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->feature[i] == NGRAM_UNSEEN)
            list->feature[i] = vocabulary_find(vocabulary, list->ngram[i].hash);
}

/* Of all blocks.  Opens a set for the features of others than the characters,
 * which count each time. */
static int look_all_up(const struct vocabulary *vocabulary,
                       struct feature_source *source,
                       struct known_features *out, struct arena *arena,
                       struct error *err)
{
    size_t total = 0, sets = 0;
    int status = STATUS_OK;

    for (size_t b = 0; b < BLOCKS && status == STATUS_OK; b++) {
        total += source->block[b].count;
        status = ask_for(vocabulary, &source->block[b], arena, err);
    }
    if (status < 0)
        return status;
    sets = total - source->block[BLOCK_CHARACTERS].count;
    out->index = arena_alloc(arena, total + 1, sizeof(*out->index));
    if (!out->index)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    for (size_t b = 0; b < BLOCKS; b++)
        look_up(vocabulary, &source->block[b]);
    return open_seen(&out->seen, sets, arena, err);
}

/* Those of block b that are known and were not counted yet: *count of them
 * behind the `from` before. */
static size_t keep_known(struct known_features *k,
                         const struct ngram_list *list, size_t b, size_t from)
{
    size_t count = from;

    for (size_t i = 0; i < list->count; i++) { /* no branch on what is chance */
        k->index[count] = list->feature[i];
        count += list->feature[i] != VOCABULARY_NONE;
    }
    if (b == BLOCK_CHARACTERS)
        return count;
    size_t kept = from;
    for (size_t i = from; i < count; i++) {
        k->index[kept] = k->index[i];
        kept += enter_seen(&k->seen, k->index[i]);
    }
    return kept;
}

int features_run(const struct feature_settings *settings,
                 const struct vocabulary *vocabulary,
                 const struct feature_input *in, struct feature_vector *out,
                 struct arena *arena, struct error *err)
{
    struct feature_source source;
    struct feature_vector vector = {.count = 0};
    struct known_features known = {.index = NULL};
    int status;

    if ((status = features_collect(settings, in, &source, arena, err)) < 0 ||
        (status = look_all_up(vocabulary, &source, &known, arena, err)) < 0)
        return status;
    for (size_t b = 0; b < BLOCKS; b++) {
        const size_t from = vector.count;
        uint64_t squares = 0;
        vector.count = keep_known(&known, &source.block[b], b, from);
        for (size_t i = from; i < vector.count; i++)
            squares += vocabulary_squared(vocabulary, known.index[i]);
        vector.block_end[b] = vector.count;
        if (squares)
            vector.factor[b] =
                block_factor((double)settings->block_scale[b],
                             (enum feature_block)b, squares);
    }
    vector.index = known.index;
    *out = vector;
    return STATUS_OK;
}

/* ---- sums --------------------------------------------------------------- */

/* Adds `count` features up; returns the sum of their squared idf. */
static uint64_t add_features(const int16_t *weight, const uint32_t *feature,
                             size_t count, int64_t sum[WEIGHT_LANES])
{
    uint64_t squares = 0;

    for (size_t i = 0; i < count;) {
        const size_t rest = count - i;
        const size_t end = i + (rest < SAFE_ADDITIONS ? rest : SAFE_ADDITIONS);
        int32_t lane[WEIGHT_LANES] = {0};
        for (; i < end; i++) {
            squares += weights_squared(weight, feature[i]);
            weights_add(weight, feature[i], lane);
        }
        for (size_t t = 0; t < WEIGHT_LANES; t++)
            sum[t] += lane[t];
    }
    return squares;
}

static uint64_t add_kept(const struct feature_source *source,
                         int64_t sum[WEIGHT_LANES])
{
    uint64_t squares = 0;

    for (size_t i = 0; i < source->kept_count;) {
        const size_t rest = source->kept_count - i;
        const size_t end = i + (rest < SAFE_TOKENS ? rest : SAFE_TOKENS);
        int32_t lane[WEIGHT_LANES] = {0};
        for (; i < end; i++) {
            const struct token_sum *token = source->kept[i].sum;
            squares += token->squares;
            for (size_t t = 0; t < WEIGHT_LANES; t++)
                lane[t] += token->weight[t];
        }
        for (size_t t = 0; t < WEIGHT_LANES; t++)
            sum[t] += lane[t];
    }
    return squares;
}

CLONES int features_add_up(const struct feature_settings *settings,
                           const struct vocabulary *vocabulary,
                           const int16_t *weight, struct feature_source *source,
                           struct feature_sums *out, struct arena *arena,
                           struct error *err)
{
    struct known_features known = {.index = NULL};
    size_t end[BLOCKS], count = 0;
    int status;

    if ((status = look_all_up(vocabulary, source, &known, arena, err)) < 0)
        return status;
    for (size_t b = 0; b < BLOCKS; b++)
        end[b] = count = keep_known(&known, &source->block[b], b, count);
    for (size_t i = 0; i < count; i++)
        weights_fetch(weight, known.index[i]);
    memset(out, 0, sizeof(*out));
    for (size_t b = 0, begin = 0; b < BLOCKS; begin = end[b++]) {
        uint64_t squares = add_features(weight, known.index + begin,
                                        end[b] - begin, out->weight[b]);
        if (b == BLOCK_CHARACTERS)
            squares += add_kept(source, out->weight[b]);
        if (squares)
            out->factor[b] = block_factor((double)settings->block_scale[b],
                                          (enum feature_block)b, squares);
    }
    return STATUS_OK;
}
