/* Features looked up in a vocabulary, weighed by block. */
#include "features.h"

#include <math.h>
#include <string.h>

/* |weight| <= 2^15: so many of them stay inside an int32. */
#define SAFE_ADDITIONS 32768

/* Tokens of MEMO_TOKEN_BYTES whose sums stay inside an int32 likewise. */
#define SAFE_TOKENS                                                            \
    (SAFE_ADDITIONS / ((MEMO_TOKEN_BYTES + 1) * NGRAM_LENGTHS))

#define AHEAD 8 /* features that are asked of memory before they are needed */

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
        if (i + AHEAD < list->count)
            vocabulary_fetch(vocabulary, list->ngram[i + AHEAD].hash);
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
            if (i + AHEAD < part)
                __builtin_prefetch(weight +
                                   (size_t)index[i + AHEAD] * WEIGHT_LANES);
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
