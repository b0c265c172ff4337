/* What a reader knows of its format: the table behind reader.h. */
#ifndef VIGIE_INGEST_FORMAT_H
#define VIGIE_INGEST_FORMAT_H

#include "arena.h"
#include "comment.h"
#include "error.h"
#include "mapping.h"
#include "reader.h"
#include "source.h"
#include "view.h"

#include <stdbool.h>

#define WARNING_SIZE 256

struct reader {
    const struct format_type *type;
    struct source *source;
    struct reader_options options; /* discussion views the copy below */
    char *discussion;
    void *state;                /* the format's own */
    struct mapping_use use;     /* of options.mapping */
    char warning[WARNING_SIZE]; /* "" when there is none */
    bool warning_taken;
};

/* One input format.  open and free are NULL where there is no state; next is
 * reader_next without the place, *out comes cleared. */
struct format_type {
    const char *name;
    bool is_whole; /* held in memory since open: next never waits */
    int (*open)(struct reader *self, struct error *err);
    int (*next)(struct reader *self, struct comment *out, struct arena *arena,
                struct error *err);
    void (*free)(struct reader *self);
};

int jsonl_next(struct reader *self, struct comment *out, struct arena *arena,
               struct error *err);

int lines_next(struct reader *self, struct comment *out, struct arena *arena,
               struct error *err);

int csv_open(struct reader *self, struct error *err);
int csv_next(struct reader *self, struct comment *out, struct arena *arena,
             struct error *err);
void csv_close(struct reader *self);

int page_open(struct reader *self, struct error *err);
int page_next(struct reader *self, struct comment *out, struct arena *arena,
              struct error *err);
void page_close(struct reader *self);

/* Does this line of column names have one for the text?  *columns: how many
 * columns there are.  `mapping` may be NULL. */
bool csv_names_text(struct view line, const struct mapping *mapping,
                    size_t *columns);

/* Does a comment's head or the count of comments stand in these bytes? */
bool page_suits(struct view start);

#endif
