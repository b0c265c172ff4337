/* A copy of the store while others read and write it. */
#ifndef VIGIE_STORE_BACKUP_H
#define VIGIE_STORE_BACKUP_H

#include "audit.h"
#include "error.h"
#include "store.h"

/* Copies the store as it stands at one moment to `path`: written to
 * `path`.part, looked over by SQLite, brought to the disk, then renamed.
 * However it ends, `path` holds what it held or the whole copy; a .part that a
 * kill left is written over by the next.  Others may write all the while.
 * The copy has the rights of the store's file, for it holds the same secrets.
 * An older copy at `path` is replaced; what is not a copy is not.
 * size  out: what the copy holds
 * Returns STATUS_OK or
 *   STATUS_CANNOT_CREATE  nothing can be made there; or `path` is the store
 *                         itself, no store at all, or one that is in use
 *   STATUS_BUSY           somebody else is writing the same copy
 *   STATUS_DAMAGED        the store, and so the copy, is damaged
 *   STATUS_FULL, STATUS_IO, STATUS_NO_MEMORY, STATUS_BUSY. */
int store_backup(struct store *self, const char *path, struct store_size *size,
                 struct error *err);

#endif
