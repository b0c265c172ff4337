/* Where a comment belongs in the queue: the arithmetic, without the store.
 * Private to queue/. */
#ifndef VIGIE_QUEUE_PRIORITY_H
#define VIGIE_QUEUE_PRIORITY_H

#include "places.h"
#include "policy.h"
#include "scores.h"
#include "store.h"
#include "verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A policy seen through the tones of one model; masks have bit i for tone i.
 * It borrows the names of the policy's sections. */
struct weighing {
    int64_t model; /* key; 0 = none yet */
    size_t tone_count;
    double weight[MODEL_TONES_CEILING];
    int32_t threshold[MODEL_TONES_CEILING]; /* ten-thousandths */
    size_t rule_count;
    struct weighing_rule { /* a threshold of its own for a section */
        struct view section;
        size_t tone;
        int32_t threshold;
    } rule[POLICY_RULES_CEILING]; /* [rule_count] */
    uint32_t first;               /* tones ahead of all                       */
    uint32_t ranked; /* tones with a weight that are not gathered */
    uint32_t gather;
};

void priority_weigh(const struct policy *policy,
                    const struct model_record *model, int64_t key,
                    struct weighing *out);

/* Sets the flags of a verdict by the policy's thresholds, else the model's.
 * section  of the comment's article; "" = unknown */
void priority_flag(const struct weighing *weighing, struct view section,
                   struct verdict *verdict);

/* Bit mask of the flagged tones. */
uint32_t priority_flagged(const struct verdict *verdict);

enum priority_fate {
    PRIORITY_NONE,   /* nobody needs to see it         */
    PRIORITY_QUEUED, /* *out is its place              */
    PRIORITY_CONTROL /* so is it, drawn for the sample */
};

/* heat  share of flagged comments just before it, 0..1
 * seed  of the control sample
 * The same comment, policy and seed always give the same answer. */
enum priority_fate priority_place(const struct policy *policy,
                                  const struct weighing *weighing,
                                  const struct standing *at,
                                  const struct verdict *verdict, double heat,
                                  uint64_t seed, struct place *out);

#endif
