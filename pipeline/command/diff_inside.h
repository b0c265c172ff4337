/* One comparison of two models on its way.  Private to model_diff.c and
 * diff_print.c. */
#ifndef VIGIE_COMMAND_DIFF_INSIDE_H
#define VIGIE_COMMAND_DIFF_INSIDE_H

#include "arena.h"
#include "model_diff.h"
#include "pipeline.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UNION_TONES (2 * MODEL_TONES_CEILING)

/* A tone of either model. */
struct diff_tone {
    struct view name;
    int at[2]; /* its place in each model; -1 = unknown to it */
    size_t flagged, withdrawn, same;
};

/* One tone of one comment that changes side. */
struct change {
    int64_t comment;        /* key */
    uint16_t tone;          /* of the union */
    int32_t probability[2]; /* -1 = unknown to that model */
    bool flagged;           /* by the second */
};

struct diff {
    struct store *store;
    const struct policy *policy;
    const struct diff_options *options;
    const struct surroundings *around;
    const struct model *model[2];
    struct pipeline *pipeline[2];
    struct diff_tone tone[UNION_TONES];
    size_t tone_count;
    size_t comments, changed, failed;
    struct arena arena;
    struct comment_list page;
    struct verdict *verdict[2];     /* [page.count]; no tones: it failed */
    size_t side, handed, delivered; /* of the page on its way */
    struct change *heap;            /* [heap_count] the least telling on top */
    size_t heap_count;
};

/* The summary and the changes, sorted already. */
int diff_print(const struct diff *self, struct error *err);

#endif
