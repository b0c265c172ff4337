#include "features.h"

#include "cue.h"

#include <math.h>
#include <string.h>

static int collect_cues(const struct feature_input *in,
                        struct feature_source *out, struct arena *arena,
                        struct error *err)
{
    struct cue *cue = arena_alloc(arena, CUE_KINDS, sizeof(*cue));
    struct ngram *list = arena_alloc(arena, CUE_KINDS, sizeof(*list));

    if (!cue || !list)
        return error_set(err, STATUS_TOO_BIG, "no room for cues");
    cue_find(in->text, in->parent != NULL, cue);
    for (size_t i = 0; i < CUE_KINDS; i++) {
        const uint64_t hash = ngram_mix(ngram_seed(NGRAM_CUE), cue[i].kind);
        list[i] = (struct ngram){ngram_mix(hash, cue[i].value), cue[i].begin,
                                 cue[i].end};
    }
    out->cue = cue;
    out->block[BLOCK_CUES] = (struct ngram_list){CUE_KINDS, list};
    return STATUS_OK;
}

int features_collect(const struct feature_settings *s,
                     const struct feature_input *in,
                     struct feature_source *out, struct arena *arena,
                     struct error *err)
{
    struct feature_source source = {.cue = NULL};
    const struct ngram_settings single = {.word_max = 1};
    int status = STATUS_OK;

    if (s->block_scale[BLOCK_CHARACTERS] > 0)
        status = ngram_characters(&s->ngram, in->text->folded,
                                  &source.block[BLOCK_CHARACTERS], arena, err);
    if (status == STATUS_OK && s->block_scale[BLOCK_WORDS] > 0)
        status = ngram_words(&s->ngram, NGRAM_WORD, in->text->folded,
                             &source.block[BLOCK_WORDS], arena, err);
    if (status == STATUS_OK && s->block_scale[BLOCK_CUES] > 0)
        status = collect_cues(in, &source, arena, err);
    if (status == STATUS_OK && s->block_scale[BLOCK_PARENT] > 0 && in->parent)
        status = ngram_words(&single, NGRAM_PARENT, in->parent->folded,
                             &source.block[BLOCK_PARENT], arena, err);
    if (status == STATUS_OK)
        *out = source;
    return status;
}

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

int features_run(const struct feature_settings *settings,
                 const struct vocabulary *vocabulary,
                 const struct feature_input *in, struct feature_vector *out,
                 struct arena *arena, struct error *err)
{
    struct feature_source source;
    struct feature_vector vector = {.count = 0};
    struct seen seen = {NULL, 0};
    size_t total = 0;
    int status;

    if ((status = features_collect(settings, in, &source, arena, err)) < 0)
        return status;
    for (size_t b = 0; b < BLOCKS; b++)
        total += source.block[b].count;
    uint32_t *index = arena_alloc(arena, total, sizeof(*index));
    if (!index)
        return error_set(err, STATUS_TOO_BIG, "too many features");
    if ((status = open_seen(&seen, total, arena, err)) < 0)
        return status;
    for (size_t b = 0; b < BLOCKS; b++) {
        uint64_t squares = 0;
        for (size_t i = 0; i < source.block[b].count; i++) {
            const uint32_t f =
                vocabulary_find(vocabulary, source.block[b].ngram[i].hash);
            if (f == VOCABULARY_NONE || !enter_seen(&seen, f))
                continue;
            index[vector.count++] = f;
            squares += vocabulary->squared_idf[f];
        }
        vector.block_end[b] = vector.count;
        if (squares)
            vector.factor[b] = (double)settings->block_scale[b] /
                               sqrt((double)squares / SQUARED_IDF_ONE);
    }
    vector.index = index;
    *out = vector;
    return STATUS_OK;
}
