#include "shelf.h"

#include "models.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#define ARENA_SIZE ((size_t)16 << 20) /* reserved, touched as needed */

struct kept {
    struct shelf_copy copy;
    struct arena arena;
    int64_t model, policy; /* keys it was worked out for */
    int64_t took;          /* milliseconds */
    size_t users;          /* the shelf is one of them */
};

struct shelf {
    struct worker_pool *pool;
    const struct surroundings *around;
    shelf_make *const *make;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t called;
    bool stopping;
    bool wanted[SHELF_ITEMS];
    struct kept *item[SHELF_ITEMS];
};

/* Under the lock. */
static void let_go(struct kept *kept)
{
    if (!kept || --kept->users)
        return;
    arena_free(&kept->arena);
    free(kept);
}

static int64_t milliseconds(void)
{
    struct timespec at;

    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static int work_out(const struct shelf *self, enum shelf_item item,
                    struct worker *worker, int64_t model, int64_t now,
                    struct kept **out, struct error *err)
{
    const int64_t begin = milliseconds();
    struct kept *kept = calloc(1, sizeof(*kept));
    int status;

    if (!kept)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    kept->model = model;
    kept->policy = worker->policy_key;
    kept->copy = (struct shelf_copy){.since = now, .kept = kept};
    kept->users = 1;
    status = arena_open(&kept->arena, ARENA_SIZE, err);
    if (status == STATUS_OK)
        status =
            self->make[item](worker, now, &kept->arena, &kept->copy.value, err);
    kept->took = milliseconds() - begin;
    if (status < 0)
        let_go(kept);
    else
        *out = kept;
    return status;
}

/* Puts it onto the shelf; the caller's use of it is taken over. */
static void put(struct shelf *self, enum shelf_item item, struct kept *kept)
{
    pthread_mutex_lock(&self->lock);
    let_go(self->item[item]);
    self->item[item] = kept;
    pthread_mutex_unlock(&self->lock);
}

/* What is there and will do; NULL: it must be worked out. */
static struct kept *look(struct shelf *self, enum shelf_item item,
                         const struct worker *worker, int64_t model,
                         int64_t now)
{
    pthread_mutex_lock(&self->lock);
    struct kept *kept = self->item[item];
    if (kept && (kept->took < SHELF_QUICK || kept->model != model ||
                 kept->policy != worker->policy_key))
        kept = NULL;
    if (kept) {
        kept->users++;
        if (now - kept->copy.since >= SHELF_AGE) {
            self->wanted[item] = true;
            pthread_cond_signal(&self->called);
        }
    }
    pthread_mutex_unlock(&self->lock);
    return kept;
}

int shelf_take(struct shelf *self, enum shelf_item item, struct worker *worker,
               int64_t now, const struct shelf_copy **out, struct error *err)
{
    struct kept *kept;
    int64_t model;
    int status;

    if ((status = store_active_model(worker->store, &model, err)) < 0)
        return status;
    if (!(kept = look(self, item, worker, model, now))) {
        status = work_out(self, item, worker, model, now, &kept, err);
        if (status < 0)
            return status;
        kept->users++;
        put(self, item, kept);
    }
    *out = &kept->copy;
    return STATUS_OK;
}

void shelf_give(struct shelf *self, const struct shelf_copy *copy)
{
    pthread_mutex_lock(&self->lock);
    let_go(copy->kept);
    pthread_mutex_unlock(&self->lock);
}

/* ---- meanwhile ---------------------------------------------------------- */

static int refresh(struct shelf *self, enum shelf_item item, struct error *err)
{
    const int64_t now = (int64_t)time(NULL);
    struct worker *worker;
    struct kept *kept;
    int64_t model;
    int status = worker_take(self->pool, LANE_DESK, &worker, err);

    if (status < 0)
        return status;
    if ((status = worker_queue(self->pool, worker, err)) == STATUS_OK &&
        (status = store_active_model(worker->store, &model, err)) ==
            STATUS_OK &&
        (status = work_out(self, item, worker, model, now, &kept, err)) ==
            STATUS_OK)
        put(self, item, kept);
    worker_give(self->pool, LANE_DESK, worker);
    return status;
}

/* The item that is wanted, or SHELF_ITEMS: stop. */
static enum shelf_item wait_for_work(struct shelf *self)
{
    int item = 0;

    pthread_mutex_lock(&self->lock);
    while (!self->stopping) {
        for (item = 0; item < SHELF_ITEMS && !self->wanted[item]; item++)
            ;
        if (item < SHELF_ITEMS)
            break;
        pthread_cond_wait(&self->called, &self->lock);
    }
    if (self->stopping)
        item = SHELF_ITEMS;
    else
        self->wanted[item] = false;
    pthread_mutex_unlock(&self->lock);
    return (enum shelf_item)item;
}

static void *run(void *context)
{
    struct shelf *self = context;
    enum shelf_item item;

    while ((item = wait_for_work(self)) != SHELF_ITEMS) {
        struct error err = {.status = STATUS_OK};
        if (refresh(self, item, &err) < 0 && err.status != STATUS_BUSY)
            self->around->say("figures", err.message);
    }
    return NULL;
}

void shelf_warm(struct shelf *self)
{
    pthread_mutex_lock(&self->lock);
    for (int i = 0; i < SHELF_ITEMS; i++)
        self->wanted[i] = true;
    pthread_cond_signal(&self->called);
    pthread_mutex_unlock(&self->lock);
}

int shelf_open(struct shelf **out, struct worker_pool *pool,
               const struct surroundings *around, shelf_make *const *make,
               struct error *err)
{
    struct shelf *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->pool = pool;
    self->around = around;
    self->make = make;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->called, NULL);
    self->started = pthread_create(&self->thread, NULL, run, self) == 0;
    if (!self->started) {
        shelf_free(self);
        return error_set(err, STATUS_NO_MEMORY, "cannot start a thread");
    }
    *out = self;
    return STATUS_OK;
}

void shelf_free(struct shelf *self)
{
    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->stopping = true;
    pthread_cond_signal(&self->called);
    pthread_mutex_unlock(&self->lock);
    if (self->started)
        pthread_join(self->thread, NULL);
    for (int i = 0; i < SHELF_ITEMS; i++)
        let_go(self->item[i]);
    pthread_cond_destroy(&self->called);
    pthread_mutex_destroy(&self->lock);
    free(self);
}
