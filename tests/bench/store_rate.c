/* store_rate STORE: how fast scores go into a store, the scoring left out.
 *
 * Everything that waits gets a made-up score with reasons, by the same calls
 * as `vigie score`: pages of waiting comments, places by the shipped policy,
 * transactions of 1024.  The store is of no use afterwards. */
#include "policy.h"
#include "queue.h"
#include "scores.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PAGE 256
#define TRANSACTION 1024
#define VERDICTS 4096
#define TONES 12

struct bench {
    struct store *store;
    struct queue *queue;
    struct policy policy;
    struct arena arena;
    int64_t model;
    size_t written; /* since the transaction began */
    struct verdict verdict[VERDICTS];
    struct reason reason[6];
};

static void fail(const struct error *err)
{
    fprintf(stderr, "store_rate: %s: %s\n", err->where, err->message);
    exit(1);
}

/* Like the model's: a third of the comments flagged, most tones near 0. */
static void make_verdicts(struct bench *b)
{
    uint64_t state = 1;

    for (size_t i = 0; i < VERDICTS; i++) {
        b->verdict[i].tone_count = TONES;
        for (size_t t = 0; t < TONES; t++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            const uint64_t draw = (state >> 33) % 10000;
            b->verdict[i].tone[t].probability =
                (uint16_t)(i % 2 ? draw / 3
                                 : draw * draw / 10000 * draw / 10000);
        }
    }
    for (size_t i = 0; i < 6; i++)
        b->reason[i] = (struct reason){(uint32_t)i % 3, 10 * (uint32_t)i,
                                       10 * (uint32_t)i + 7, 0.1234, NULL};
}

static void open_all(struct bench *b, const char *path)
{
    static const char *const names[TONES] = {
        "hostility", "insult",         "hate",         "threat",
        "sarcasm",   "source_request", "source_given", "profanity",
        "distress",  "spam",           "negative",     "positive"};
    const struct store_options options = {.bulk = true, .now = 1700000000};
    struct model_record model = {
        .id = {"bench@000000000000", 18},
        .trained = 1700000000,
        .tone_count = TONES
    };
    struct error err = {.status = STATUS_OK};

    for (size_t t = 0; t < TONES; t++)
        model.tone[t] =
            (struct tone_record){.name = view_of(names[t]), .threshold = 5000};
    if (store_open(&b->store, path, &options, &err) < 0 ||
        policy_read("data/policy.ini", &b->policy, &err) < 0 ||
        arena_open(&b->arena, (size_t)8 << 20, &err) < 0 ||
        store_begin(b->store, &err) < 0 ||
        store_put_model(b->store, &model, &b->model, &err) < 0 ||
        store_commit(b->store, &err) < 0 ||
        queue_open(&b->queue, b->store, &b->policy, &err) < 0)
        fail(&err);
}

/* Scores one page; how many. */
static size_t put_page(struct bench *b, int64_t *after)
{
    struct error err = {.status = STATUS_OK};
    struct comment_list list = {.count = 0};

    arena_reset(&b->arena);
    if (store_waiting(b->store, *after, PAGE, &b->arena, &list, &err) < 0 ||
        (!b->written && store_begin(b->store, &err) < 0))
        fail(&err);
    for (size_t i = 0; i < list.count; i++) {
        const struct standing *at = &list.item[i].at;
        const struct score score = {b->model, &b->verdict[at->key % VERDICTS],
                                    b->reason, (size_t)at->key % 7,
                                    view_of("fr")};
        if (queue_put(b->queue, at, &score, &err) < 0)
            fail(&err);
        *after = at->key;
    }
    b->written += PAGE;
    if (b->written >= TRANSACTION || list.count < PAGE) {
        b->written = 0;
        if (store_commit(b->store, &err) < 0)
            fail(&err);
    }
    return list.count;
}

static double seconds(clockid_t which)
{
    struct timespec now;

    clock_gettime(which, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    static struct bench b;
    int64_t after = 0;
    size_t all = 0, count;

    if (argc != 2)
        return 64;
    make_verdicts(&b);
    open_all(&b, argv[1]);
    const double begin = seconds(CLOCK_MONOTONIC),
                 work = seconds(CLOCK_PROCESS_CPUTIME_ID);
    while ((count = put_page(&b, &after)))
        all += count;
    const double took = seconds(CLOCK_MONOTONIC) - begin,
                 worked = seconds(CLOCK_PROCESS_CPUTIME_ID) - work;
    printf("%zu comments, %.0f a second, %.1f us of a core each\n", all,
           (double)all / took, worked * 1e6 / (double)all);
    queue_close(b.queue);
    store_close(b.store);
    arena_free(&b.arena);
    return 0;
}
