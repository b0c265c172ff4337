/* The words of a comment as one compares them: folded and hashed, with the
 * place where each stands and the quotation it stands in. */
#ifndef VIGIE_THREAD_WORDING_H
#define VIGIE_THREAD_WORDING_H

#include "error.h"
#include "fold.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

struct word {
    uint32_t hash;       /* of the folded letters and digits            */
    uint32_t begin, end; /* code points of the original text            */
    uint16_t letters;    /* folded code points, at most UINT16_MAX      */
    uint16_t quotation;  /* which of the text's passages, from 1; 0 none */
};

/* Grows as needed; begin with zeroes, free `word`. */
struct wording {
    struct word *word; /* [count] */
    size_t count, room;
};

/* Adds the words of a text: runs of letters and digits.  Links are left out.
 * text  valid UTF-8
 * Returns STATUS_OK or STATUS_NO_MEMORY; what was added before stays. */
int wording_add(struct wording *self, const struct folder *folder,
                struct view text, struct error *err);

#endif
