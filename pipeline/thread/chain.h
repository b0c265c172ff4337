/* Hash chains: the items that share a hash, newest first. */
#ifndef VIGIE_THREAD_CHAIN_H
#define VIGIE_THREAD_CHAIN_H

#include "error.h"

#include <stddef.h>
#include <stdint.h>

#define CHAIN_END UINT32_MAX

/* Items are numbers from 0, each in one chain at most; begin with zeroes. */
struct chains {
    uint32_t *head; /* [heads] CHAIN_END where empty            */
    uint32_t *next; /* [room]  of an item                       */
    uint32_t *hash; /* [room]  of an item                       */
    size_t heads, room, count;
};

void chain_free(struct chains *self);

/* Puts the item into the chain of its hash.  STATUS_NO_MEMORY. */
int chain_add(struct chains *self, uint32_t item, uint32_t hash,
              struct error *err);

/* The newest item of that hash, and the one before `item`; CHAIN_END when
 * there is none. */
uint32_t chain_first(const struct chains *self, uint32_t hash);
uint32_t chain_next(const struct chains *self, uint32_t item);

#endif
