/* Inflected forms of French words, generated from a word and a rule.
 *
 *   :s       plural                     crétin:s    cheval:s
 *   :f       feminine and plurals       menteur:f   gaucher:f
 *   :f=FEM   feminine given whole       fou:f=folle
 *   :v       verb of the first group    emmerder:v
 *   :v2      verb like finir            vomir:v2
 *
 * Some forms too many are made (menteur gives mentrice): what nobody writes
 * is never found. */
#ifndef VIGIE_TRAINING_INFLECT_H
#define VIGIE_TRAINING_INFLECT_H

#include "error.h"
#include "view.h"

#include <stddef.h>

#define INFLECT_FORMS 64
#define INFLECT_BYTES 64 /* of a form with its NUL */

struct inflected {
    size_t count;
    char form[INFLECT_FORMS][INFLECT_BYTES];
};

/* word  with its rule, or without one: itself alone
 * Adds to *out.  Returns STATUS_OK, or STATUS_BAD_INPUT for an unknown rule,
 * a word the rule does not fit, or one too long. */
int inflect(struct view word, struct inflected *out, struct error *err);

#endif
