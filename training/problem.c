#include "problem.h"

#include "constant.h"
#include "wordbook_build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RARE_CHARACTERS 1 /* more comments for a character n-gram: a third of
                           * the table, and hardly an accuracy lost        */

/* One n-gram while the vocabulary is counted. */
struct counted {
    uint64_t hash;
    uint32_t frequency; /* comments it stands in; 0 in an empty slot     */
    uint32_t last;      /* comment + 1 that counted it last              */
    uint8_t block;
};

struct counter {
    struct counted *slot; /* [size] open addressing */
    size_t size, used;
};

static struct counted *find_slot(const struct counter *c, uint64_t hash)
{
    size_t at = hash & (c->size - 1);

    while (c->slot[at].frequency && c->slot[at].hash != hash)
        at = (at + 1) & (c->size - 1);
    return &c->slot[at];
}

static int grow(struct counter *c, struct error *err)
{
    struct counter larger = {.size = c->size ? c->size * 2 : 1u << 16,
                             .used = c->used};

    larger.slot = calloc(larger.size, sizeof(*larger.slot));
    if (!larger.slot)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < c->size; i++)
        if (c->slot[i].frequency)
            *find_slot(&larger, c->slot[i].hash) = c->slot[i];
    free(c->slot);
    *c = larger;
    return STATUS_OK;
}

static int count_source(struct counter *c, const struct feature_source *source,
                        uint32_t comment, struct error *err)
{
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t i = 0; i < source->block[b].count; i++) {
            if (c->used * 2 >= c->size && grow(c, err) < 0)
                return err->status;
            const uint64_t hash = source->block[b].ngram[i].hash;
            struct counted *slot = find_slot(c, hash);
            if (!slot->frequency) {
                *slot = (struct counted){.hash = hash, .block = (uint8_t)b};
                c->used++;
            } else if (slot->last == comment + 1) {
                continue;
            }
            slot->last = comment + 1;
            slot->frequency++;
        }
    return STATUS_OK;
}

int problem_input(const struct corpus *corpus, size_t i,
                  const struct normalizer *normalizer, struct text text[2],
                  struct feature_input *in, struct arena *arena,
                  struct error *err)
{
    const struct labelled *k = &corpus->comment[i];
    int status;

    *in = (struct feature_input){.text = &text[0]};
    if ((status = normalizer_run(normalizer, k->text, &text[0], arena, err)) <
            0 ||
        !k->parent_text.len)
        return status;
    in->parent = &text[1];
    return normalizer_run(normalizer, k->parent_text, &text[1], arena, err);
}

static int count_ngrams(const struct corpus *corpus, const struct problem *self,
                        const struct normalizer *normalizer,
                        struct counter *counter, struct arena *arena,
                        struct error *err)
{
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < self->count; i++) {
        struct text text[2];
        struct feature_input in;
        struct feature_source source;
        arena_reset(arena);
        if ((status = problem_input(corpus, self->comment[i], normalizer, text,
                                    &in, arena, err)) < 0 ||
            (status = features_collect(&self->settings, &in, &source, arena,
                                       err)) < 0)
            break;
        status = count_source(counter, &source, (uint32_t)i, err);
    }
    return status;
}

/* Those that most texts ask for share the first pages of the weight table. */
static int by_frequency(const void *a, const void *b)
{
    const struct counted *x = a, *y = b;

    if (x->frequency != y->frequency)
        return x->frequency > y->frequency ? -1 : 1;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

/* Leaves the frequent n-grams at the front of the table, sorted. */
static size_t keep_frequent(struct counter *c,
                            const struct problem_settings *settings)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->size; i++)
        if (c->slot[i].frequency &&
            c->slot[i].frequency >=
            settings->min_frequency +
                (c->slot[i].block == BLOCK_CHARACTERS ? RARE_CHARACTERS : 0))
            c->slot[kept++] = c->slot[i];
    if (kept)
        qsort(c->slot, kept, sizeof(*c->slot), by_frequency);
    return kept;
}

static int enter_all(struct problem *self, const struct counted *kept,
                     size_t count, struct error *err)
{
    struct vocabulary *v = &self->vocabulary;
    uint32_t bits = 5;

    if (count > VOCABULARY_CEILING)
        return error_set(err, STATUS_TOO_BIG, "more than %u features",
                         VOCABULARY_CEILING);
    /* At most three of five places are taken: a bucket in nine is full then,
     * and half as full would double the table. */
    while (((size_t)VOCABULARY_BUCKET << bits) * 3 < count * 5)
        bits++;
    struct vocabulary_bucket *bucket =
        calloc((size_t)1 << bits, sizeof(*bucket));
    uint16_t *squared_idf = malloc((count + 1) * sizeof(*squared_idf));
    *v = (struct vocabulary){bucket, squared_idf, 1, bits, (uint32_t)count};
    self->block = malloc(count + 1);
    if (!bucket || !squared_idf || !self->block)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        vocabulary_enter(bucket, bits, kept[i].hash, (uint32_t)i);
        squared_idf[i] = vocabulary_squared_idf(self->count, kept[i].frequency);
        self->block[i] = kept[i].block;
    }
    return STATUS_OK;
}

static int by_number(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Room for `more` entries behind `used`; both arrays grow together. */
static int reserve(struct problem *self, size_t *room, size_t need,
                   struct error *err)
{
    if (need <= *room)
        return STATUS_OK;
    size_t size = *room ? *room : 1u << 20;
    while (size < need)
        size *= 2;
    uint32_t *index = realloc(self->index, size * sizeof(*index));
    if (index)
        self->index = index;
    float *unit = realloc(self->unit, size * sizeof(*unit));
    if (unit)
        self->unit = unit;
    if (!index || !unit)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    *room = size;
    return STATUS_OK;
}

/* Sorted, a repeated feature once with the sum of its values.  Returns how
 * many there are. */
static size_t fill_row(struct problem *self, size_t at,
                       const struct feature_vector *v)
{
    uint32_t *index = self->index + at;
    float *unit = self->unit + at;
    size_t count = 0;

    if (!v->count)
        return 0; /* there may be no array yet */
    memcpy(index, v->index, v->count * sizeof(*index));
    qsort(index, v->count, sizeof(*index), by_number);
    for (size_t i = 0; i < v->count;) {
        const uint32_t f = index[i];
        const double squared = vocabulary_squared(&self->vocabulary, f);
        size_t times = 0;
        for (; i < v->count && index[i] == f; i++)
            times++;
        index[count] = f;
        unit[count++] =
            (float)((double)times * sqrt(squared / SQUARED_IDF_ONE) *
                    v->factor[self->block[f]]);
    }
    return count;
}

void problem_scale(struct problem *self, const float scale[BLOCKS])
{
    memcpy(self->settings.block_scale, scale,
           sizeof(self->settings.block_scale));
    for (size_t k = 0; k < self->row[self->count]; k++)
        self->value[k] = self->unit[k] * scale[self->block[self->index[k]]];
}

static int fill_rows(struct problem *self, const struct corpus *corpus,
                     const struct normalizer *normalizer, struct arena *arena,
                     struct error *err)
{
    size_t room = 0;
    int status;

    self->row = calloc(self->count + 1, sizeof(*self->row));
    if (!self->row)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < self->count; i++) {
        struct text text[2];
        struct feature_input in;
        struct feature_vector v;
        arena_reset(arena);
        if ((status = problem_input(corpus, self->comment[i], normalizer, text,
                                    &in, arena, err)) < 0 ||
            (status = features_run(&self->settings, &self->vocabulary, &in, &v,
                                   arena, err)) < 0 ||
            (status = reserve(self, &room, self->row[i] + v.count, err)) < 0)
            return status;
        self->row[i + 1] =
            self->row[i] + fill_row(self, self->row[i], &v);
    }
    return STATUS_OK;
}

static int choose_rows(struct problem *self, const struct corpus *corpus,
                       struct error *err)
{
    self->comment = malloc((corpus->count + 1) * sizeof(*self->comment));
    if (!self->comment)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < corpus->count; i++)
        if (!corpus->comment[i].test)
            self->comment[self->count++] = i;
    if (!self->count)
        return error_set(err, STATUS_BAD_INPUT, "no comment to train on");
    return STATUS_OK;
}

int problem_build(struct problem *out, const struct corpus *corpus,
                  const struct problem_settings *settings, struct error *err)
{
    struct problem self = {
        .settings = {.ngram = settings->features.ngram,
                     .block_scale = {0}}
    };
    struct counter counter = {.slot = NULL};
    struct arena arena = {NULL, 0, 0};
    struct normalizer normalizer;
    int status;

    for (size_t b = 0; b < BLOCKS; b++)
        self.settings.block_scale[b] = settings->features.block_scale[b] > 0;
    if ((status = arena_open(&arena, LINE_ARENA, err)) < 0 ||
        (status = choose_rows(&self, corpus, err)) < 0 ||
        (status = lexicon_build(&self.lexicon, settings->lexicon, err)) < 0 ||
        (status = wordbook_build(&self.words, corpus, self.comment, self.count,
                                 &self.lexicon, err)) < 0)
        goto out;
    self.settings.lexicon = self.lexicon.lexicon;
    normalizer_open(&normalizer, &self.words);
    if ((status = count_ngrams(corpus, &self, &normalizer, &counter, &arena,
                               err)) < 0)
        goto out;
    const size_t kept = keep_frequent(&counter, settings);
    if ((status = enter_all(&self, counter.slot, kept, err)) < 0 ||
        (status = fill_rows(&self, corpus, &normalizer, &arena, err)) < 0)
        goto out;
    self.value = malloc((self.row[self.count] + 1) * sizeof(*self.value));
    if (!self.value) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    problem_scale(&self, settings->features.block_scale);
    *out = self;
    self = (struct problem){.count = 0};
out:
    free(counter.slot);
    arena_free(&arena);
    problem_free(&self);
    return status;
}

void problem_free(struct problem *self)
{
    free_constant(self->vocabulary.bucket);
    free_constant(self->vocabulary.squared_idf);
    lexicon_build_free(&self->lexicon);
    wordbook_build_free(&self->words);
    free(self->comment);
    free(self->row);
    free(self->index);
    free(self->unit);
    free(self->value);
    free(self->block);
    *self = (struct problem){.count = 0};
}
