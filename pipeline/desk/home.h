/* What ships with the program: found from its place, see surroundings.home. */
#ifndef VIGIE_DESK_HOME_H
#define VIGIE_DESK_HOME_H

#include "error.h"
#include "model.h"
#include "store.h"
#include "surroundings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHIPPED_MODEL "models/fr-comments"
#define SHIPPED_LEXICON "data/lexicon"
#define SHIPPED_POLICY "data/policy.ini"

/* Opens the model in `folder`, or the shipped one when it is NULL. */
int home_model(const struct surroundings *around, const char *folder,
               struct model **out, struct error *err);

/* Opens the store for writing, makes it where there is none.
 * bulk  for many comments, see store.h */
int home_store(const struct surroundings *around, const char *path, int64_t now,
               bool bulk, struct store **out, struct error *err);

/* home + "/" + file; STATUS_USAGE when it does not fit. */
int home_path(const struct surroundings *around, const char *file, char *out,
              size_t size, struct error *err);

#endif
