/* The words of the train comments and of the lexicon as a wordbook. */
#ifndef VIGIE_TRAINING_WORDBOOK_BUILD_H
#define VIGIE_TRAINING_WORDBOOK_BUILD_H

#include "corpus.h"
#include "error.h"
#include "lexicon_build.h"
#include "wordbook.h"

#include <stddef.h>

/* comment  [count] indices of the corpus's comments whose words count
 * Words that stand in one comment alone are left out, unless the lexicon has
 * them.  The same input gives the same bytes; arrays are yours to free with
 * wordbook_build_free.  Returns STATUS_OK, STATUS_TOO_BIG, STATUS_NO_MEMORY. */
int wordbook_build(struct wordbook *out, const struct corpus *corpus,
                   const size_t *comment, size_t count,
                   const struct lexicon_build *lexicon, struct error *err);

void wordbook_build_free(struct wordbook *self);

#endif
