/* Comments from files into the store: what `ingest` and `score` share. */
#ifndef VIGIE_COMMAND_READING_H
#define VIGIE_COMMAND_READING_H

#include "command.h"
#include "error.h"
#include "reader.h"
#include "store.h"

#include <stddef.h>
#include <stdint.h>

struct reading_counts {
    size_t fresh, changed, known; /* add up to the records taken in */
    size_t empty;                 /* of these, without text         */
    size_t refused;
};

struct reading; /* one file on its way into the store */

/* Opens `path` ("-": standard input) for `store`; all borrowed.  `now` is the
 * time of arrival. */
int reading_open(struct reading **out, const char *path, struct store *store,
                 const struct reader_options *options,
                 const struct surroundings *around, int64_t now,
                 struct error *err);
void reading_free(struct reading *self);

/* Takes in the next records, one transaction, and adds to *counts.  Returns
 * when the transaction is full or the input would keep it waiting.  A refused
 * record is complained of and left out.
 * Returns 1, 0 at the end of the file, or the status that ends it; what was
 * committed before stays. */
int reading_some(struct reading *self, struct reading_counts *counts,
                 struct error *err);

/* False when reading_some would have to wait for its input. */
bool reading_ready(struct reading *self);

/* STATUS_OK, or STATUS_BAD_INPUT with "3 records refused". */
int reading_result(const struct reading_counts *counts, struct error *err);

void reading_print(const struct reading_counts *counts);

#endif
