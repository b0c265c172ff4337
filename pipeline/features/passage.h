/* The passages of a text that are not its author's words, each with the
 * language it seems to be in. */
#ifndef VIGIE_FEATURES_PASSAGE_H
#define VIGIE_FEATURES_PASSAGE_H

#include "arena.h"
#include "error.h"
#include "features.h"
#include "language.h"

#include <stddef.h>
#include <stdint.h>

struct passage {
    uint32_t begin, end; /* code points of the original text, begin < end */
    enum language language;
};

/*  P  passages */
struct passage_list {
    size_t count;                  /*  P                          */
    const struct passage *passage; /* [P] in order, apart         */
};

/* What voice_find calls quoted in in->text, in->parent being the comment it
 * answers.  Arrays live in `arena`.  Returns STATUS_OK or STATUS_TOO_BIG.
 * O(bytes). */
int passage_find(const struct feature_settings *settings,
                 const struct feature_input *in, struct passage_list *out,
                 struct arena *arena, struct error *err);

#endif
