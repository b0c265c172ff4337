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

/* The features of a text that the vocabulary knows, repeated ones each time.
 * Block b holds index[end[b - 1]] .. index[end[b] - 1]. */
struct known_features {
    uint32_t *index;
    size_t end[BLOCKS];
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

/* Finds the features of a block.  Those that are known go to index[], which
 * has room for one more than all; returns how many.  Asks for what they weigh
 * unless `weight` is NULL. */
static size_t look_up(const struct vocabulary *vocabulary,
                      const int16_t *weight, struct ngram_list *list,
                      uint32_t *index)
{
    size_t count = 0;

    for (size_t i = 0; i < list->count; i++) {
        uint32_t feature = list->feature[i];
        if (feature == NGRAM_UNSEEN)
            feature = vocabulary_find(vocabulary, list->ngram[i].hash);
        list->feature[i] = feature;
        /* no branch on what is chance */
        const bool known = feature != VOCABULARY_NONE;
        if (weight)
            weights_fetch(weight, known ? feature : 0);
        index[count] = feature;
        count += known;
    }
    return count;
}

/* Of all blocks. */
static int look_all_up(const struct vocabulary *vocabulary,
                       const int16_t *weight, struct feature_source *source,
                       struct known_features *out, struct arena *arena,
                       struct error *err)
{
    size_t total = 0, count = 0;
    int status = STATUS_OK;

    for (size_t b = 0; b < BLOCKS && status == STATUS_OK; b++) {
        total += source->block[b].count;
        status = ask_for(vocabulary, &source->block[b], arena, err);
    }
    if (status < 0)
        return status;
    out->index = arena_alloc(arena, total + 1, sizeof(*out->index));
    if (!out->index)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    for (size_t b = 0; b < BLOCKS; b++)
        out->end[b] = count += look_up(vocabulary, weight, &source->block[b],
                                       out->index + count);
    return open_seen(&out->seen, count, arena, err);
}

/* Whether a feature of block b counts this time: character n-grams do each
 * time, and no cue comes twice. */
static bool counts(struct known_features *known, size_t b, uint32_t feature)
{
    return b == BLOCK_CHARACTERS || b == BLOCK_CUES ||
           enter_seen(&known->seen, feature);
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
        (status = look_all_up(vocabulary, NULL, &source, &known, arena, err)) <
            0)
        return status;
    for (size_t b = 0, i = 0; b < BLOCKS; b++) {
        uint64_t squares = 0;
        for (; i < known.end[b]; i++) {
            const uint32_t feature = known.index[i];
            if (!counts(&known, b, feature))
                continue;
            known.index[vector.count++] = feature;
            squares += vocabulary_squared(vocabulary, feature);
        }
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

/* Adds the features of block b up; returns the sum of their squared idf. */
static inline uint64_t add_block(const int16_t *weight,
                                 struct known_features *known, size_t b,
                                 int64_t sum[WEIGHT_LANES])
{
    const size_t block_end = known->end[b];
    uint64_t squares = 0;

    for (size_t i = b ? known->end[b - 1] : 0; i < block_end;) {
        const size_t rest = block_end - i;
        const size_t end = i + (rest < SAFE_ADDITIONS ? rest : SAFE_ADDITIONS);
        int32_t lane[WEIGHT_LANES] = {0};
        for (; i < end; i++) {
            const uint32_t feature = known->index[i];
            if (!counts(known, b, feature))
                continue;
            squares += weights_squared(weight, feature);
            weights_add(weight, feature, lane);
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
    int status;

    if ((status = look_all_up(vocabulary, weight, source, &known, arena, err)) <
        0)
        return status;
    memset(out, 0, sizeof(*out));
    for (size_t b = 0; b < BLOCKS; b++) {
        uint64_t squares = add_block(weight, &known, b, out->weight[b]);
        if (b == BLOCK_CHARACTERS)
            squares += add_kept(source, out->weight[b]);
        if (squares)
            out->factor[b] = block_factor((double)settings->block_scale[b],
                                          (enum feature_block)b, squares);
    }
    return STATUS_OK;
}
