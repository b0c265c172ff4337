/* What teaches most: undecided comments worth a label.
 *
 * Looked at are the latest LABELLING_SAMPLE comments that the active model
 * scored and nobody decided, claimed or deferred: the cost does not grow with
 * the store, and what is older than that is not proposed.
 *
 * Tone by tone in turn, the comment whose probability is nearest to the
 * threshold (on the logit scale: |logit p - logit threshold|, uncertainty
 * sampling, Lewis & Gale 1994) is taken, unless it is a near-duplicate of one
 * taken before or its discussion has given its share.  One in five comes from
 * the control sample instead, those that have waited longest, whatever they
 * say; nothing in the answer tells them apart, and no control comment is ever
 * chosen for its uncertainty, else recall could not be estimated from it. */
#ifndef VIGIE_QUEUE_LABELLING_H
#define VIGIE_QUEUE_LABELLING_H

#include "arena.h"
#include "error.h"
#include "queue.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

#define LABELLING_SAMPLE ((size_t)20000)
#define LABELLING_CONTROL 5 /* one in so many is of the control sample */

struct labelling_filter {
    struct view tone;      /* "" = all in turn                           */
    struct view moderator; /* who asks: sees own claims, not others'     */
    size_t limit;
};

struct proposal_list {
    int64_t *comment; /* [count] keys, in the arena, in no telling order */
    size_t count;
};

/* Returns STATUS_OK; STATUS_NOT_FOUND: the active model has no such tone, or
 * there is no active model.  Writes nothing.
 * now  UTC seconds */
int labelling_list(struct queue *queue, const struct labelling_filter *filter,
                   int64_t now, struct arena *arena, struct proposal_list *out,
                   struct error *err);

/* The same, and claims them for filter->moderator as queue_claim() does; one
 * transaction. */
int labelling_claim(struct queue *queue, const struct labelling_filter *filter,
                    int64_t now, struct arena *arena, struct proposal_list *out,
                    struct error *err);

#endif
