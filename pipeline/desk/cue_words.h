/* What the name of a cue says, in words, in both languages.
 *
 * Reasons carry stable names ("insults/strong, said to someone"): stores, the
 * filter and the HTTP API have them, and they stay.  People read them here.
 * A name is a cue of features/cue.h or a class of the lexicon, perhaps
 * " with " a second class, perhaps ", " and whose voice it is in. */
#ifndef VIGIE_DESK_CUE_WORDS_H
#define VIGIE_DESK_CUE_WORDS_H

#include "view.h"

#include <stdbool.h>

#define CUE_WORDS_SIZE 192 /* bytes, the NUL included */

enum cue_language { CUE_FRENCH, CUE_ENGLISH };

/* "insulte forte, à l'adresse de quelqu'un"; a part that is in no table, as of a
 * lexicon of one's own, stays as it is. */
void cue_words(struct view name, enum cue_language language,
               char out[CUE_WORDS_SIZE]);

/* True where every part is in the table. */
bool cue_words_known(struct view name);

#endif
