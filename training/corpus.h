/* Labelled comments in memory, in one order whatever order they came in. */
#ifndef VIGIE_TRAINING_CORPUS_H
#define VIGIE_TRAINING_CORPUS_H

#include "error.h"
#include "tones.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CORPUS_CEILING 2000000 /* comments */
#define NO_PARENT SIZE_MAX

/* One comment with its labels; views live in the corpus.  One without a
 * discussion is a discussion of its own, named by its id. */
struct labelled {
    struct view id, discussion, section, reply_to, text;
    struct view parent_text; /* of the comment it answers; "" = not known */
    size_t parent;           /* its index, or NO_PARENT                   */
    uint32_t tones; /* bit t: carries tone t of the corpus                */
    uint32_t known; /* bit t: somebody said whether it does               */
    bool test;      /* split: held out                                    */
    bool contrast;  /* split: trained on, but not what comments are like:
                     * neither calibrated nor judged by                   */
    bool follows;   /* the store's, which has no split: its discussion's  */
};

struct corpus {
    size_t count;             /*  N                                       */
    struct labelled *comment; /* [N] sorted by id                         */
    struct tone_names tones;  /* the sentiment pair last                  */
    char sha256[65];          /* of all that training reads, in order     */
    size_t from_store;        /* comments that the store's labels gave    */
    size_t conflicts;         /* labels on which moderators disagreed     */
    struct text_block *block; /* owns the bytes                           */
};

struct mapping;
struct store;

/* Where a corpus comes from; all borrowed. */
struct corpus_sources {
    const char *const *path; /* [path_count] files of any format of reader.h */
    size_t path_count;
    const struct mapping *mapping; /* of these files; NULL: our own members  */
    struct store *store;           /* its labels, too; NULL: none            */
    const char *tones; /* comma separated, in the order the model shall have;
                        * NULL: all that occur, the most frequent first      */
    /* With a mapping, what a reader refuses or remarks on is told there and
     * left out; without one a bad record ends the reading.  May be NULL. */
    void (*say)(const char *where, const char *message);
};

/* Returns STATUS_OK; STATUS_BAD_INPUT for a record without labels, an id that
 * comes twice with other contents, a discussion on both sides of the split, a
 * tone named twice or too many tones; the statuses of reader and store.  A
 * comment that comes twice alike counts once; of a comment that a file and
 * the store label, the store's labels count, being the later.  A comment of
 * the store alone is on the side its discussion is on in the files. */
int corpus_read(struct corpus *out, const struct corpus_sources *sources,
                struct error *err);

void corpus_free(struct corpus *self);

/* Comments with tone t, of the test split or of the train split. */
size_t corpus_positives(const struct corpus *self, size_t tone, bool test);

/* Those without it of which somebody said so. */
size_t corpus_negatives(const struct corpus *self, size_t tone, bool test);

#endif
