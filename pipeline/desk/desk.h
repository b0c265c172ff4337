/* What a moderator works at: the store, its policy, its queue. */
#ifndef VIGIE_DESK_DESK_H
#define VIGIE_DESK_DESK_H

#include "error.h"
#include "policy.h"
#include "queue.h"
#include "store.h"
#include "surroundings.h"
#include "view.h"

#include <stdint.h>

struct desk {
    struct policy policy;
    struct store *store;
    struct queue *queue;
};

/* Opens a store that exists and binds the policy to it.
 * policy  file; NULL = the shipped one
 * The desk must not move while it is open. */
int desk_open(struct desk *self, const struct surroundings *around,
              const char *store, const char *policy, int64_t now,
              struct error *err);

void desk_close(struct desk *self); /* accepts a desk of zeroes */

/* Says which tones of the policy no model has: a misspelt section would rank
 * nothing, in silence.  Silent where no model is active yet. */
int desk_warn(struct desk *self, const struct surroundings *around,
              struct error *err);

/* What goes into a journal for ever must be text of one line.  STATUS_USAGE,
 * with the option's name `what`, when it is not. */
int desk_check_text(const char *what, struct view text, struct error *err);

/* Where no file was named (`path` NULL) a policy that was saved in the store,
 * by the console, takes the place of *out. */
int desk_saved_policy(struct store *store, const char *path,
                      struct policy *out, struct error *err);

/* Reads the policy alone: the file, or the shipped one where path is NULL. */
int desk_policy(const struct surroundings *around, const char *path,
                struct policy *out, struct error *err);

#endif
