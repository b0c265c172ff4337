/* The tones a moderator names, read against those of the model.  Private to
 * queue/. */
#ifndef VIGIE_QUEUE_LABEL_H
#define VIGIE_QUEUE_LABEL_H

#include "error.h"
#include "scores.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

struct labels {
    size_t count;
    struct view tone[MODEL_TONES_CEILING]; /* [count] names of the model */
    bool value[MODEL_TONES_CEILING];       /* [count] */
};

/* text  "insult,negative", "none", "neutral"
 * STATUS_USAGE when a name is unknown, given twice, or contradicts another. */
int label_parse(struct view text, const struct model_record *model,
                struct labels *out, struct error *err);

#endif
