/* Brings a store to the schema this program knows.  Private to store/. */
#ifndef VIGIE_STORE_MIGRATE_H
#define VIGIE_STORE_MIGRATE_H

#include "error.h"
#include "store.h"

#define SCHEMA_VERSION 4

/* Refuses foreign and newer files, creates what is missing; all steps in one
 * transaction, so that two programs that create at once agree.  Replies in an
 * older store are inferred on the way.
 * STATUS_READ_ONLY when it is older and options->read_only;
 * Statuses as store_open(). */
int migrate_run(struct store *self, const struct store_options *options,
                struct error *err);

/* Readers and one writer at the same time: write-ahead log.  Done at every
 * opening, for the store may have been killed between creation and this. */
int migrate_journal(struct store *self, struct error *err);

#endif
