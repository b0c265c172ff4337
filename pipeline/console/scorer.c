#include "scorer.h"

#include "models.h"

#include <pthread.h>
#include <stdlib.h>

#define REASONS_A_TONE 8 /* as `vigie score` keeps them */

struct scorer {
    const struct surroundings *around;
    pthread_mutex_t lock;       /* of what stands below */
    struct held_model *current; /* NULL = none yet; counts as one user */
};

int scorer_open(struct scorer **out, const struct surroundings *around,
                struct error *err)
{
    struct scorer *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->around = around;
    pthread_mutex_init(&self->lock, NULL);
    *out = self;
    return STATUS_OK;
}

/* The lock is held. */
static void drop(struct held_model *held)
{
    if (!held || --held->users)
        return;
    registry_close(&held->found);
    free(held);
}

void scorer_free(struct scorer *self)
{
    if (!self)
        return;
    drop(self->current);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* The lock is held. */
static int load(struct scorer *self, struct store *store, struct error *err)
{
    struct held_model *held = calloc(1, sizeof(*held));
    int status;

    if (!held)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    status = registry_active(store, self->around, &held->found, err);
    if (status < 0) {
        free(held);
        return status;
    }
    pipeline_open(&held->plain, held->found.model);
    held->reasons = held->plain;
    held->reasons.reasons = REASONS_A_TONE;
    held->users = 1;
    drop(self->current);
    self->current = held;
    return STATUS_OK;
}

int scorer_take(struct scorer *self, struct store *store,
                struct held_model **out, struct error *err)
{
    int64_t active;
    int status = store_active_model(store, &active, err);

    if (status < 0)
        return status;
    pthread_mutex_lock(&self->lock);
    if (!self->current || self->current->found.key != active)
        status = load(self, store, err);
    if (status == STATUS_OK) {
        *out = self->current;
        self->current->users++;
    }
    pthread_mutex_unlock(&self->lock);
    return status;
}

void scorer_give(struct scorer *self, struct held_model *held)
{
    pthread_mutex_lock(&self->lock);
    drop(held);
    pthread_mutex_unlock(&self->lock);
}
