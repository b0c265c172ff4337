#include "pipeline.h"

#include "explain.h"
#include "workers.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_COMMENTS 64 /* three batches a thread stay in its cache */
#define BATCH_BYTES ((size_t)512 << 10) /* a batch is closed beyond      */
#define BATCH_ARENA ((size_t)16 << 20)  /* and the largest record still fits */
#define BATCH_WRITTEN ((size_t)64 << 20)

struct batch {
    struct arena arena; /* comments and reasons */
    struct buffer written;
    size_t count;
    struct record record[BATCH_COMMENTS];
};

struct stream {
    const struct pipeline *pipeline;
    const struct pipeline_ends *ends;
    struct error failed; /* of next; told when what came before is through */
    struct workbench bench[THREADS_CEILING];
};

void pipeline_open(struct pipeline *self, const struct model *model)
{
    *self = (struct pipeline){.classifier = classifier_of(model)};
    normalizer_open(&self->normalizer, &model_parts(model)->words);
}

/* A cue's name as long as the record; NULL for none, and for no room. */
static const char *keep_cue(const char *cue, struct arena *keep)
{
    struct view kept = {NULL, 0};
    struct error ignored = {.status = STATUS_OK};

    if (cue)
        arena_copy(keep, view_of(cue), &kept, &ignored);
    return kept.ptr;
}

static bool any_flag(const struct verdict *verdict)
{
    for (size_t t = 0; t < verdict->tone_count; t++)
        if (verdict->tone[t].flagged)
            return true;
    return false;
}

/* The heaviest reasons for each flagged tone. */
static int explain_flags(const struct pipeline *self, struct record *r,
                         const struct feature_input *in,
                         const struct scored *scored, struct arena *scratch,
                         struct arena *keep, struct error *err)
{
    struct reason *kept = arena_alloc(
        keep, self->reasons * r->verdict.tone_count, sizeof(*kept));
    struct explanation *explanation;
    int status;

    if (!kept)
        return error_set(err, STATUS_TOO_BIG, "no room for reasons");
    r->reason = kept;
    if (!any_flag(&r->verdict))
        return STATUS_OK;
    if ((status = explain_scored(&explanation, self->classifier.model, in,
                                 scored, scratch, err)) < 0)
        return status;
    for (size_t t = 0; t < r->verdict.tone_count; t++) {
        struct reason *of_tone = kept + r->reason_count;
        size_t count;
        if (!r->verdict.tone[t].flagged)
            continue;
        if ((status = explain_best(explanation, t, of_tone, self->reasons,
                                   &count, scratch, err)) < 0)
            return status;
        for (size_t i = 0; i < count; i++)
            of_tone[i].cue = keep_cue(of_tone[i].cue, keep);
        r->reason_count += count;
    }
    return STATUS_OK;
}

int workbench_open(struct workbench *self, struct error *err)
{
    int status;

    *self = (struct workbench){.memo = {.count = 0}};
    if ((status = arena_open(&self->scratch, PIPELINE_ARENA, err)) < 0 ||
        (status = memo_open(&self->memo, err)) < 0)
        workbench_free(self);
    return status;
}

void workbench_free(struct workbench *self)
{
    arena_free(&self->scratch);
    memo_free(&self->memo);
}

int pipeline_run(const struct pipeline *self, struct record *r,
                 struct workbench *bench, struct arena *keep,
                 struct error *err)
{
    struct arena *scratch = &bench->scratch;
    struct feature_input in = {.text = &r->text, .memo = &bench->memo};
    struct scored scored;
    int status;

    if ((status = normalizer_run(&self->normalizer, r->comment.text, &r->text,
                                 scratch, err)) < 0)
        return status;
    r->language = r->text.language;
    if (r->comment.parent_text.len) {
        in.parent = &r->parent;
        if ((status = normalizer_run(&self->normalizer, r->comment.parent_text,
                                     &r->parent, scratch, err)) < 0)
            return status;
    }
    if ((status = classify_text(&self->classifier, &in, &r->verdict,
                                self->reasons ? &scored : NULL, scratch,
                                err)) < 0)
        return status;
    return self->reasons ? explain_flags(self, r, &in, &scored, scratch, keep,
                                         err)
                         : STATUS_OK;
}

static bool ready(void *context)
{
    const struct stream *s = context;

    return s->ends->ready(s->ends->context);
}

/* All but the room for messages. */
static void clear_record(struct record *r)
{
    memset(r, 0, offsetof(struct record, error));
    error_clear(&r->error);
}

/* Fills a batch until it is full or the input would keep it waiting. */
static int produce(void *context, void *place, struct error *err)
{
    struct stream *s = context;
    struct batch *b = place;

    b->count = 0;
    arena_reset(&b->arena);
    buffer_clear(&b->written);
    while (s->failed.status == STATUS_OK && b->count < BATCH_COMMENTS &&
           b->arena.used < BATCH_BYTES && (!b->count || ready(context))) {
        struct record *r = &b->record[b->count];
        clear_record(r);
        const int status =
            s->ends->next(s->ends->context, &r->comment, &b->arena, &r->error);
        if (status < 0 && status != STATUS_BAD_RECORD)
            s->failed = r->error;
        else if (status)
            b->count++;
        else
            break;
    }
    if (b->count || s->failed.status == STATUS_OK)
        return b->count > 0;
    *err = s->failed;
    return err->status;
}

static int work(void *context, void *place, size_t thread, struct error *err)
{
    struct stream *s = context;
    struct batch *b = place;
    struct workbench *bench = &s->bench[thread];

    if (!bench->scratch.base && workbench_open(bench, err) < 0)
        return err->status;
    for (size_t i = 0; i < b->count; i++) {
        struct record *r = &b->record[i];
        arena_reset(&bench->scratch);
        /* what is too big for one comment is that comment's own fault */
        if (r->error.status == STATUS_OK)
            pipeline_run(s->pipeline, r, bench, &b->arena, &r->error);
        if (s->ends->write &&
            s->ends->write(s->ends->context, r, &b->written, err) < 0)
            return err->status;
    }
    return STATUS_OK;
}

static int consume(void *context, void *place, struct error *err)
{
    const struct stream *s = context;
    const struct batch *b = place;
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < b->count; i++)
        status = s->ends->deliver(s->ends->context, &b->record[i],
                                  i + 1 == b->count ? &b->written : NULL, err);
    return status;
}

static void free_batches(struct batch **batch, size_t count)
{
    for (size_t i = 0; batch && i < count; i++) {
        if (batch[i]) {
            arena_free(&batch[i]->arena);
            buffer_free(&batch[i]->written);
        }
        free(batch[i]);
    }
    free(batch);
}

static int open_batches(struct batch ***out, size_t count, struct error *err)
{
    struct batch **batch = calloc(count, sizeof(*batch));
    int status = STATUS_OK;

    for (size_t i = 0; batch && status == STATUS_OK && i < count; i++) {
        batch[i] = calloc(1, sizeof(**batch));
        status = batch[i] ? arena_open(&batch[i]->arena, BATCH_ARENA, err)
                          : STATUS_NO_MEMORY;
        if (batch[i])
            batch[i]->written.ceiling = BATCH_WRITTEN;
    }
    if (!batch || status < 0) {
        free_batches(batch, count);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    *out = batch;
    return STATUS_OK;
}

int pipeline_stream(const struct pipeline *self,
                    const struct pipeline_ends *ends, size_t threads,
                    struct error *err)
{
    struct stream stream = {.pipeline = self, .ends = ends};
    const struct batch_stream calls = {&stream, ready, produce, work, consume};
    struct batch **batch = NULL;
    void *place[THREADS_CEILING * 3];
    int status;

    if (threads > THREADS_CEILING)
        threads = THREADS_CEILING;
    const size_t batches = threads == 1 ? 1 : threads * 3;
    if ((status = open_batches(&batch, batches, err)) < 0)
        return status;
    for (size_t i = 0; i < batches; i++)
        place[i] = batch[i];
    status = workers_stream(threads, &calls, place, batches, err);
    free_batches(batch, batches);
    for (size_t i = 0; i < THREADS_CEILING; i++)
        workbench_free(&stream.bench[i]);
    return status;
}
