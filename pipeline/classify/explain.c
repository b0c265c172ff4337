#include "explain.h"

#include "cue.h"
#include "token.h"
#include "utf8.h"

#include <math.h>
#include <stdlib.h>

#define PARENT_CUE "words of the comment it answers"

/* One occurrence of a feature. */
struct entry {
    uint32_t feature;
    enum feature_block block;
    uint32_t begin, end; /* code points of the original, see reason */
    const char *cue;
    double share; /* 1 / occurrences of the feature in this text */
};

struct explanation {
    const struct model *model;
    struct feature_vector vector;
    size_t count;
    struct entry *entry; /* [count] sorted by place */
};

static int by_feature(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    return (x->feature > y->feature) - (x->feature < y->feature);
}

/* By place, then by what was found there, so that sums have one order. */
static int by_place(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    if (!x->cue != !y->cue)
        return x->cue ? 1 : -1;
    if (x->cue && strcmp(x->cue, y->cue) != 0)
        return strcmp(x->cue, y->cue);
    return by_feature(a, b);
}

/* Code point at which each byte of the original begins, [len + 1]. */
static uint32_t *count_code_points(struct view original, struct arena *arena)
{
    uint32_t *at = arena_alloc(arena, original.len + 1, sizeof(*at));
    uint32_t count = 0;

    for (size_t i = 0; at && i < original.len; i++) {
        at[i] = count;
        if (i + 1 == original.len ||
            ((unsigned char)original.ptr[i + 1] & 0xC0) != 0x80)
            count++;
    }
    if (at)
        at[original.len] = count;
    return at;
}

/* A chunk without the punctuation around its words. */
static void trim_chunk(struct view folded, uint32_t *begin, uint32_t *end)
{
    const struct view chunk = view_first(view_from(folded, *begin),
                                         *end - *begin);
    size_t at = 0;
    struct token token;
    uint32_t first = *end, last = *begin;

    while (token_next(chunk, &at, &token)) {
        if (token.kind != TOKEN_WORD)
            continue;
        if (first == *end)
            first = *begin + token.begin;
        last = *begin + token.end;
    }
    if (first < last) {
        *begin = first;
        *end = last;
    }
}

static void place_entry(const struct text *text, const uint32_t *code_points,
                        const struct ngram *gram, struct entry *e)
{
    uint32_t begin = gram->begin, end = gram->end;

    if (e->block == BLOCK_CHARACTERS)
        trim_chunk(text->folded, &begin, &end);
    if (e->block == BLOCK_PARENT || begin == end)
        return;
    e->begin = code_points[text->begin[begin]];
    e->end = code_points[text->end[end - 1]];
}

static size_t add_entries(const struct model_parts *p,
                          const struct feature_input *in,
                          const struct feature_source *source,
                          const uint32_t *code_points, struct entry *entry)
{
    size_t count = 0;

    for (size_t b = 0; b < BLOCKS; b++) {
        const struct ngram_list *list = &source->block[b];
        for (size_t i = 0; i < list->count; i++) {
            struct entry e = {
                vocabulary_find(&p->vocabulary, list->ngram[i].hash),
                (enum feature_block)b, 0, 0, NULL, 1.0};
            if (e.feature == VOCABULARY_NONE)
                continue;
            if (b == BLOCK_CUES)
                e.cue = cue_name(source->cue[i].kind);
            else if (b == BLOCK_PARENT)
                e.cue = PARENT_CUE;
            place_entry(in->text, code_points, &list->ngram[i], &e);
            entry[count++] = e;
        }
    }
    return count;
}

static void share_out(struct entry *entry, size_t count)
{
    size_t next;

    qsort(entry, count, sizeof(*entry), by_feature);
    for (size_t i = 0; i < count; i = next) {
        next = i + 1;
        while (next < count && entry[next].feature == entry[i].feature)
            next++;
        for (size_t j = i; j < next; j++)
            entry[j].share = 1.0 / (double)(next - i);
    }
    qsort(entry, count, sizeof(*entry), by_place);
}

int explain_open(struct explanation **out, const struct model *model,
                 const struct feature_input *in, struct arena *arena,
                 struct error *err)
{
    const struct model_parts *p = model_parts(model);
    struct explanation *self = arena_alloc(arena, 1, sizeof(*self));
    struct feature_source source;
    size_t total = 0;
    int status;

    if ((status = features_collect(&p->settings, in, &source, arena, err)) < 0)
        return status;
    for (size_t b = 0; b < BLOCKS; b++)
        total += source.block[b].count;
    struct entry *entry = arena_alloc(arena, total, sizeof(*entry));
    const uint32_t *code_points = count_code_points(in->text->original, arena);
    if (!self || !entry || !code_points)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    *self = (struct explanation){.model = model, .entry = entry};
    if ((status = features_run(&p->settings, &p->vocabulary, in, &self->vector,
                               arena, err)) < 0)
        return status;
    self->count = add_entries(p, in, &source, code_points, entry);
    share_out(entry, self->count);
    *out = self;
    return STATUS_OK;
}

static int by_weight(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    const double heavy_x = fabs(x->weight), heavy_y = fabs(y->weight);

    if (heavy_x != heavy_y)
        return heavy_x > heavy_y ? -1 : 1;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    if (x->cue && y->cue)
        return strcmp(x->cue, y->cue);
    return !x->cue - !y->cue;
}

static bool same_place(const struct entry *a, const struct entry *b)
{
    return a->begin == b->begin && a->end == b->end &&
           (a->cue == b->cue ||
            (a->cue && b->cue && strcmp(a->cue, b->cue) == 0));
}

int explain_tone(const struct explanation *self, size_t tone,
                 const struct reason **out, size_t *count, struct arena *arena,
                 struct error *err)
{
    const struct model_parts *p = model_parts(self->model);
    struct reason *list = arena_alloc(arena, self->count, sizeof(*list));
    size_t reasons = 0, next;

    if (!list)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    for (size_t i = 0; i < self->count; i = next) {
        double weight = 0;
        for (next = i; next < self->count &&
                       same_place(&self->entry[i], &self->entry[next]);
             next++) {
            const struct entry *e = &self->entry[next];
            weight += self->vector.factor[e->block] * e->share *
                      p->weight[(size_t)e->feature * MODEL_LANES + tone];
        }
        weight *= p->tone[tone].unit;
        if (weight != 0)
            list[reasons++] =
                (struct reason){(uint32_t)tone, self->entry[i].begin,
                                self->entry[i].end, weight,
                                self->entry[i].cue};
    }
    arena_shrink(arena, list, reasons * sizeof(*list));
    qsort(list, reasons, sizeof(*list), by_weight);
    *out = list;
    *count = reasons;
    return STATUS_OK;
}
