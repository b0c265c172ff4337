/* The policy file: what comes first in the queue.  data/policy.ini documents
 * every key. */
#ifndef VIGIE_QUEUE_POLICY_H
#define VIGIE_QUEUE_POLICY_H

#include "buffer.h"
#include "digest.h"
#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POLICY_TONES_CEILING 32
#define POLICY_NAME_SIZE 64
#define POLICY_NOTE_SIZE 192
#define POLICY_WINDOW_CEILING 64
#define POLICY_RULES_CEILING 128

struct policy_tone {
    char name[POLICY_NAME_SIZE];
    double weight;    /* of a sure flag; 0 = never queued by itself       */
    double threshold; /* probability; negative = the model's              */
    bool first;       /* ahead of everything else                         */
    bool gather;      /* kept apart from the ranked ones                  */
    bool accuses;     /* approving speaks against it, removing for it     */
    char note[POLICY_NOTE_SIZE]; /* shown beside the comment; "" = none   */
};

/* A threshold that holds for the articles of one section. */
struct policy_rule {
    char tone[POLICY_NAME_SIZE];
    char section[POLICY_NAME_SIZE]; /* of the site, capitals aside */
    double threshold;
};

struct policy {
    double age_per_hour;     /* priority gained by an hour of waiting      */
    double heat;             /* priority of a thread flagged throughout    */
    double heat_window;      /* comments of a thread looked back at, whole */
    double control_sample;   /* share of unflagged comments shown anyway   */
    double control_priority; /* of these, on average                       */
    double unscored;         /* priority of a comment without a score      */
    double other_tone;       /* weight of a tone without a section         */
    double claim_minutes;
    double defer_minutes;
    size_t tone_count;
    struct policy_tone tone[POLICY_TONES_CEILING];
    size_t rule_count;
    struct policy_rule rule[POLICY_RULES_CEILING];
    char digest[DIGEST_HEX_SIZE]; /* of all that decides on places */
};

/* Reads the whole file; keys left out keep the defaults of policy_default().
 * Returns STATUS_OK, STATUS_NO_INPUT when it cannot be read, or
 * STATUS_CONFIG with file:line for an unknown section or key, a number that
 * is none or out of range, a key given twice, a line too long. */
int policy_read(const char *path, struct policy *out, struct error *err);

/* The same of a text at hand; `name` stands for the file in messages. */
int policy_parse(const char *name, struct view text, struct policy *out,
                 struct error *err);

/* Adds the text of a policy file that says the same, to the last digit but
 * without remarks. */
int policy_print(const struct policy *self, struct buffer *out,
                 struct error *err);

/* No tone sections, sane numbers. */
void policy_default(struct policy *out);

/* The tone's section, or NULL. */
const struct policy_tone *policy_find(const struct policy *self,
                                      struct view name);

/* The threshold that flags a tone in a section ("" = unknown): the section's,
 * else the tone's, else `standard`, the model's. */
double policy_threshold(const struct policy *self, struct view tone,
                        struct view section, double standard);

/* Whether approving a comment speaks against the tone: the policy's `accuses`,
 * by default yes where the tone has a weight. */
bool policy_accuses(const struct policy *self, struct view tone);

#endif
