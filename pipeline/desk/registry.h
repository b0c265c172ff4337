/* Models in folders and models in the store: which is meant, and is it still
 * what it was. */
#ifndef VIGIE_DESK_REGISTRY_H
#define VIGIE_DESK_REGISTRY_H

#include "error.h"
#include "model.h"
#include "store.h"
#include "surroundings.h"

#include <stdint.h>

#define FOLDER_SIZE 4096

/* A model that is open.  Yours to registry_close. */
struct found_model {
    struct model *model;
    int64_t key;              /* in the store; 0 = not known there */
    char folder[FOLDER_SIZE]; /* absolute */
};

/* `word` is "active", the id of a model of the store, or a folder.
 * Returns STATUS_OK, the statuses of model_open(), or
 *   STATUS_NOT_FOUND  "active", but no model is yet
 *   STATUS_NO_INPUT   the folder is gone; the message names it
 *   STATUS_CONFIG     the folder holds another model than it did */
int registry_find(struct store *store, const char *word,
                  struct found_model *out, struct error *err);

/* The active model, or the shipped one where none is active. */
int registry_active(struct store *store, const struct surroundings *around,
                    struct found_model *out, struct error *err);

/* Where no model is active yet the shipped one becomes it.  No transaction may
 * be open. */
int registry_settle(struct store *store, const struct surroundings *around,
                    int64_t now, struct error *err);

/* Opens a folder; *out has no key. */
int registry_open(const char *folder, struct found_model *out,
                  struct error *err);

void registry_close(struct found_model *self); /* accepts one of zeroes */

/* Makes the model known to the store, with its folder and its metrics, and
 * sets its key.  Between store_begin() and commit. */
int registry_put(struct store *store, struct found_model *model,
                 struct error *err);

#endif
