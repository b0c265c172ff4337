/* The same figures for kinds of comments: where the model is weak. */
#ifndef VIGIE_TRAINING_SLICES_H
#define VIGIE_TRAINING_SLICES_H

#include "error.h"
#include "evaluate.h"
#include "measure.h"
#include "verdict.h"

#include <stdbool.h>
#include <stddef.h>

/* Fewer positives give no figures worth reading. */
#define SLICE_POSITIVES 20

/* Sections beyond the largest are one slice. */
#define SLICE_SECTIONS 30

/* kind, name in JSON */
#define SLICE_LIST(X)                                                          \
    X(SECTION, section)                                                        \
    X(LENGTH, length)                                                          \
    X(LANGUAGE, language)

enum slice_kind {
#define X(name, key) SLICE_##name,
    SLICE_LIST(X)
#undef X
        SLICE_KINDS
};

struct slice {
    enum slice_kind kind;
    char name[64]; /* SECTION: as its first comment spells it, cut, "" where a
                    * comment names none, "*" for the smaller ones together;
                    * LENGTH: "1-100", "101-350", "351-", code points;
                    * LANGUAGE: "fr", "en", "other", "unknown": a guess     */
    size_t count;  /* comments */
    struct measures tone[MODEL_TONES_CEILING]; /* [T] */
};

struct slices {
    size_t count;
    struct slice *slice; /* by kind; sections by count, the largest first */
};

const char *slice_key(enum slice_kind kind); /* "section"; static */

/* True where the tone has enough positives in the slice to be shown. */
bool slice_shows(const struct slice *slice, size_t tone);

/* Sections that differ in capitals alone are one.  A slice without comments
 * is left out.  Returns STATUS_OK, STATUS_TOO_BIG, STATUS_NO_MEMORY; *out is
 * yours to slices_free. */
int slices_measure(struct slices *out, const struct evaluation *evaluation,
                   struct error *err);
void slices_free(struct slices *self);

#endif
