/* Words that name a group of people, and where they stand in a text. */
#ifndef VIGIE_TRAINING_BIAS_TERMS_H
#define VIGIE_TRAINING_BIAS_TERMS_H

#include "error.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

#define BIAS_TERMS_FILE "data/identity.tsv" /* that ships with vigie */
#define BIAS_GROUPS 32
#define BIAS_WORDS 6 /* words of a term at most */

struct bias_terms {
    size_t groups; /*  G <= BIAS_GROUPS                     */
    char group[BIAS_GROUPS][48];
    struct bias_term *term; /* every form of every term, sorted      */
    size_t count, room;
};

/* Reads `group TAB term` lines; '#' begins a comment line.  A part of a term
 * in parentheses may be there or not, see data/identity.tsv.
 * Returns STATUS_OK; STATUS_BAD_INPUT with file:line (no TAB, an open
 * parenthesis, a term without words, more than BIAS_WORDS of them or three
 * parts, more than BIAS_GROUPS groups, broken UTF-8), STATUS_NO_INPUT,
 * STATUS_NO_MEMORY.  *out is yours to bias_terms_free. */
int bias_terms_read(struct bias_terms *out, const char *path,
                    struct error *err);
void bias_terms_free(struct bias_terms *self);

/* Bit g set where a term of group g stands in the text as whole words.
 * folded  as normalize_run leaves it.  O(words * log forms). */
uint32_t bias_terms_find(const struct bias_terms *self, struct view folded);

#endif
