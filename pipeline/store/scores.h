/* What models said: one row a comment, revision and model. */
#ifndef VIGIE_STORE_SCORES_H
#define VIGIE_STORE_SCORES_H

#include "arena.h"
#include "error.h"
#include "models.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct score {
    int64_t model; /* key from store_put_model() */
    const struct verdict *verdict;
    const struct reason *reason; /* [reason_count] frozen with the score */
    size_t reason_count;
    struct view language; /* "fr"; absent = unknown */
};

enum score_fate {
    SCORE_FIRST,   /* the comment was waiting and is scored now            */
    SCORE_AGAIN,   /* was scored before; this score counts from now on     */
    SCORE_DECIDED, /* kept, but the comment stays decided on the old score */
    SCORE_STALE    /* the text has changed meanwhile: nothing written      */
};

/* Stores a score; queue_put() of queue.h is what commands call, so that the
 * comment gets its place with it.  Between store_begin() and commit.
 * Decision values are not kept. */
int store_put_score(struct store *self, const struct standing *at,
                    const struct score *score, enum score_fate *fate,
                    struct error *err);

/* A score that the model has given this revision before counts again: as
 * store_put_score(), but nothing is computed.  SCORE_STALE as well when the
 * model has none. */
int store_adopt_score(struct store *self, const struct standing *at,
                      int64_t model, enum score_fate *fate, struct error *err);

/* At most `limit` comments in state scored whose score is by another model
 * than `model`, behind the comment `after` (zeroes: from the start), in order
 * of (model, key): pass the last one again to go on.  Stops early, but not
 * before the first, where the arena is full.  Costs nothing where there is
 * none. */
int store_outdated(struct store *self, int64_t model,
                   const struct standing *after, size_t limit,
                   struct arena *arena, struct comment_list *out,
                   struct error *err);

/* 1 when the model has scored that revision, 0, or a status. */
int store_has_score(struct store *self, int64_t comment, int64_t revision,
                    int64_t model, struct error *err);

/* A score as stored: decision values are 0, weights and probabilities whole
 * ten-thousandths. */
struct stored_score {
    struct verdict verdict;
    const struct reason *reason; /* [reason_count] in the arena */
    size_t reason_count;
};

/* The score of that revision by that model.
 * Returns 1, 0 when there is none, or a status. */
int store_score(struct store *self, int64_t comment, int64_t revision,
                int64_t model, struct arena *arena, struct stored_score *out,
                struct error *err);

/* Calls `visit` for every comment in state scored, in order of key, with its
 * verdict (no reasons).  Stops at the first negative answer and returns it.
 * The visitor may rewrite flags with store_set_flags(). */
int store_each_scored(struct store *self,
                      int (*visit)(void *context, const struct standing *at,
                                   const struct verdict *verdict,
                                   struct error *err),
                      void *context, struct error *err);

/* Flags again, from the verdict, a score that is stored already. */
int store_set_flags(struct store *self, const struct standing *at,
                    const struct verdict *verdict, struct error *err);

/* Of the last `window` comments of the discussion that came before the
 * comment and have a score: bit i of *history is set when the i-th before it
 * was flagged by `model` with a tone of `mask`; *count is how many there are,
 * at most `window` <= 64. */
int store_history(struct store *self, const struct standing *at, int64_t model,
                  uint32_t mask, size_t window, uint64_t *history,
                  size_t *count, struct error *err);

/* 1 when a later comment of the discussion has a score, 0, or a status. */
int store_scored_later(struct store *self, const struct standing *at,
                       struct error *err);

#endif
