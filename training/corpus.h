/* Labelled comments in memory, in one order whatever order they came in. */
#ifndef VIGIE_TRAINING_CORPUS_H
#define VIGIE_TRAINING_CORPUS_H

#include "comment.h"
#include "error.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CORPUS_CEILING 2000000 /* comments */
#define NO_PARENT SIZE_MAX

/* One comment with its labels; views live in the corpus. */
struct labelled {
    struct view id, discussion, section, reply_to, text;
    size_t parent;  /* index of the comment it answers, or NO_PARENT */
    uint32_t tones; /* bit t: carries tone t of the corpus           */
    bool test;      /* split: held out                               */
};

/* The tones in use: first those of the label set, then the sentiment pair. */
struct tone_names {
    size_t count; /* T, with "negative" and "positive" */
    char name[MODEL_TONES_CEILING][24];
};

struct corpus {
    size_t count;             /*  N                                 */
    struct labelled *comment; /* [N] sorted by id                   */
    struct tone_names tones;
    char sha256[65];          /* of all ids, texts, labels, in order */
    struct text_block *block; /* owns the bytes                     */
};

/* Reads labelled comments from files of any format that reader.h knows.
 * tones  comma separated, in the order the model shall have; NULL: all that
 *        occur, the most frequent first
 * Returns STATUS_OK; STATUS_BAD_INPUT for a record without labels, an id that
 * comes twice with other contents, a discussion on both sides of the split,
 * a tone twice or too many tones; a reader's statuses.  A comment that comes
 * twice alike counts once. */
int corpus_read(struct corpus *out, const char *const *path, size_t path_count,
                const char *tones, struct error *err);

void corpus_free(struct corpus *self);

/* Comments with tone t, of the test split or of the train split. */
size_t corpus_positives(const struct corpus *self, size_t tone, bool test);

/* Bit t set where the name is known, 0 otherwise. */
uint32_t corpus_tone_bit(const struct tone_names *tones, struct view name);

#endif
