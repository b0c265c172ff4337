#include "explain_inside.h"

#include "classify.h"
#include "cue.h"
#include "hash.h"
#include "utf8.h"

#include <string.h>

#define PARENT_CUE "words of the comment it answers"
#define QUOTED_CUE "in a quotation"
#define CUE_BYTES 96

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

/* Appends as much of `text`, up to a '?', as fits. */
static size_t append(char *name, size_t len, const char *text)
{
    while (*text && *text != '?' && len < CUE_BYTES - 1)
        name[len++] = *text++;
    name[len] = '\0';
    return len;
}

/* "insults/strong, said to someone"; the mark of a second, innocent sense is
 * for the features alone. */
static const char *phrase_name(const struct lexicon *lexicon,
                               const struct lexicon_feature *f,
                               struct arena *arena)
{
    char *name = arena_alloc(arena, CUE_BYTES, 1);

    if (!name)
        return "phrase";
    size_t len = append(name, 0, lexicon->class[f->class].name);
    if (f->other != LEXICON_ALONE) {
        len = append(name, len, " with ");
        len = append(name, len, lexicon->class[f->other].name);
    }
    append(name, len, voice_name(f->voice));
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
    const struct ngram_list *list = &source->block[block];
    const bool named = block == BLOCK_CUES || block == BLOCK_LEXICON;

    for (size_t i = 0; i < list->count; i++) {
        const uint32_t feature = list->feature[i];
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
        const struct ngram_list one = {end - i, list->ngram + i,
                                       list->feature + i};
        const struct feature_source long_token = {
            .block = {[BLOCK_CHARACTERS] = one}};
        add_block(self, in, &long_token, code_points, BLOCK_CHARACTERS, arena);
    }
    return STATUS_OK;
}

static bool same_place(const struct place *a, const struct place *b)
{
    return a->begin == b->begin && a->end == b->end &&
           explain_by_cue(a->cue, b->cue) == 0;
}

/* Makes one of all places that are equal; the first stays where it is. */
static int unite_places(struct explanation *self, struct arena *arena,
                        struct error *err)
{
    size_t size = 64, count = 0;

    while (size < self->places * 2)
        size *= 2;
    uint32_t *slot = arena_alloc(arena, size, sizeof(*slot));
    uint32_t *number = arena_alloc(arena, self->places, sizeof(*number));
    if (!slot || !number)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    memset(slot, 0, size * sizeof(*slot));
    for (size_t i = 0; i < self->places; i++) {
        const struct place place = self->place[i];
        /* not hash_mix(begin, end): all places of one length would be near */
        const uint64_t range = (uint64_t)place.begin << 32 | place.end;
        size_t at = hash_mix(0, range) >> 20 & (size - 1);
        while (slot[at] && !same_place(&self->place[slot[at] - 1], &place))
            at = (at + 1) & (size - 1);
        if (!slot[at]) {
            self->place[count++] = place;
            slot[at] = (uint32_t)count;
        }
        number[i] = slot[at] - 1;
    }
    for (size_t i = 0; i < self->count; i++)
        self->entry[i].place = number[self->entry[i].place];
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

int explain_scored(struct explanation **out, const struct model *model,
                   const struct feature_input *in, const struct scored *scored,
                   struct arena *arena, struct error *err)
{
    const struct model_parts *p = model_parts(model);
    const struct feature_source *source = &scored->source;
    struct explanation *self = arena_alloc(arena, 1, sizeof(*self));
    size_t total = source->kept_count, entry_end[BLOCKS];
    double value[WEIGHT_LANES];
    int status;

    for (size_t b = 0; b < BLOCKS; b++)
        total += source->block[b].count;
    struct entry *entry = arena_alloc(arena, total, sizeof(*entry));
    struct place *place = arena_alloc(arena, total, sizeof(*place));
    const uint32_t *code_points = count_code_points(in->text->original, arena);
    if (!self || !entry || !place || !code_points)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    *self = (struct explanation){
        .model = model, .entry = entry, .place = place};
    classify_values(model, &scored->sums, value);
    imply_origins(p->tone, p->tone_count, value, self->origin);
    if ((status = add_characters(self, in, source, code_points, arena, err)) <
        0)
        return status;
    entry_end[BLOCK_CHARACTERS] = self->count;
    for (size_t b = BLOCK_CHARACTERS + 1; b < BLOCKS; b++) {
        add_block(self, in, source, code_points, (enum feature_block)b, arena);
        entry_end[b] = self->count;
    }
    if ((status = share_out(self, &scored->sums, entry_end, arena, err)) < 0 ||
        (status = unite_places(self, arena, err)) < 0)
        return status;
    *out = self;
    return STATUS_OK;
}

int explain_open(struct explanation **out, const struct model *model,
                 const struct feature_input *in, struct arena *arena,
                 struct error *err)
{
    const struct classifier classifier = classifier_of(model);
    struct scored scored;
    struct verdict verdict;
    const int status =
        classify_text(&classifier, in, &verdict, &scored, arena, err);

    return status < 0
               ? status
               : explain_scored(out, model, in, &scored, arena, err);
}
