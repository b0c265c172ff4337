/* folding MODEL FILE...: how fast texts are folded and repaired.
 *
 * FILE  JSON, one object a line, {"text": "..."}; other members are ignored
 * One line a step on standard output, the best of ROUNDS:
 *
 *   utf8proc_map   70.1 MB/s   14.3 ns/byte     1.80 us/text
 *
 *   utf8proc_map     NFKC and case folding of the whole text, as the
 *                    reference for what fold_cluster does
 *   fold_cluster     the same, cluster by cluster, to UTF-8
 *   normalize_run    with marks, ranges, the language
 *   normalizer_run   and the repair: the whole stage
 *
 * MB and bytes are those of the original texts, in UTF-8. */
#include "arena.h"
#include "model.h"
#include "normalizer.h"
#include "utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

#define ROUNDS 9
#define SCRATCH ((size_t)64 << 20)

/*  T  texts */
struct bench {
    struct normalizer normalizer;
    struct arena arena;
    char *bytes; /* of all texts, one behind the other */
    size_t len, room;
    size_t *end; /* [T] byte behind each               */
    size_t texts, texts_room;
};

/* Both return what depends on the result, so that no work is left out. */
typedef size_t step(struct bench *self, struct view text);

static size_t map_whole(struct bench *self, struct view text)
{
    utf8proc_uint8_t *folded = NULL;
    const utf8proc_ssize_t len = utf8proc_map(
        (const utf8proc_uint8_t *)text.ptr, (utf8proc_ssize_t)text.len, &folded,
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
            UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

    (void)self;
    free(folded);
    return len < 0 ? 0 : (size_t)len;
}

static size_t fold_clusters(struct bench *self, struct view text)
{
    char *out = arena_alloc(&self->arena, text.len * 12 + 4, 1);
    size_t len = 0, at = 0;

    while (out && at < text.len) {
        int32_t folded[FOLD_CLUSTER_CEILING];
        const size_t count =
            fold_cluster(&self->normalizer.folder, text, at, folded, &at);
        for (size_t i = 0; i < count; i++)
            len += utf8_encode((uint32_t)folded[i], out + len);
    }
    return len;
}

static size_t normalize_whole(struct bench *self, struct view text)
{
    struct error err = {.status = STATUS_OK};
    struct text out;

    return normalize_run(&self->normalizer.folder, text, &out, &self->arena,
                         &err) < 0
               ? 0
               : out.folded.len;
}

static size_t repair_whole(struct bench *self, struct view text)
{
    struct error err = {.status = STATUS_OK};
    struct text out;

    return normalizer_run(&self->normalizer, text, &out, &self->arena, &err) < 0
               ? 0
               : out.folded.len;
}

static double seconds_of(struct bench *self, step *run)
{
    double best = 1e9;

    for (size_t round = 0; round < ROUNDS; round++) {
        struct timespec from, to;
        size_t begin = 0, sum = 0;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        for (size_t i = 0; i < self->texts; i++) {
            arena_reset(&self->arena);
            sum += run(
                self, (struct view){self->bytes + begin, self->end[i] - begin});
            begin = self->end[i];
        }
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        const double seconds = (double)(to.tv_sec - from.tv_sec) +
                               1e-9 * (double)(to.tv_nsec - from.tv_nsec);
        if (sum && seconds < best)
            best = seconds;
    }
    return best;
}

static void measure(struct bench *self, const char *name, step *run)
{
    const double seconds = seconds_of(self, run);
    const double bytes = (double)self->len;

    printf("%-16s %7.1f MB/s %6.1f ns/byte %8.2f us/text\n", name,
           bytes / seconds / 1e6, seconds * 1e9 / bytes,
           seconds * 1e6 / (double)self->texts);
}

/* ---- texts -------------------------------------------------------------- */

static void *grown(void *array, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return array;
    while (*room < wanted)
        *room = *room ? *room * 2 : 4096;
    void *more = realloc(array, *room * size);
    if (!more) {
        fprintf(stderr, "folding: out of memory\n");
        exit(EXIT_FAILURE);
    }
    return more;
}

static void add_text(struct bench *self, struct view text)
{
    if (!text.len)
        return;
    self->bytes = grown(self->bytes, &self->room, self->len + text.len, 1);
    self->end = grown(self->end, &self->texts_room, self->texts + 1,
                      sizeof(*self->end));
    memcpy(self->bytes + self->len, text.ptr, text.len);
    self->len += text.len;
    self->end[self->texts++] = self->len;
}

static void read_file(struct bench *self, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;

    if (!file) {
        perror(path);
        exit(66);
    }
    while (getline(&line, &size, file) > 0) {
        json_t *record = json_loads(line, 0, NULL);
        const json_t *text = json_object_get(record, "text");
        if (json_is_string(text))
            add_text(self, (struct view){json_string_value(text),
                                         json_string_length(text)});
        json_decref(record);
    }
    free(line);
    fclose(file);
}

int main(int count, char **argument)
{
    struct error err = {.status = STATUS_OK};
    struct bench bench = {.len = 0};
    struct model *model;

    if (count < 3) {
        fprintf(stderr, "usage: folding MODEL FILE...\n");
        return 64;
    }
    if (model_open(&model, argument[1], &err) < 0 ||
        arena_open(&bench.arena, SCRATCH, &err) < 0) {
        fprintf(stderr, "folding: %s\n", err.message);
        return 66;
    }
    normalizer_open(&bench.normalizer, &model_parts(model)->words);
    for (int i = 2; i < count; i++)
        read_file(&bench, argument[i]);
    printf("%zu texts, %.1f bytes each\n", bench.texts,
           (double)bench.len / (double)(bench.texts ? bench.texts : 1));
    measure(&bench, "utf8proc_map", map_whole);
    measure(&bench, "fold_cluster", fold_clusters);
    measure(&bench, "normalize_run", normalize_whole);
    measure(&bench, "normalizer_run", repair_whole);
    free(bench.bytes);
    free(bench.end);
    arena_free(&bench.arena);
    model_free(model);
    return 0;
}
