/* Comments to be labelled, printed.  What the model says of them is left out:
 * it would sway who labels, and tell the control sample apart. */
#ifndef VIGIE_COMMAND_PROPOSALS_H
#define VIGIE_COMMAND_PROPOSALS_H

#include "arena.h"
#include "error.h"
#include "labelling.h"
#include "render.h"
#include "store.h"

/* arena  room for one comment; is reset */
int proposals_print(struct store *store, const struct proposal_list *list,
                    enum render_format as, struct arena *arena,
                    struct error *err);

#endif
