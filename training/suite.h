/* The functional suite: small cases that say which tones a text must have and
 * which not, reported by capability, in the manner of HateCheck (Röttger et
 * al., ACL 2021).
 *
 * Files *.tsv, UTF-8, one case a line:
 *
 *     # capability: insult quoted to denounce
 *     -insult +negative TAB text [TAB text of the comment it answers]
 *
 * '#' begins a comment line; `# capability:` names what follows it, the same
 * name in two places is one capability.  In texts \n is a line end and \\ a
 * backslash.  +tone must be flagged, -tone must not; of the sentiments
 * negative, positive and neutral, +one must be what the model says. */
#ifndef VIGIE_TRAINING_SUITE_H
#define VIGIE_TRAINING_SUITE_H

#include "buffer.h"
#include "corpus.h"
#include "error.h"
#include "model.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SUITE_CASES 100000

enum suite_sentiment { SUITE_NEGATIVE, SUITE_NEUTRAL, SUITE_POSITIVE };

struct suite_case {
    size_t capability;      /* < capability_count                       */
    uint32_t wanted;        /* bit t: tone t of the model must be flagged */
    uint32_t unwanted;      /* bit t: it must not                       */
    unsigned char is, isnt; /* bits of enum suite_sentiment             */
    size_t comment;         /* index in the suite's corpus              */
    bool passed;            /* after suite_run                          */
    struct verdict verdict;
    const char *sentiment; /* static */
};

struct suite_capability {
    char name[96];
    size_t count, passed;
};

struct suite {
    const struct model *model; /* borrowed */
    size_t capability_count;
    struct suite_capability *capability; /* in the order they were met */
    size_t count, room;
    struct suite_case *cases;
    struct corpus corpus; /* the texts; no labels */
    size_t corpus_room;
    struct buffer *file; /* [file_count] owns the bytes */
    size_t file_count;
};

/* Reads one file, or the *.tsv of a folder in the order of their names.
 * model  names the tones; borrowed as long as the suite
 * Returns STATUS_OK; STATUS_BAD_INPUT with file:line (a case above the first
 * capability, no expectation, an unknown tone, a tone wanted and not wanted,
 * an unknown escape, no text, too many fields, broken UTF-8) or with the
 * folder's name (no case in it); STATUS_NO_INPUT; STATUS_TOO_BIG;
 * STATUS_NO_MEMORY.  *out is yours to suite_free, after a failure too. */
int suite_read(struct suite *out, const char *path, const struct model *model,
               struct error *err);
void suite_free(struct suite *self); /* accepts zeroes */

/* Scores every case and counts what passed. */
int suite_run(struct suite *self, size_t threads, struct error *err);

size_t suite_passed(const struct suite *self);

/* Text of a case, and of the comment it answers: absent where none. */
struct view suite_text(const struct suite *self, const struct suite_case *c);
struct view suite_parent(const struct suite *self, const struct suite_case *c);

struct suite_expectation {
    char text[32]; /* "+insult" */
    bool met;
    /* the tone's, ten-thousandths; of a sentiment that of the model's tone of
     * that name, 0 for neutral */
    uint16_t probability;
};

/* Expectation number i of a case, in the order of the tones, sentiments last.
 * Returns false behind the last. */
bool suite_expectation(const struct suite *self, const struct suite_case *c,
                       size_t i, struct suite_expectation *out);

#endif
