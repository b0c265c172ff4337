/* stages MODEL FILE: what each stage of the filter costs, alone.
 *
 * FILE  plain lines, a comment each
 * One JSON object on standard output: comments, bytes, and for each stage the
 * seconds of a core that all comments take (the median of ROUNDS):
 *
 *   read       lines to comments
 *   normalize  folding and repair
 *   score      features, weights, calibration
 *   write      lines of JSON
 *   limit      no stage: a bare loop over the same texts, folded and cut into
 *              tokens beforehand, that hashes the same n-grams, finds them
 *              in the vocabulary and adds their weights up */
#include "classify.h"
#include "pipeline.h"
#include "reader.h"
#include "score_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 7
#define KEPT ((size_t)2 << 30) /* reserved for texts, touched as needed */
#define LINES_CEILING ((size_t)1 << 30)

struct bench {
    struct model *model;
    struct pipeline pipeline;
    struct workbench bench;
    struct arena kept;     /* comments, texts, tokens */
    const char *path;
    size_t count, room;
    struct record *record; /* [count] */
    struct token_list *tokens;
    size_t bytes;
    uint64_t sink; /* so that nothing is left out as unused */
};

static void give_up(const char *what, const struct error *err)
{
    fprintf(stderr, "stages: %s: %s\n", what, err->message);
    exit(1);
}

static double core_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* ---- the stages --------------------------------------------------------- */

static void read_all(struct bench *b)
{
    const struct reader_options options = {.format = FORMAT_LINES,
                                           .now = 0};
    struct error err = {.status = STATUS_OK};
    struct source *source;
    struct reader *reader;
    int status;

    arena_reset(&b->kept);
    b->count = b->bytes = 0;
    if (source_open(&source, b->path, &err) < 0 ||
        reader_open(&reader, source, &options, &err) < 0)
        give_up(b->path, &err);
    for (;; b->count++) {
        if (b->count == b->room) {
            b->room = b->room ? b->room * 2 : 1024;
            b->record = realloc(b->record, b->room * sizeof(*b->record));
            if (!b->record)
                abort();
        }
        struct record *r = &b->record[b->count];
        *r = (struct record){.error = {.status = STATUS_OK}};
        status = reader_next(reader, &r->comment, &b->kept, &err);
        if (status <= 0)
            break;
        b->bytes += r->comment.text.len;
    }
    if (status < 0)
        give_up(b->path, &err);
    reader_free(reader);
    source_free(source);
}

static void normalize_all(struct bench *b)
{
    struct error err = {.status = STATUS_OK};
    const size_t used = b->kept.used;

    for (size_t i = 0; i < b->count; i++)
        if (normalizer_run(&b->pipeline.normalizer, b->record[i].comment.text,
                           &b->record[i].text, &b->kept, &err) < 0)
            give_up("normalize", &err);
    b->kept.used = used; /* stays as it is until the next stage's end */
}

static void score_all(struct bench *b)
{
    struct error err = {.status = STATUS_OK};

    for (size_t i = 0; i < b->count; i++) {
        const struct feature_input in = {.text = &b->record[i].text,
                                         .memo = &b->bench.memo};
        arena_reset(&b->bench.scratch);
        if (classify_text(&b->pipeline.classifier, &in, &b->record[i].verdict,
                          NULL, &b->bench.scratch, &err) < 0)
            give_up("score", &err);
    }
}

static void write_all(struct bench *b)
{
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ceiling = LINES_CEILING};

    for (size_t i = 0; i < b->count; i++) {
        if (score_line_add(&out, b->model, &b->record[i], &err) < 0)
            give_up("write", &err);
        if (out.len > 1 << 16) {
            b->sink += (unsigned char)out.ptr[out.len / 2];
            buffer_clear(&out);
        }
    }
    buffer_free(&out);
}

static void cut_all(struct bench *b)
{
    struct error err = {.status = STATUS_OK};

    b->tokens = calloc(b->count + 1, sizeof(*b->tokens));
    if (!b->tokens)
        abort();
    for (size_t i = 0; i < b->count; i++)
        if (token_find(b->record[i].text.folded, &b->tokens[i], &b->kept,
                       &err) < 0)
            give_up("tokens", &err);
}

/* Adds a feature's row where the vocabulary knows the n-gram. */
static inline void add(const struct model_parts *p, uint64_t hash,
                       int32_t sum[WEIGHT_LANES])
{
    const uint32_t feature = vocabulary_find(&p->vocabulary, hash);

    if (feature != VOCABULARY_NONE)
        weights_add(p->weight, feature, sum);
}

static void limit_one(struct bench *b, size_t i)
{
    const struct model_parts *p = model_parts(b->model);
    const struct view folded = b->record[i].text.folded;
    const struct ngram_settings *s = &p->settings.ngram;
    struct ngram list[(MEMO_TOKEN_BYTES + 1) * NGRAM_LENGTHS];
    int32_t sum[WEIGHT_LANES] = {0};
    uint64_t before = 0;

    for (size_t k = 0; k < b->tokens[i].count; k++) {
        struct token t = b->tokens[i].token[k];
        const uint64_t word =
            hash_view(ngram_seed(NGRAM_WORD), token_view(folded, &t));
        add(p, word, sum);
        if (k)
            add(p, hash_mix(hash_mix(word, 1), before), sum);
        before = word;
        if (t.end - t.begin > MEMO_TOKEN_BYTES)
            continue; /* addresses of links, mostly */
        const size_t count = ngram_of_token(s, folded, &t, list);
        for (size_t n = 0; n < count; n++)
            add(p, list[n].hash, sum);
    }
    for (size_t lane = 0; lane < WEIGHT_LANES; lane++)
        b->sink += (uint64_t)sum[lane];
}

static void limit_all(struct bench *b)
{
    for (size_t i = 0; i < b->count; i++)
        limit_one(b, i);
}

/* ---- the times ---------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(struct bench *b, void (*stage)(struct bench *))
{
    double seconds[ROUNDS];

    for (size_t i = 0; i < ROUNDS; i++) {
        const double begin = core_seconds();
        stage(b);
        seconds[i] = core_seconds() - begin;
    }
    qsort(seconds, ROUNDS, sizeof(*seconds), by_size);
    return seconds[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    struct bench b = {.path = argv[argc - 1]};
    struct error err = {.status = STATUS_OK};

    if (argc != 3) {
        fprintf(stderr, "usage: stages MODEL FILE\n");
        return 64;
    }
    if (model_open(&b.model, argv[1], &err) < 0 ||
        workbench_open(&b.bench, &err) < 0 ||
        arena_open(&b.kept, KEPT, &err) < 0)
        give_up(argv[1], &err);
    pipeline_open(&b.pipeline, b.model);
    const double read = median(&b, read_all);
    const double normalize = median(&b, normalize_all);
    const double score = median(&b, score_all);
    const double write = median(&b, write_all);
    normalize_all(&b);
    b.kept.used = b.kept.size / 2; /* behind the texts */
    cut_all(&b);
    const double limit = median(&b, limit_all);
    printf("{\"comments\":%zu,\"bytes\":%zu,\"read\":%.6f,\"normalize\":%.6f,"
           "\"score\":%.6f,\"write\":%.6f,\"limit\":%.6f,\"sink\":%d}\n",
           b.count, b.bytes, read, normalize, score, write, limit,
           (int)(b.sink & 1));
    free(b.tokens);
    free(b.record);
    arena_free(&b.kept);
    workbench_free(&b.bench);
    model_free(b.model);
    return 0;
}
