/* The files of data/lexicon to the tree that phrases are found by.
 *
 * A file NAME.tsv holds `phrase TAB class TAB innocent sense`, the last may be
 * empty; its phrases are of class "NAME/class", with a '?' behind it where an
 * innocent sense is given.  In a phrase
 *
 *   word:rule   stands for its inflected forms (inflect.h)
 *   a/b_c       for one of the words a or b c
 *   (word)      for the word or nothing
 *   *           for any one word, ** for none to three */
#ifndef VIGIE_TRAINING_LEXICON_BUILD_H
#define VIGIE_TRAINING_LEXICON_BUILD_H

#include "error.h"
#include "fold.h"
#include "lexicon.h"
#include "view.h"

#include <stddef.h>

/* A phrase of one word that has hardly an innocent sense, or a spelling. */
struct lexicon_word {
    char word[48]; /* bare */
    char text[64]; /* the standard form of a spelling, bare; "" otherwise */
    bool abusive;
};

/* What a folder of lexicon files gives; arrays owned. */
struct lexicon_build {
    struct lexicon lexicon;
    size_t phrases;            /* lines read                               */
    size_t words;
    struct lexicon_word *word; /* [words] of one word, and spelling.tsv    */
    char sha256[65];           /* of the files, in order of their names    */
};

/* folder  with files *.tsv; NULL gives an empty lexicon
 * Returns STATUS_OK, STATUS_NO_INPUT, STATUS_BAD_INPUT with file and line,
 * STATUS_TOO_BIG, STATUS_NO_MEMORY. */
int lexicon_build(struct lexicon_build *out, const char *folder,
                  struct error *err);

void lexicon_build_free(struct lexicon_build *self);

#endif
