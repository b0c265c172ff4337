#include "heat.h"

#include "places.h"
#include "scores.h"

#include <stdlib.h>
#include <string.h>

/* Discussions remembered at a time; 2 MiB.  Readers give whole threads, but
 * shuffled archives touch thousands in turn: with 10,000 discussions in random
 * order 8192 slots made scoring 2.5 times slower than 65536. */
#define HEAT_SLOTS 65536

struct slot {
    int64_t discussion; /* key; 0 = free */
    int64_t last;       /* key of the newest comment counted */
    uint64_t history;   /* bit 0: that one was flagged       */
    size_t count;       /* bits that mean something          */
};

struct heat {
    struct store *store;
    size_t window;
    bool replanning;
    uint64_t generation;
    int64_t model; /* what the bits mean */
    uint32_t mask;
    struct slot slot[HEAT_SLOTS];
};

int heat_open(struct heat **out, struct store *store, size_t window,
              struct error *err)
{
    struct heat *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->store = store;
    self->window = window;
    *out = self;
    return STATUS_OK;
}

void heat_free(struct heat *self)
{
    free(self);
}

void heat_forget(struct heat *self, bool replanning)
{
    self->replanning = replanning;
    memset(self->slot, 0, sizeof(self->slot));
}

static struct slot *slot_of(struct heat *self, int64_t discussion)
{
    return &self->slot[(uint64_t)discussion % HEAT_SLOTS];
}

static void check_memory(struct heat *self, int64_t model, uint32_t mask)
{
    const uint64_t generation = store_generation(self->store);

    if (self->generation == generation && self->model == model &&
        self->mask == mask)
        return;
    heat_forget(self, self->replanning);
    self->generation = generation;
    self->model = model;
    self->mask = mask;
}

static unsigned count_bits(uint64_t bits)
{
    unsigned count = 0;

    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* Comments of one discussion come in order of key, as a rule; where one comes
 * out of its turn, its slot would miss those behind it and is not kept. */
static int look_back(struct heat *self, const struct standing *at,
                     struct slot *slot, struct error *err)
{
    struct slot read = {.discussion = at->discussion};
    int status;

    status = store_history(self->store, at, self->model, self->mask,
                           self->window, &read.history, &read.count, err);
    if (status == STATUS_OK && !self->replanning)
        status = store_scored_later(self->store, at, err);
    if (status < 0)
        return status;
    if (status == 1)
        read.discussion = 0;
    *slot = read;
    return STATUS_OK;
}

int heat_before(struct heat *self, const struct standing *at, int64_t model,
                uint32_t mask, double *share, struct error *err)
{
    struct slot *slot = slot_of(self, at->discussion);

    *share = 0;
    if (!at->discussion || !self->window)
        return STATUS_OK;
    check_memory(self, model, mask);
    if (slot->discussion != at->discussion || slot->last >= at->key) {
        const int status = look_back(self, at, slot, err);
        if (status < 0)
            return status;
    }
    if (slot->count)
        *share = (double)count_bits(slot->history) / (double)slot->count;
    return STATUS_OK;
}

void heat_after(struct heat *self, const struct standing *at, bool flagged)
{
    struct slot *slot = slot_of(self, at->discussion);
    const uint64_t kept =
        self->window < 64 ? (UINT64_C(1) << self->window) - 1 : UINT64_MAX;

    if (!at->discussion || slot->discussion != at->discussion)
        return;
    slot->history = (slot->history << 1 | flagged) & kept;
    slot->count += slot->count < self->window;
    slot->last = at->key;
}
