/* The moderators' queue: gives every comment its place and hands out the
 * next ones.
 *
 *   priority = max over flagged tones of weight x probability
 *            + heat x share of flagged comments just before it in its thread
 *            + age_per_hour x hours waited
 *
 * Three lanes: first (tones the policy puts first), ranked, gathered (only
 * tones the policy gathers).  A million is added to the priority in the lane
 * `first` and taken away in the lane `gathered`, so that one number sorts
 * all.  A comment without a score is ranked with the policy's `unscored`: the
 * queue fails closed. */
#ifndef VIGIE_QUEUE_QUEUE_H
#define VIGIE_QUEUE_QUEUE_H

#include "arena.h"
#include "error.h"
#include "places.h"
#include "policy.h"
#include "scores.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;

/* Binds a policy to a store.  Where the store was planned by another policy
 * (or none), all undecided comments are flagged and placed anew, in one
 * transaction of its own: no transaction may be open.
 * store, policy  borrowed until queue_close()
 * Returns STATUS_OK or a status of the store. */
int queue_open(struct queue **out, struct store *store,
               const struct policy *policy, struct error *err);

void queue_close(struct queue *self); /* accepts NULL */

/* Flags the verdict by the policy's thresholds, stores the score and gives
 * the comment its place (or none).  Between store_begin() and store_commit(),
 * in order of key within a discussion.
 * score  the flags of its verdict are not read: the thresholds are the
 *        policy's, else those the model was stored with
 * A text that changed meanwhile is left waiting, which is no error. */
int queue_put(struct queue *self, const struct standing *at,
              const struct score *score, struct error *err);

/* The same with a score the model has given before: nothing is computed. */
int queue_adopt(struct queue *self, const struct standing *at, int64_t model,
                struct arena *arena, struct error *err);

/* Gives a scored comment without a place the one its score asks for: for
 * undo.  Between store_begin() and store_commit(). */
int queue_restore(struct queue *self, const struct standing *at,
                  struct arena *arena, struct error *err);

struct store *queue_store(const struct queue *self);         /* borrowed */
const struct policy *queue_policy(const struct queue *self); /* borrowed */

struct queue_filter {
    struct view tone;       /* "" = all; else flagged with it, any lane   */
    struct view discussion; /* id; "" = all                               */
    struct view section;    /* of the article; "" = all                   */
    int64_t received;       /* not later than that, UTC seconds; 0 = all  */
    struct view moderator;  /* who asks: sees own claims, not others'     */
    size_t limit;
};

/* The next comments, best first, ready to be shown; gathered ones only when
 * the filter names a tone.  Writes nothing.
 * now  UTC seconds
 * Returns STATUS_OK; STATUS_NOT_FOUND: no such discussion or tone. */
int queue_list(struct queue *self, const struct queue_filter *filter,
               int64_t now, struct arena *arena, struct place_list *out,
               struct error *err);

/* The same, and claims them for filter->moderator until now + claim_minutes;
 * one transaction, so that no two moderators are given the same comment.
 * Own claims are listed again and renewed. */
int queue_claim(struct queue *self, const struct queue_filter *filter,
                int64_t now, struct arena *arena, struct place_list *out,
                struct error *err);

#endif
