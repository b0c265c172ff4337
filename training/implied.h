/* Which tones imply which, as the labels say: no insult without hostility. */
#ifndef VIGIE_TRAINING_IMPLIED_H
#define VIGIE_TRAINING_IMPLIED_H

#include "corpus.h"
#include "model.h"

#define IMPLIED_POSITIVES 50 /* fewer comments with a tone say nothing       */
#define IMPLIED_SHARE 0.995  /* of them have the other: labels hold slips    */

/* Fills implied_by of tone[corpus->tones.count] from the comments to train
 * on that are labelled for both.  O(comments x tones^2). */
void imply_find(const struct corpus *corpus, struct model_tone *tone);

#endif
