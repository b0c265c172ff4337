#include "explain.h"

#include "classify.h"
#include "cue.h"
#include "imply.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PARENT_CUE "words of the comment it answers"
#define QUOTED_CUE "in a quotation"
#define CUE_BYTES 96

/* A range of the text, or the cue that has none. */
struct place {
    uint32_t begin, end; /* code points of the original, see reason */
    const char *cue;
};

/* One occurrence of a feature; or the character n-grams of a token. */
struct entry {
    uint32_t feature;
    uint32_t place; /* index of its place */
    const struct token_sum *token; /* NULL: the feature */
    double scale;   /* factor of its block / occurrences of the feature */
};

struct explanation {
    const struct model *model;
    size_t count;
    struct entry *entry; /* [count] in order of blocks and text */
    size_t places;
    struct place *place; /* [places] in order of the text, all different */
    struct tone_origin origin[MODEL_LANES];
};

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

static struct place place_of(const struct feature_input *in,
                             const uint32_t *code_points,
                             enum feature_block block, uint32_t begin,
                             uint32_t end, const char *cue)
{
    struct place place = {0, 0, cue};

    if (block != BLOCK_PARENT && begin < end) {
        place.begin = code_points[in->text->begin[begin]];
        place.end = code_points[in->text->end[end - 1]];
    }
    return place;
}

/* The n-grams of a chunk follow each other: they share one place. */
static bool same_range(const struct ngram_list *list, size_t i)
{
    return i > 0 && list->ngram[i - 1].begin == list->ngram[i].begin &&
           list->ngram[i - 1].end == list->ngram[i].end;
}

static const char *voice_name(uint8_t voice)
{
    switch (voice) {
    case VOICE_QUOTED:
        return ", in a quotation";
    case VOICE_NEGATED:
        return ", negated";
    case VOICE_SAID_TO:
        return ", said to someone";
    case VOICE_SELF:
        return ", of oneself";
    case VOICE_ABOUT:
        return ", of a third person";
    case VOICE_SCARE:
        return ", held at arm's length";
    case VOICE_ASKED:
        return ", in a question";
    default:
        return "";
    }
}

/* "insults/strong, said to someone"; the mark of a second, innocent sense is
 * for the features alone. */
static const char *phrase_name(const struct lexicon *lexicon,
                               const struct lexicon_feature *f,
                               struct arena *arena)
{
    char *name = arena_alloc(arena, CUE_BYTES, 1);
    const char *class = lexicon->class[f->class].name, *other = "";

    if (!name)
        return "phrase";
    if (f->other != LEXICON_ALONE)
        other = lexicon->class[f->other].name;
    snprintf(name, CUE_BYTES, "%.*s%s%.*s%s", (int)strcspn(class, "?"), class,
             *other ? " with " : "", (int)strcspn(other, "?"), other,
             voice_name(f->voice));
    return name;
}

/* What stands behind feature i of a block when it is no word of its place. */
static const char *name_of(const struct explanation *self,
                           const struct feature_source *source,
                           enum feature_block block, size_t i,
                           struct arena *arena)
{
    switch (block) {
    case BLOCK_CUES:
        return cue_name(&source->cue[i]);
    case BLOCK_LEXICON:
        return phrase_name(&model_parts(self->model)->settings.lexicon,
                           &source->phrase[i], arena);
    case BLOCK_QUOTED:
        return QUOTED_CUE;
    case BLOCK_PARENT:
        return PARENT_CUE;
    case BLOCK_CHARACTERS:
    case BLOCK_WORDS:
    case BLOCKS:
    default:
        return NULL;
    }
}

static void add_block(struct explanation *self, const struct feature_input *in,
                      const struct feature_source *source,
                      const uint32_t *code_points, enum feature_block block,
                      struct arena *arena)
{
    const struct model_parts *p = model_parts(self->model);
    const struct ngram_list *list = &source->block[block];
    const bool named = block == BLOCK_CUES || block == BLOCK_LEXICON;

    for (size_t i = 0; i < list->count; i++) {
        const uint32_t feature =
            vocabulary_find(&p->vocabulary, list->ngram[i].hash);
        if (named && feature == VOCABULARY_NONE)
            continue;
        if (named || !same_range(list, i))
            self->place[self->places++] =
                place_of(in, code_points, block, list->ngram[i].begin,
                         list->ngram[i].end,
                         name_of(self, source, block, i, arena));
        if (feature != VOCABULARY_NONE)
            self->entry[self->count++] =
                (struct entry){feature, (uint32_t)self->places - 1, NULL, 0};
    }
}

static void add_token(struct explanation *self, const struct feature_input *in,
                      const uint32_t *code_points,
                      const struct token_sum *sum, uint32_t begin, uint32_t end)
{
    self->place[self->places++] =
        place_of(in, code_points, BLOCK_CHARACTERS, begin, end, NULL);
    self->entry[self->count++] = (struct entry){
        VOCABULARY_NONE, (uint32_t)self->places - 1, sum, 0};
}

/* The characters of each token.  Short ones are added up as whole numbers,
 * whether a memo did it or not: the same text gives the same bits. */
static int add_characters(struct explanation *self,
                          const struct feature_input *in,
                          const struct feature_source *source,
                          const uint32_t *code_points, struct arena *arena,
                          struct error *err)
{
    const struct model_parts *p = model_parts(self->model);
    const struct ngram_list *list = &source->block[BLOCK_CHARACTERS];

    for (size_t i = 0; i < source->kept_count; i++)
        add_token(self, in, code_points, source->kept[i].sum,
                  source->kept[i].begin, source->kept[i].end);
    for (size_t i = 0, end; i < list->count; i = end) {
        const uint32_t begin = list->ngram[i].begin;
        for (end = i + 1; end < list->count && same_range(list, end); end++)
            ;
        if (list->ngram[i].end - begin <= MEMO_TOKEN_BYTES) {
            struct token_sum *sum = arena_alloc(arena, 1, sizeof(*sum));
            if (!sum)
                return error_set(err, STATUS_TOO_BIG, "too many reasons");
            memo_add_up(sum, &p->vocabulary, p->weight, list->ngram + i,
                        end - i);
            add_token(self, in, code_points, sum, begin, list->ngram[i].end);
            continue;
        }
        const struct ngram_list one = {end - i, list->ngram + i};
        const struct feature_source long_token = {
            .block = {[BLOCK_CHARACTERS] = one}};
        add_block(self, in, &long_token, code_points, BLOCK_CHARACTERS, arena);
    }
    return STATUS_OK;
}

static int by_cue(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int by_place(const void *a, const void *b)
{
    const struct place *x = *(const struct place *const *)a;
    const struct place *y = *(const struct place *const *)b;

    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return by_cue(x->cue, y->cue);
}

/* Makes one of all places that are equal and sorts them. */
static int unite_places(struct explanation *self, struct arena *arena,
                        struct error *err)
{
    const struct place **sorted =
        arena_alloc(arena, self->places, sizeof(*sorted));
    uint32_t *number = arena_alloc(arena, self->places, sizeof(*number));
    struct place *united = arena_alloc(arena, self->places, sizeof(*united));
    size_t count = 0;

    if (!sorted || !number || !united)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    for (size_t i = 0; i < self->places; i++)
        sorted[i] = &self->place[i];
    qsort(sorted, self->places, sizeof(*sorted), by_place);
    for (size_t i = 0; i < self->places; i++) {
        if (!i || by_place(&sorted[i - 1], &sorted[i]) != 0)
            united[count++] = *sorted[i];
        number[sorted[i] - self->place] = (uint32_t)count - 1;
    }
    for (size_t i = 0; i < self->count; i++)
        self->entry[i].place = number[self->entry[i].place];
    self->place = united;
    self->places = count;
    return STATUS_OK;
}

/* How often each feature occurs: an open-addressing table in the arena. */
struct tally {
    uint32_t feature; /* + 1; 0 is empty */
    uint32_t count;
};

static struct tally *tally_find(struct tally *table, uint32_t mask,
                                uint32_t feature)
{
    uint32_t at = feature * 0x9E3779B1u >> 7 & mask;

    while (table[at].feature && table[at].feature != feature + 1)
        at = (at + 1) & mask;
    return &table[at];
}

/* Character n-grams, the first block, count each time; what else occurs more
 * than once is shared out. */
static int share_out(struct explanation *self,
                     const struct feature_sums *sums,
                     const size_t *entry_end, struct arena *arena,
                     struct error *err)
{
    const size_t first = entry_end[BLOCK_CHARACTERS];
    size_t size = 64;

    while (size < (self->count - first) * 2)
        size *= 2;
    struct tally *table = arena_alloc(arena, size, sizeof(*table));
    if (!table)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    memset(table, 0, size * sizeof(*table));
    for (size_t i = 0; i < first; i++)
        self->entry[i].scale = sums->factor[BLOCK_CHARACTERS];
    for (size_t i = first; i < self->count; i++) {
        struct tally *t = tally_find(table, (uint32_t)(size - 1),
                                     self->entry[i].feature);
        t->feature = self->entry[i].feature + 1;
        t->count++;
    }
    for (size_t i = first, b = BLOCK_CHARACTERS; i < self->count; i++) {
        while (i == entry_end[b])
            b++;
        self->entry[i].scale =
            sums->factor[b] /
            tally_find(table, (uint32_t)(size - 1), self->entry[i].feature)
                ->count;
    }
    return STATUS_OK;
}

int explain_open(struct explanation **out, const struct model *model,
                 const struct feature_input *in, struct arena *arena,
                 struct error *err)
{
    const struct model_parts *p = model_parts(model);
    struct explanation *self = arena_alloc(arena, 1, sizeof(*self));
    struct feature_source source;
    struct feature_sums sums;
    double value[MODEL_LANES];
    size_t total, entry_end[BLOCKS];
    int status;

    if (in->memo)
        classify_begin(model, in->memo);
    if ((status = features_collect(&p->settings, in, &source, arena, err)) <
            0 ||
        (status = features_add_up(&p->settings, &p->vocabulary, p->weight,
                                  &source, &sums, arena, err)) < 0)
        return status;
    total = source.kept_count;
    for (size_t b = 0; b < BLOCKS; b++)
        total += source.block[b].count;
    struct entry *entry = arena_alloc(arena, total, sizeof(*entry));
    struct place *place = arena_alloc(arena, total, sizeof(*place));
    const uint32_t *code_points = count_code_points(in->text->original, arena);
    if (!self || !entry || !place || !code_points)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    *self = (struct explanation){
        .model = model, .entry = entry, .place = place};
    if ((status = add_characters(self, in, &source, code_points, arena, err)) <
        0)
        return status;
    entry_end[BLOCK_CHARACTERS] = self->count;
    classify_values(model, &sums, value);
    imply_origins(p->tone, p->tone_count, value, self->origin);
    for (size_t b = BLOCK_CHARACTERS + 1; b < BLOCKS; b++) {
        add_block(self, in, &source, code_points, (enum feature_block)b,
                  arena);
        entry_end[b] = self->count;
    }
    if ((status = share_out(self, &sums, entry_end, arena, err)) < 0 ||
        (status = unite_places(self, arena, err)) < 0)
        return status;
    *out = self;
    return STATUS_OK;
}

double explain_bias(const struct explanation *self, size_t tone)
{
    const struct tone_origin *from = &self->origin[tone];

    return from->scale * model_parts(self->model)->tone[from->tone].bias +
           from->offset;
}

/* Heaviest first, equal ones in order of the text; no two have one place. */
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
    return by_cue(x->cue, y->cue);
}

int explain_tone(const struct explanation *self, size_t tone,
                 const struct reason **out, size_t *count, struct arena *arena,
                 struct error *err)
{
    const struct model_parts *p = model_parts(self->model);
    const struct tone_origin *from = &self->origin[tone];
    const double unit = p->tone[from->tone].unit * from->scale;
    struct reason *list = arena_alloc(arena, self->places, sizeof(*list));
    size_t reasons = 0;

    if (!list)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    for (size_t i = 0; i < self->places; i++)
        list[i] = (struct reason){(uint32_t)tone, self->place[i].begin,
                                  self->place[i].end, 0, self->place[i].cue};
    for (size_t i = 0; i < self->count; i++) {
        const struct entry *e = &self->entry[i];
        list[e->place].weight +=
            e->scale *
            (e->token ? e->token->weight[from->tone]
                      : p->weight[(size_t)e->feature * MODEL_LANES +
                                  from->tone]);
    }
    for (size_t i = 0; i < self->places; i++) {
        struct reason reason = list[i];
        reason.weight *= unit;
        if (reason.weight != 0)
            list[reasons++] = reason;
    }
    arena_shrink(arena, list, reasons * sizeof(*list));
    qsort(list, reasons, sizeof(*list), by_weight);
    *out = list;
    *count = reasons;
    return STATUS_OK;
}
