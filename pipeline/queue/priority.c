#include "priority.h"

#include "letter.h"

#include <math.h>
#include <sodium/crypto_shorthash.h>

#define SECONDS_PER_HOUR 3600.0

static int32_t ten_thousandths(double threshold)
{
    return (int32_t)lround(threshold * PROBABILITY_ONE);
}

static void add_rules(const struct policy *policy,
                      const struct tone_record *record, size_t tone,
                      struct weighing *out)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (view_is(record->name, policy->rule[i].tone))
            out->rule[out->rule_count++] = (struct weighing_rule){
                .section = view_of(policy->rule[i].section),
                .tone = tone,
                .threshold = ten_thousandths(policy->rule[i].threshold),
            };
}

void priority_weigh(const struct policy *policy,
                    const struct model_record *model, int64_t key,
                    struct weighing *out)
{
    *out = (struct weighing){.model = key, .tone_count = model->tone_count};
    for (size_t i = 0; i < model->tone_count; i++) {
        const struct tone_record *tone = &model->tone[i];
        const struct policy_tone *rule = policy_find(policy, tone->name);
        const uint32_t bit = UINT32_C(1) << i;

        out->weight[i] = rule ? rule->weight : policy->other_tone;
        if (tone->observation_only)
            out->threshold[i] = PROBABILITY_ONE + 1; /* never flagged */
        else if (rule && rule->threshold >= 0)
            out->threshold[i] = ten_thousandths(rule->threshold);
        else
            out->threshold[i] = tone->threshold;
        if (!tone->observation_only)
            add_rules(policy, tone, i, out);
        if (rule && rule->first)
            out->first |= bit;
        if (rule && rule->gather)
            out->gather |= bit;
        else if (out->weight[i] > 0)
            out->ranked |= bit;
    }
}

void priority_flag(const struct weighing *weighing, struct view section,
                   struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->tone_count; i++)
        verdict->tone[i].flagged =
            verdict->tone[i].probability >= weighing->threshold[i];
    for (size_t i = 0; i < weighing->rule_count && section.len; i++) {
        const struct weighing_rule *rule = &weighing->rule[i];
        if (letter_same_name(section, rule->section))
            verdict->tone[rule->tone].flagged =
                verdict->tone[rule->tone].probability >= rule->threshold;
    }
}

uint32_t priority_flagged(const struct verdict *verdict)
{
    uint32_t mask = 0;

    for (size_t i = 0; i < verdict->tone_count; i++)
        if (verdict->tone[i].flagged)
            mask |= UINT32_C(1) << i;
    return mask;
}

/* 0 <= draw < 1, from the seed and the id alone: the sample does not depend
 * on the order of arrival, and a larger share contains the smaller one. */
static double draw(uint64_t seed, unsigned char purpose, struct view id)
{
    unsigned char key[crypto_shorthash_KEYBYTES] = {0};
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t bits = 0;

    for (size_t i = 0; i < 8; i++)
        key[i] = (unsigned char)(seed >> 8 * i);
    key[8] = purpose;
    crypto_shorthash(hash, (const unsigned char *)id.ptr, id.len, key);
    for (size_t i = 0; i < 8; i++)
        bits |= (uint64_t)hash[i] << 8 * i;
    return (double)(bits >> 11) * 0x1p-53;
}

/* The heaviest tone of a mask; the first of equals.  The mask has one. */
static size_t heaviest(const struct weighing *weighing,
                       const struct verdict *verdict, uint32_t mask,
                       double *value)
{
    size_t best = 0;

    *value = -1;
    for (size_t i = 0; i < verdict->tone_count; i++) {
        const double here = weighing->weight[i] * verdict->tone[i].probability /
                            PROBABILITY_ONE;
        if ((mask >> i & 1) && here > *value) {
            *value = here;
            best = i;
        }
    }
    return best;
}

static uint32_t all_tones(const struct verdict *verdict)
{
    return (UINT32_C(1) << verdict->tone_count) - 1;
}

/* Drawn comments must not be told from the others by a priority they all
 * share: it is spread over half to one and a half of the policy's. */
static double control_value(const struct policy *policy, uint64_t seed,
                            struct view id)
{
    return policy->control_priority * (0.5 + draw(seed, 1, id));
}

enum priority_fate priority_place(const struct policy *policy,
                                  const struct weighing *weighing,
                                  const struct standing *at,
                                  const struct verdict *verdict, double heat,
                                  uint64_t seed, struct place *out)
{
    enum priority_fate fate = PRIORITY_QUEUED;
    const uint32_t flagged = priority_flagged(verdict);
    const uint32_t ranked = flagged & (weighing->ranked | weighing->first);
    enum lane lane = LANE_RANKED;
    uint32_t shown = ranked;
    double value;

    if (flagged & weighing->first) {
        lane = LANE_FIRST;
        shown = flagged & weighing->first;
    } else if (!ranked && (flagged & weighing->gather)) {
        lane = LANE_GATHERED;
        shown = flagged & weighing->gather;
    } else if (!ranked) {
        if (draw(seed, 0, at->id) >= policy->control_sample)
            return PRIORITY_NONE;
        fate = PRIORITY_CONTROL;
        shown = weighing->ranked ? weighing->ranked : all_tones(verdict);
    }
    const size_t tone = heaviest(weighing, verdict, shown, &value);
    if (fate == PRIORITY_CONTROL)
        value = control_value(policy, seed, at->id);
    else if (lane == LANE_FIRST)
        heaviest(weighing, verdict, ranked, &value);
    *out = (struct place){
        .comment = at->key,
        .model = weighing->model,
        .lane = lane,
        .tone = tone,
        .tones = flagged | UINT32_C(1) << tone,
        .probability = verdict->tone[tone].probability,
        .rank = value + policy->heat * heat -
                policy->age_per_hour * (double)at->received / SECONDS_PER_HOUR,
    };
    return fate;
}
