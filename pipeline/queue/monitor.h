/* How well model and moderators do, from what was decided.  Nothing moves by
 * itself: a proposal is a sentence, not a change.
 *
 * What a decision says of a tone: the label, where the moderator named tones;
 * else, of a tone that accuses (policy.h), approving says no, and removing says
 * yes where it was flagged; else nothing.
 *
 * Recall, by Horvitz & Thompson (1952): what the active model brought into the
 * queue by itself counts as it is, a comment of the control sample for 1 /
 * share of its kind; both are scaled up from those decided to all of their
 * stratum, so what is decided should not be chosen by what it says.  Comments
 * that were decided though neither brought them count for nothing.  Interval:
 * Wilson (1927), 95 %, on the share of misses in the control sample.
 *
 * Agreement: Cohen's kappa (1960); the first rater is who decided, the second
 * who gave a second opinion, every pair of moderators of a comment counts. */
#ifndef VIGIE_QUEUE_MONITOR_H
#define VIGIE_QUEUE_MONITOR_H

#include "arena.h"
#include "error.h"
#include "models.h"
#include "policy.h"
#include "review.h"
#include "store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MONITOR_WEEKS_CEILING 104
#define MONITOR_FEW 5 /* fewer positives or control comments: no estimate */

struct recall {
    uint64_t confirmed; /* flagged and decided so                          */
    uint64_t missed;    /* positive, not flagged, in the queue for another
                         * tone                                            */
    uint64_t found;     /* the same in the control sample                  */
    uint64_t control;   /* of the control sample, decided on this tone     */
    bool few;           /* too few to say: the estimate is not set         */
    double estimate, low, high;
};

struct agreement {
    uint64_t both, first, second, neither; /* said yes; they add up to n */
    bool defined; /* not where both raters always say the same */
    double kappa;
};

struct overturn {
    uint64_t flagged, undone; /* decided flags of the tone; of these undone */
};

enum proposal {
    PROPOSAL_NONE,
    PROPOSAL_WATCH,     /* rises, too few scores of the active model to say */
    PROPOSAL_THRESHOLD, /* raise it                                         */
    PROPOSAL_RETRAIN    /* no threshold brings precision back               */
};

struct monitor_tone {
    struct view name;
    struct recall recall;
    struct agreement agreement;
    struct overturn week[MONITOR_WEEKS_CEILING]; /* [weeks] */
    struct overturn before, recent; /* sums; recent: the last two weeks, of
                                     * fewer than four the last one         */
    enum proposal proposal;
    double threshold, proposed;
};

struct monitor {
    struct model_record model; /* the active one */
    size_t weeks;              /* W, the last of them holds `now` */
    int64_t monday;            /* 00:00 UTC of the first week     */
    uint64_t decided;          /* in these weeks                  */
    int64_t median, late;      /* seconds from arrival to decision in these
                                * weeks: half, nine of ten; -1 = none      */
    struct ages ages;          /* of what is in the queue */
    struct counts counts;
    struct monitor_tone tone[MODEL_TONES_CEILING]; /* [model.tone_count] */
};

/* weeks  1..MONITOR_WEEKS_CEILING
 * out    views live in the arena, next to a model's metrics
 * Returns STATUS_OK, STATUS_NOT_FOUND where no model is active, or a status
 * of the store. */
int monitor_run(struct store *store, const struct policy *policy, int64_t now,
                size_t weeks, struct arena *arena, struct monitor *out,
                struct error *err);

/* "2026-W23" of the week that starts on that Monday. */
#define WEEK_NAME_SIZE 16
void monitor_week(int64_t monday, char out[WEEK_NAME_SIZE]);

#endif
