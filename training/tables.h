/* Folders of tables: files of fields parted by tabs, named *.tsv. */
#ifndef VIGIE_TRAINING_TABLES_H
#define VIGIE_TRAINING_TABLES_H

#include "error.h"
#include "view.h"

/* One of them; `name` is that of the file without ".tsv".  Returns a
 * status. */
typedef int table_read(void *context, const char *path, struct view name,
                       struct error *err);

/* Hands them over in the order of the bytes of the files' names, ending
 * included and whatever the locale, until one is refused; those that begin with
 * a dot are left out.  Returns what `read` returned, or STATUS_NO_INPUT for a
 * folder that cannot be opened or whose path is too long, STATUS_TOO_BIG for
 * more than 256 tables, STATUS_NO_MEMORY. */
int tables_each(const char *folder, table_read *read, void *context,
                struct error *err);

#endif
