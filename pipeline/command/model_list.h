/* Models of the store and the journal of activations, printed. */
#ifndef VIGIE_COMMAND_MODEL_LIST_H
#define VIGIE_COMMAND_MODEL_LIST_H

#include "error.h"
#include "render.h"
#include "store.h"

/* Each model: id, trained (the date of its file), data, mean average precision
 * and positives of its metrics, active, folder; in order of arrival. */
int model_list(struct store *store, enum render_format as, struct error *err);

/* Who made which model active, when and why, oldest first. */
int model_journal(struct store *store, enum render_format as,
                  struct error *err);

#endif
