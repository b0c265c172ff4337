/* A model's folder, replaced as one: its files are written into a folder
 * inside it and moved when all of them are there. */
#ifndef VIGIE_COMMAND_STAGING_H
#define VIGIE_COMMAND_STAGING_H

#include "error.h"

#include <stddef.h>

#define STAGING_SIZE 4096

struct staging {
    const char *folder;      /* borrowed; made where it is missing */
    char path[STAGING_SIZE]; /* make this folder and write into it */
};

/* Sees that it can be done; what is interrupted before anything is written
 * leaves nothing behind.
 * Returns STATUS_OK or STATUS_CANNOT_CREATE; *out is yours to
 * staging_close. */
int staging_open(struct staging *out, const char *folder, struct error *err);

/* Moves the files over those in the folder, the model last: where one cannot
 * be moved, the model that stood there stays.
 * Returns STATUS_OK or STATUS_CANNOT_CREATE. */
int staging_commit(const struct staging *self, struct error *err);

/* Removes what was not moved. */
void staging_close(const struct staging *self);

#endif
