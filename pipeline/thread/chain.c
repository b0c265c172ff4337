#include "chain.h"

#include <stdlib.h>
#include <string.h>

#define FEWEST 64

void chain_free(struct chains *self)
{
    free(self->head);
    free(self->next);
    free(self->hash);
    *self = (struct chains){0};
}

/* Hashes are FNV's: their low bits are good enough once mixed. */
static uint32_t *head_of(const struct chains *self, uint32_t hash)
{
    return &self->head[(hash ^ hash >> 15) & (self->heads - 1)];
}

static int out_of_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory");
}

static int make_room(struct chains *self, size_t item, struct error *err)
{
    size_t room = self->room ? self->room : FEWEST;

    if (item < self->room)
        return STATUS_OK;
    while (item >= room)
        room *= 2;
    uint32_t *next = realloc(self->next, room * sizeof(*next));
    if (!next)
        return out_of_memory(err);
    self->next = next;
    uint32_t *hash = realloc(self->hash, room * sizeof(*hash));
    if (!hash)
        return out_of_memory(err);
    self->hash = hash;
    self->room = room;
    return STATUS_OK;
}

/* Twice the heads.  Each chain is moved oldest first, so that the newest
 * stays in front. */
static int spread(struct chains *self, struct error *err)
{
    struct chains old = *self;

    self->heads = old.heads ? old.heads * 2 : FEWEST;
    self->head = malloc(self->heads * sizeof(*self->head));
    if (!self->head) {
        *self = old;
        return out_of_memory(err);
    }
    memset(self->head, 0xFF, self->heads * sizeof(*self->head));
    for (size_t i = 0; i < old.heads; i++) {
        uint32_t turned = CHAIN_END, after;
        for (uint32_t at = old.head[i]; at != CHAIN_END; at = after) {
            after = self->next[at];
            self->next[at] = turned;
            turned = at;
        }
        for (uint32_t at = turned; at != CHAIN_END; at = after) {
            uint32_t *head = head_of(self, self->hash[at]);
            after = self->next[at];
            self->next[at] = *head;
            *head = at;
        }
    }
    free(old.head);
    return STATUS_OK;
}

int chain_add(struct chains *self, uint32_t item, uint32_t hash,
              struct error *err)
{
    int status;

    if ((status = make_room(self, item, err)) < 0 ||
        (self->count >= self->heads && (status = spread(self, err)) < 0))
        return status;
    uint32_t *head = head_of(self, hash);
    self->hash[item] = hash;
    self->next[item] = *head;
    *head = item;
    self->count++;
    return STATUS_OK;
}

static uint32_t of_hash(const struct chains *self, uint32_t item, uint32_t hash)
{
    while (item != CHAIN_END && self->hash[item] != hash)
        item = self->next[item];
    return item;
}

uint32_t chain_first(const struct chains *self, uint32_t hash)
{
    return self->heads ? of_hash(self, *head_of(self, hash), hash) : CHAIN_END;
}

uint32_t chain_next(const struct chains *self, uint32_t item)
{
    return of_hash(self, self->next[item], self->hash[item]);
}
