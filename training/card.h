/* The model card: what people must know of a model before they use it
 * (Mitchell et al., "Model cards for model reporting", FAT* 2019). */
#ifndef VIGIE_TRAINING_CARD_H
#define VIGIE_TRAINING_CARD_H

#include "bias_terms.h"
#include "buffer.h"
#include "corpus.h"
#include "error.h"
#include "train.h"

#include <stddef.h>

#define CARD_FILE "README.md" /* in the model's folder */
#define CARD_METRICS "metrics.json"
#define CARD_THRESHOLDS "thresholds.ini"
#define CARD_DRAWS 1000
#define CARD_SEED 1

/* All borrowed. */
struct card {
    const struct corpus *corpus;
    const struct train_settings *settings;
    const struct train_report *report; /* of train_model() with both */
    const struct bias_terms *terms;    /* NULL: bias is not measured  */
    const char *const *file;           /* [file_count] labelled files, paths;
                                        * only their names are told   */
    size_t file_count;
    const char *command; /* the command line, see card_command()      */
    const char *version; /* of vigie                                  */
};

/* Measures out of fold, with intervals, by slice and by identity term, and
 * writes CARD_FILE (English, then French), CARD_METRICS and CARD_THRESHOLDS
 * (by section, lines for a policy file) into `folder`, which holds the model,
 * each whole or not at all.  No date and no path of the
 * machine is told: the same training gives the same bytes, on any number of
 * threads.
 * Returns STATUS_OK, STATUS_TOO_BIG, STATUS_NO_MEMORY, statuses of
 * model_open() and file_write(). */
int card_write(const char *folder, const struct card *card, struct error *err);

/* Adds "vigie train --out DIR ...": arguments of argv[0] on, quoted for a
 * shell where needed.  The value of --out becomes DIR and --threads is left
 * out, absolute paths are cut to their last name. */
int card_command(struct buffer *out, int argc, char *const *argv,
                 struct error *err);

#endif
