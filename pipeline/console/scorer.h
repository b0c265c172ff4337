/* The active model, opened once and shared by all threads.
 *
 * Which model is active stands in the store and is asked for every time: when
 * another program promotes one, the next request is scored by that.  What is
 * kept in memory is the open file alone. */
#ifndef VIGIE_CONSOLE_SCORER_H
#define VIGIE_CONSOLE_SCORER_H

#include "arena.h"
#include "error.h"
#include "pipeline.h"
#include "registry.h"
#include "store.h"
#include "surroundings.h"

#include <stddef.h>

struct scorer;

/* A model in use; it stays open until the last one is given back. */
struct held_model {
    struct found_model found;
    struct pipeline plain;   /* scores alone            */
    struct pipeline reasons; /* with the heaviest reasons of flagged tones */
    size_t users;
};

/* around  borrowed.  Opens no model yet. */
int scorer_open(struct scorer **out, const struct surroundings *around,
                struct error *err);
void scorer_free(struct scorer *self); /* accepts NULL; nothing may be held */

/* The model that is active now; give it back.
 * Returns STATUS_OK or a status of registry.h: nothing can be scored. */
int scorer_take(struct scorer *self, struct store *store,
                struct held_model **out, struct error *err);
void scorer_give(struct scorer *self, struct held_model *held);

#endif
