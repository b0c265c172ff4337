#include "worker.h"

#include "desk.h"
#include "pipeline.h"
#include "steering.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define REQUEST_ARENA ((size_t)256 << 20) /* reserved, touched as needed */
#define DESK_WORKERS 6
#define SIGNED_WORKERS 2
#define SIGNED_BUSY_MS 60
#define SPARE_WORKERS 2 /* of the scores, beside one a core */

struct worker_pool {
    const struct surroundings *around;
    const char *store, *policy;
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct worker *worker[WORKER_LANES]; /* all of a lane */
    struct worker **idle[WORKER_LANES];  /* [idle_count] a stack */
    size_t count[WORKER_LANES], idle_count[WORKER_LANES];
};

static int open_lane(struct worker_pool *self, int lane, size_t count)
{
    self->count[lane] = count;
    self->worker[lane] = calloc(count, sizeof(struct worker));
    self->idle[lane] = calloc(count, sizeof(struct worker *));
    if (!self->worker[lane] || !self->idle[lane])
        return -1;
    for (size_t i = 0; i < count; i++)
        self->idle[lane][self->idle_count[lane]++] = &self->worker[lane][i];
    return 0;
}

int worker_pool_open(struct worker_pool **out,
                     const struct surroundings *around, const char *store,
                     const char *policy, struct error *err)
{
    struct worker_pool *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->around = around;
    self->store = store;
    self->policy = policy;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->given, NULL);
    if (open_lane(self, LANE_SCORES, around->processors + SPARE_WORKERS) < 0 ||
        open_lane(self, LANE_DESK, DESK_WORKERS) < 0 ||
        open_lane(self, LANE_SIGNED, SIGNED_WORKERS) < 0) {
        worker_pool_free(self);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    *out = self;
    return STATUS_OK;
}

static void close_worker(struct worker *self)
{
    queue_close(self->queue);
    store_close(self->store);
    arena_free(&self->arena);
    workbench_free(&self->bench);
}

void worker_pool_free(struct worker_pool *self)
{
    if (!self)
        return;
    for (int lane = 0; lane < WORKER_LANES; lane++) {
        for (size_t i = 0; self->worker[lane] && i < self->count[lane]; i++)
            close_worker(&self->worker[lane][i]);
        free(self->worker[lane]);
        free(self->idle[lane]);
    }
    pthread_cond_destroy(&self->given);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

static int prepare(const struct worker_pool *pool, enum worker_lane lane,
                   struct worker *self, struct error *err)
{
    const struct store_options options = {
        .create = true,
        .busy_ms = lane == LANE_SIGNED ? SIGNED_BUSY_MS : STORE_BUSY_MS,
        .now = (int64_t)time(NULL),
        .seed = pool->around->seed};
    int status = STATUS_OK;

    if (!self->arena.base &&
        (status = arena_open(&self->arena, REQUEST_ARENA, err)) < 0)
        return status;
    if (!self->bench.scratch.base &&
        (status = workbench_open(&self->bench, err)) < 0)
        return status;
    if (!self->store)
        status = store_open(&self->store, pool->store, &options, err);
    return status;
}

int worker_take(struct worker_pool *self, enum worker_lane lane,
                struct worker **out, struct error *err)
{
    pthread_mutex_lock(&self->lock);
    while (!self->idle_count[lane])
        pthread_cond_wait(&self->given, &self->lock);
    struct worker *worker = self->idle[lane][--self->idle_count[lane]];
    pthread_mutex_unlock(&self->lock);
    const int status = prepare(self, lane, worker, err);
    if (status < 0) {
        worker_give(self, lane, worker);
        return status;
    }
    *out = worker;
    return STATUS_OK;
}

void worker_give(struct worker_pool *self, enum worker_lane lane,
                 struct worker *worker)
{
    if (worker->store)
        store_rollback(worker->store); /* harmless where none is open */
    arena_reset(&worker->arena);
    arena_reset(&worker->bench.scratch);
    pthread_mutex_lock(&self->lock);
    self->idle[lane][self->idle_count[lane]++] = worker;
    pthread_cond_broadcast(&self->given);
    pthread_mutex_unlock(&self->lock);
}

int worker_queue(struct worker_pool *pool, struct worker *self,
                 struct error *err)
{
    int64_t key;
    int status = saved_policy_key(self->store, &key, err);

    if (status < 0 || (self->queue && self->policy_key == key))
        return status;
    queue_close(self->queue);
    self->queue = NULL;
    if ((status = desk_policy(pool->around, pool->policy, &self->policy, err)) <
            0 ||
        (status = desk_saved_policy(self->store, NULL, &self->policy, err)) <
            0 ||
        (status = queue_open(&self->queue, self->store, &self->policy, err)) <
            0)
        return status;
    self->policy_key = key;
    return STATUS_OK;
}
