/* What a mapping file says, once read: shared by mapping.c and its parser. */
#ifndef VIGIE_INGEST_MAPPING_RULES_H
#define VIGIE_INGEST_MAPPING_RULES_H

#include "arena.h"
#include "comment.h"
#include "mapping.h"
#include "member.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

enum answer {
    ANSWER_UNKNOWN,
    ANSWER_NO,
    ANSWER_YES,
    ANSWER_NEGATIVE,
    ANSWER_NEUTRAL,
    ANSWER_POSITIVE,
    ANSWER_TRAIN,
    ANSWER_TEST,
};

/* A rule's answer is about one of these; the tones come first. */
#define TARGET_SENTIMENT ((size_t)TONES_CEILING)
#define TARGET_SPLIT ((size_t)TONES_CEILING + 1)
#define TARGETS ((size_t)TONES_CEILING + 2)

struct mapping_value {
    size_t rule;
    enum answer answer;
    struct view text;
    bool is_number; /* then "1", "1.0" and 1 are the same */
    double number;
};

/* One "column =" line with the keys below it. */
struct mapping_rule {
    size_t target, column;
    size_t line;       /* in the mapping file */
    char separator;    /* '\0': a text is one value */
    bool answers;      /* has any key that gives an answer */
    bool otherwise_no; /* what is in no list means no */
    bool has_least, has_most;
    double at_least, at_most; /* yes from the one, no up to the other */
};

struct mapping {
    struct arena arena; /* names and values */
    size_t column_count;
    struct view column[MAPPING_COLUMNS_CEILING];
    size_t member[MEMBER_COUNT]; /* column or NO_COLUMN */
    size_t tone_count;
    struct view tone[TONES_CEILING];
    enum answer always[TARGETS]; /* UNKNOWN: by rules */
    size_t rule_count;
    struct mapping_rule rule[MAPPING_RULES_CEILING];
    size_t value_count;
    struct mapping_value value[MAPPING_VALUES_CEILING];
};

/* True for a finite decimal number with a point, white space around aside. */
bool mapping_number(struct view text, double *out);

/* The answer of `text` in the lists of a rule; UNKNOWN when in none. */
enum answer mapping_lookup(const struct mapping *self, size_t rule,
                           struct view text);

#endif
