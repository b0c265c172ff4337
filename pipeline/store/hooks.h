/* Other programs: those that are told of decisions, those whose messages we
 * trust by their signature, and what they suggest. */
#ifndef VIGIE_STORE_HOOKS_H
#define VIGIE_STORE_HOOKS_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

enum hook_kind { HOOK_WEBHOOK, HOOK_CORAL };

/* "webhook", "coral". */
const char *hook_kind_name(enum hook_kind kind);

struct hook {
    int64_t key;
    enum hook_kind kind;
    struct view url;    /* of a webhook */
    struct view secret; /* key of the HMAC, as text */
    int64_t created;    /* UTC seconds */
    int64_t open;       /* deliveries not acknowledged yet; out only */
};

struct hook_list {
    struct hook *item; /* [count], oldest first, in the arena */
    size_t count;
};

/* Sets hook->key.  Between store_begin() and commit. */
int hook_add(struct store *self, struct hook *hook, struct error *err);

/* Those in force. */
int hook_list(struct store *self, struct arena *arena, struct hook_list *out,
              struct error *err);

/* What was not delivered to it is given up.  1 when it was in force, 0, or a
 * status.  Between store_begin() and commit. */
int hook_remove(struct store *self, int64_t key, int64_t now,
                struct error *err);

/* A message about a decision on its way to a webhook. */
struct delivery {
    int64_t key;
    int64_t tries; /* that failed */
    struct view url, secret;
    struct view comment, discussion; /* ids */
    int64_t decision;                /* key */
    int64_t undoes;                  /* key of the decision taken back, or 0 */
    int64_t revision, time;
    struct view moderator, action, tones, note, model;
};

/* The delivery that has been due longest, which is then not due again before
 * `until`: two programs do not send it at once, and one that is killed leaves
 * it to be sent again.  1, 0 when none is due, or a status.  One transaction,
 * none may be open. */
int delivery_take(struct store *self, int64_t now, int64_t until,
                  struct arena *arena, struct delivery *out, struct error *err);

/* How it went: acknowledged, or to be tried again at `due`.  Between
 * store_begin() and commit. */
int delivery_done(struct store *self, int64_t key, int64_t now,
                  struct view answer, struct error *err);
int delivery_failed(struct store *self, int64_t key, int64_t due,
                    struct view answer, struct error *err);

/* How many wait to be acknowledged. */
int delivery_count(struct store *self, int64_t *out, struct error *err);

struct suggestion {
    int64_t time;
    int64_t token;                     /* key of the client's */
    struct view comment;               /* id; absent = unknown */
    struct view text, scores, request; /* scores and request: JSON */
};

/* Between store_begin() and commit. */
int suggestion_add(struct store *self, const struct suggestion *suggestion,
                   struct error *err);

#endif
