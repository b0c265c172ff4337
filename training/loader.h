/* Labelled records on their way into a corpus, before their order and the
 * label set are settled. */
#ifndef VIGIE_TRAINING_LOADER_H
#define VIGIE_TRAINING_LOADER_H

#include "comment.h"
#include "corpus.h"
#include "error.h"
#include "mapping.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

/* Texts are kept in blocks that never move. */
struct text_block {
    struct text_block *next;
    size_t used, size;
    char bytes[];
};

/* One record; views live in the blocks. */
struct raw {
    struct labelled comment; /* without tones, known and parent */
    struct annotation annotation;
    bool later; /* replaces a record of the same id that is not */
};

struct loader {
    struct text_block *block;
    struct raw *raw; /* [count] in order of arrival */
    size_t count, room;
};

/* Keeps a copy of a record with labels.
 * Returns STATUS_OK, STATUS_BAD_INPUT (no labels), STATUS_TOO_BIG (more than
 * CORPUS_CEILING), STATUS_NO_MEMORY. */
int loader_add(struct loader *self, const struct comment *comment,
               struct error *err);

/* A copy of `text` that lives as long as the blocks. */
int loader_keep(struct loader *self, struct view text, struct view *out,
                struct error *err);

/* All records of file `which` of the sources. */
int loader_file(struct loader *self, const struct corpus_sources *sources,
                size_t which, struct error *err);

/* Accepts a loader of zeroes. */
void loader_free(struct loader *self);

#endif
