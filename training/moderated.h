/* The store's labels as training data: what moderators said when they
 * decided.
 *
 * The rule, for each tone of a comment: of each moderator the latest word
 * counts; then the majority; where it is even, the milder reading (no), but
 * for `distress` the graver (yes).  A tone nobody spoke of is unknown. */
#ifndef VIGIE_TRAINING_MODERATED_H
#define VIGIE_TRAINING_MODERATED_H

#include "error.h"
#include "loader.h"
#include "store.h"

#include <stddef.h>

struct moderated_counts {
    size_t comments;  /* with a label          */
    size_t conflicts; /* tones of a comment on which moderators disagreed */
};

/* Adds every labelled comment of the store; it replaces one of the same id
 * that a file gave before.  Statuses of the store and the loader. */
int moderated_load(struct loader *loader, struct store *store,
                   struct moderated_counts *counts, struct error *err);

#endif
