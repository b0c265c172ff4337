/* The sections and keys of a mapping file, one pair at a time. */
#ifndef VIGIE_INGEST_MAPPING_KEYS_H
#define VIGIE_INGEST_MAPPING_KEYS_H

#include "error.h"
#include "mapping_rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAPPING_KEYS_CEILING 16
#define NO_RULE SIZE_MAX

/* A mapping that is being read. */
struct mapping_draft {
    struct mapping *mapping;
    size_t line;            /* of the pair, from 1                         */
    size_t rule[TARGETS];   /* the one that further keys go to, or NO_RULE */
    size_t always[TARGETS]; /* line of "always", 0: none                   */
    bool seen[MAPPING_RULES_CEILING][MAPPING_KEYS_CEILING];
    struct error *err; /* where the functions below complain */
};

/* `mapping` is all zeroes but for its arena, which is open. */
void mapping_draft_open(struct mapping_draft *self, struct mapping *mapping);

/* Takes in "name = text" of [section], found in self->line.
 * Returns STATUS_OK, STATUS_CONFIG or STATUS_TOO_BIG. */
int mapping_set(struct mapping_draft *self, const char *section,
                const char *name, const char *text);

/* What only the whole file shows; `name` of the file is for the place. */
int mapping_check(struct mapping_draft *self, const char *name);

#endif
