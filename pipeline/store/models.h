/* Models the store knows, and which of them is active: a journal of its own,
 * that is only ever added to. */
#ifndef VIGIE_STORE_MODELS_H
#define VIGIE_STORE_MODELS_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tone_record {
    struct view name;
    uint16_t threshold;    /* ten-thousandths */
    bool observation_only; /* scored, never flagged */
};

struct model_record {
    struct view id;          /* "fr-comments@3f9c21ab77d0"          */
    struct view folder;      /* absolute; absent = unknown          */
    struct view data_sha256; /* of the training data; "" = unknown  */
    struct view metrics;     /* JSON object; "" = none              */
    int64_t trained;         /* UTC seconds or TIME_NONE: the date of its
                              * file when it was first made known */
    size_t tone_count;       /* T */
    struct tone_record tone[MODEL_TONES_CEILING]; /* [T] */
};

/* Makes a model known; the same id again changes nothing but the folder,
 * where one is given, and a date that was not known.  Does not make it active.
 * Between store_begin() and commit. key  out, names the model in the store,
 * never 0 Returns STATUS_OK or STATUS_BAD_RECORD when the id is known with
 * other tones. */
int store_put_model(struct store *self, const struct model_record *model,
                    int64_t *key, struct error *err);

/* The active model's key, or 0 where the store has none yet. */
int store_active_model(struct store *self, int64_t *key, struct error *err);

/* What is known of a model; views live in the arena.
 * Returns 1, 0 when the key is unknown, or a status. */
int store_model(struct store *self, int64_t key, struct arena *arena,
                struct model_record *out, struct error *err);

/* The key of a model by its id.  Returns 1, 0 when unknown, or a status. */
int store_find_model(struct store *self, struct view id, int64_t *key,
                     struct error *err);

/* 1 when some model of the store has a tone of that name, 0, or a status. */
int store_knows_tone(struct store *self, struct view tone, struct error *err);

/* The key that follows `after` in order of arrival; 1, 0 at the end. */
int store_next_model(struct store *self, int64_t after, int64_t *key,
                     struct error *err);

/* One row of the journal of activations. */
struct activation {
    int64_t key;    /* from 1, in order; set by store_activate()        */
    int64_t model;  /* key of the model that is active from then on     */
    int64_t time;   /* UTC seconds                                      */
    int64_t undoes; /* rollback: key of the row taken back; 0          */
    struct view moderator; /* who; absent = the program, at first use  */
    struct view note;      /* why; absent = not said                   */
    bool undone;           /* out only */
};

/* Adds a row and sets its key.  Between store_begin() and commit. */
int store_activate(struct store *self, struct activation *row,
                   struct error *err);

struct activation_list {
    struct activation *item; /* [count], oldest first, in the arena */
    size_t count;
};

int store_activations(struct store *self, struct arena *arena,
                      struct activation_list *out, struct error *err);

/* What a rollback would write: `undoes` and `model` of *out are set to the
 * last activation that stands and to the model of the one before it.
 * Returns 1, 0 when there is nothing to go back to, or a status. */
int store_rollback_target(struct store *self, struct activation *out,
                          struct error *err);

#endif
