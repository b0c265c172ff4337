/* What a moderator does with a comment: approve, remove, defer, undo. */
#ifndef VIGIE_QUEUE_DECIDE_H
#define VIGIE_QUEUE_DECIDE_H

#include "arena.h"
#include "error.h"
#include "journal.h"
#include "queue.h"
#include "store.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct request {
    struct view comment; /* id */
    enum action action;
    struct view moderator; /* who */
    struct view tones; /* approve and remove: the right tones, comma separated,
                        * "none" for none of them; absent = not corrected     */
    struct view note;  /* absent = none */
    bool second;       /* an opinion beside somebody else's decision */
    int64_t now;       /* UTC seconds */
};

struct outcome {
    struct stored_comment comment; /* as it was before */
    enum comment_state state;      /* as it is now */
    struct decision decision;      /* the row written */
    struct decision undone;        /* undo: the row taken back */
    int64_t until;                 /* defer: when it comes back */
};

/* Does it, whole or not at all, in one transaction (none may be open).
 *
 * approve, remove  the comment leaves the queue.  With `tones`, each tone of
 *     the model becomes a label, 1 where named, else 0; negative and positive
 *     only where a sentiment (negative, neutral, positive) is named.
 * defer  the comment is hidden for the policy's defer_minutes.
 * undo   takes the last decision that stands back: the comment returns to its
 *     place, the labels no longer count.
 *
 * With `second`, on a decided comment, by anybody but who decided it, once:
 *
 * approve, remove  with `tones`: a second opinion.  Its labels stand beside
 *     those of the decision; state and queue stay as they are.
 * undo   takes the same moderator's second opinion back.
 *
 * Returns STATUS_OK or
 *   STATUS_USAGE      no moderator, or tones with defer or undo, or an
 *                     unknown or contradictory tone
 *   STATUS_NOT_FOUND  no such comment
 *   STATUS_BAD_INPUT  the comment is empty, decided already, not decided yet
 *                     (second), not in the queue (defer), or there is nothing
 *                     to undo
 *   STATUS_BUSY       somebody else has claimed it
 *   or a status of the store. */
int decide_run(struct queue *queue, const struct request *request,
               struct arena *arena, struct outcome *out, struct error *err);

#endif
