/* One comment of the queue as it is listed. */
#ifndef VIGIE_DESK_ITEM_H
#define VIGIE_DESK_ITEM_H

#include "arena.h"
#include "error.h"
#include "models.h"
#include "places.h"
#include "policy.h"
#include "scores.h"
#include "store.h"
#include "view.h"

#include <jansson.h>
#include <stdbool.h>

/* Everything about one place that a moderator is shown. */
struct item {
    const struct listed_place *listed;
    struct stored_comment stored;
    struct model_record model;
    struct stored_score score;
    bool scored;
    struct view tone;               /* "" = not scored */
    const struct policy_tone *rule; /* NULL = none */
};

/* Reads what stands at the place into the arena.  STATUS_DAMAGED when the
 * place has no comment or no score, or a status of the store. */
int item_load(struct store *store, const struct policy *policy,
              const struct listed_place *listed, struct arena *arena,
              struct item *out, struct error *err);

/* As `vigie queue --format json` and GET /v1/queue give it; NULL without
 * memory. */
json_t *item_json(const struct item *item);

#endif
