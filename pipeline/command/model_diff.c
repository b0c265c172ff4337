#include "model_diff.h"

#include "diff_inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PAGE_COMMENTS 4096
#define PAGE_ARENA ((size_t)32 << 20) /* its texts, or fewer of longer ones */
/* ---- the tones of both -------------------------------------------------- */

static bool wanted(const struct diff *self, struct view name)
{
    return !self->options->tone || view_is(name, self->options->tone);
}

static void add_tones(struct diff *self, int side)
{
    const struct model_parts *parts = model_parts(self->model[side]);

    for (uint32_t i = 0; i < parts->tone_count; i++) {
        const struct view name = view_of(parts->tone[i].name);
        size_t t = 0;
        while (t < self->tone_count && !view_equal(self->tone[t].name, name))
            t++;
        if (t == self->tone_count && !wanted(self, name))
            continue;
        if (t == self->tone_count)
            self->tone[self->tone_count++] = (struct diff_tone){
                .name = name, .at = {-1, -1}
            };
        self->tone[t].at[side] = (int)i;
    }
}

static bool is_flagged(const struct diff *self, int side,
                       const struct diff_tone *tone, struct view section,
                       int32_t probability)
{
    const struct model_parts *parts = model_parts(self->model[side]);

    if (tone->at[side] < 0 ||
        (parts->tone[tone->at[side]].flags & TONE_OBSERVATION_ONLY))
        return false;
    const double own =
        parts->tone[tone->at[side]].threshold / (double)PROBABILITY_ONE;
    return probability >=
           lround(policy_threshold(self->policy, tone->name, section, own) *
                  PROBABILITY_ONE);
}

/* ---- the changes that tell most ----------------------------------------- */

static int32_t difference(const struct change *c)
{
    const int32_t a = c->probability[0] < 0 ? 0 : c->probability[0],
                  b = c->probability[1] < 0 ? 0 : c->probability[1];

    return a < b ? b - a : a - b;
}

/* Order of the list: negative when a comes first. */
static int by_difference(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    const int32_t x = difference(a), y = difference(b);

    if (x != y)
        return x > y ? -1 : 1;
    if (a->comment != b->comment)
        return a->comment < b->comment ? -1 : 1;
    return (int)a->tone - (int)b->tone;
}

static void swap(struct change *a, struct change *b)
{
    const struct change held = *a;

    *a = *b;
    *b = held;
}

static void sift_down(struct diff *self)
{
    for (size_t at = 0;;) {
        size_t last = at;
        for (size_t child = 2 * at + 1;
             child <= 2 * at + 2 && child < self->heap_count; child++)
            if (by_difference(&self->heap[child], &self->heap[last]) > 0)
                last = child;
        if (last == at)
            return;
        swap(&self->heap[at], &self->heap[last]);
        at = last;
    }
}

static void keep(struct diff *self, const struct change *change)
{
    if (self->heap_count < self->options->limit) {
        size_t at = self->heap_count++;
        self->heap[at] = *change;
        for (; at &&
               by_difference(&self->heap[at], &self->heap[(at - 1) / 2]) > 0;
             at = (at - 1) / 2)
            swap(&self->heap[at], &self->heap[(at - 1) / 2]);
    } else if (self->heap_count && by_difference(change, self->heap) < 0) {
        self->heap[0] = *change;
        sift_down(self);
    }
}

static void compare(struct diff *self, size_t i)
{
    const struct stored_comment *stored = &self->page.item[i];
    const struct verdict *v[2] = {&self->verdict[0][i], &self->verdict[1][i]};
    bool changed = false;

    if (!v[0]->tone_count || !v[1]->tone_count) {
        self->failed++;
        return;
    }
    self->comments++;
    for (size_t t = 0; t < self->tone_count; t++) {
        struct diff_tone *tone = &self->tone[t];
        struct change change = {.comment = stored->at.key, .tone = (uint16_t)t};
        bool flagged[2];
        for (int side = 0; side < 2; side++) {
            change.probability[side] =
                tone->at[side] < 0 ? -1
                                   : v[side]->tone[tone->at[side]].probability;
            flagged[side] =
                is_flagged(self, side, tone, stored->comment.section,
                           change.probability[side]);
        }
        change.flagged = flagged[1];
        if (flagged[0] == flagged[1]) {
            tone->same++;
            continue;
        }
        changed = true;
        ++*(flagged[1] ? &tone->flagged : &tone->withdrawn);
        keep(self, &change);
    }
    self->changed += changed;
}

/* ---- a page through both models ----------------------------------------- */

static bool ready(void *context)
{
    (void)context;
    return true;
}

static int next(void *context, struct comment *out, struct arena *arena,
                struct error *err)
{
    struct diff *self = context;

    (void)arena; /* the page's arena lives longer than the batch */
    (void)err;
    if (self->handed == self->page.count)
        return 0;
    *out = self->page.item[self->handed++].comment;
    return 1;
}

static int deliver(void *context, const struct record *record,
                   const struct buffer *last, struct error *err)
{
    struct diff *self = context;
    struct verdict *to = &self->verdict[self->side][self->delivered++];

    (void)last;
    (void)err;
    *to = record->verdict;
    if (record->error.status != STATUS_OK)
        to->tone_count = 0;
    return STATUS_OK;
}

static int score_pages(struct diff *self, struct error *err)
{
    const struct pipeline_ends ends = {self, ready, next, NULL, deliver};
    int64_t after = 0;
    int status;

    for (;;) {
        arena_reset(&self->arena);
        if ((status = store_texts(self->store, after, PAGE_COMMENTS,
                                  &self->arena, &self->page, err)) < 0 ||
            !self->page.count)
            break;
        after = self->page.item[self->page.count - 1].at.key;
        for (self->side = 0; self->side < 2; self->side++) {
            self->handed = self->delivered = 0;
            if ((status = pipeline_stream(self->pipeline[self->side], &ends,
                                          self->options->threads, err)) < 0)
                return status;
        }
        for (size_t i = 0; i < self->page.count; i++)
            compare(self, i);
        if (self->around->terminal)
            fprintf(stderr, "\rcompared: %zu", self->comments);
    }
    if (self->around->terminal)
        fprintf(stderr, "\r\33[K");
    qsort(self->heap, self->heap_count, sizeof(*self->heap), by_difference);
    return status;
}

/* ---- all of it ---------------------------------------------------------- */

static int open_diff(struct diff *self, struct error *err)
{
    for (int side = 0; side < 2; side++) {
        self->pipeline[side] = malloc(sizeof(*self->pipeline[side]));
        self->verdict[side] =
            calloc(PAGE_COMMENTS, sizeof(*self->verdict[side]));
        if (!self->pipeline[side] || !self->verdict[side])
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        pipeline_open(self->pipeline[side], self->model[side]);
        add_tones(self, side);
    }
    self->heap = calloc(self->options->limit + 1, sizeof(*self->heap));
    if (!self->heap)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (!self->tone_count)
        return error_set(err, STATUS_NOT_FOUND, "neither model has a tone '%s'",
                         self->options->tone);
    return arena_open(&self->arena, PAGE_ARENA, err);
}

int model_diff_run(struct store *store, const struct policy *policy,
                   const struct found_model *a, const struct found_model *b,
                   const struct diff_options *options,
                   const struct surroundings *around, struct error *err)
{
    struct diff *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->store = store;
    self->policy = policy;
    self->options = options;
    self->around = around;
    self->model[0] = a->model;
    self->model[1] = b->model;
    if ((status = open_diff(self, err)) == STATUS_OK &&
        (status = score_pages(self, err)) == STATUS_OK)
        status = diff_print(self, err);
    for (int side = 0; side < 2; side++) {
        free(self->pipeline[side]);
        free(self->verdict[side]);
    }
    free(self->heap);
    arena_free(&self->arena);
    free(self);
    return status;
}
