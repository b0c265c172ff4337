/* Everything the store knows of one comment, on a terminal and in JSON. */
#ifndef VIGIE_DESK_SHEET_H
#define VIGIE_DESK_SHEET_H

#include "arena.h"
#include "error.h"
#include "journal.h"
#include "models.h"
#include "places.h"
#include "policy.h"
#include "scores.h"
#include "sense.h"
#include "store.h"
#include "view.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sheet {
    struct stored_comment stored;
    struct stored_comment parent;
    bool has_parent;
    struct comment_list thread; /* neighbours, itself left out */
    bool scored;
    struct model_record model;
    struct stored_score score;
    struct decision_list journal;
    struct revision_list revisions;
    struct claim claim;
    bool claimed;
    struct sense sense; /* of its discussion */
    bool has_sense;     /* false: no discussion, or one beyond SENSE_AT_HAND */
};

/* Reads a comment by its id, with at most `neighbours` of its thread on each
 * side.  Everything lives in the arena.  STATUS_NOT_FOUND, STATUS_DAMAGED or
 * a status of the store. */
int sheet_load(struct store *store, struct view id, size_t neighbours,
               int64_t now, struct arena *arena, struct sheet *out,
               struct error *err);

/* The threshold that flags now: the policy's, else the model's. */
double sheet_threshold(const struct policy *policy, const struct sheet *sheet,
                       const struct tone_record *tone);

void sheet_print(const struct sheet *sheet, const struct policy *policy);

/* NULL when memory is short. */
json_t *sheet_json(const struct sheet *sheet, const struct policy *policy);

/* One comment of a thread, without its scores. */
void sheet_print_neighbour(const struct stored_comment *stored);
json_t *sheet_json_comment(const struct stored_comment *stored);

#endif
