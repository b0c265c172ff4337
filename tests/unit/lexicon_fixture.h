/* A folder of lexicon files, and what is built of it. */
#ifndef VIGIE_TESTS_LEXICON_FIXTURE_H
#define VIGIE_TESTS_LEXICON_FIXTURE_H

#include "arena.h"
#include "lexicon_build.h"
#include "normalizer.h"

struct lexicon_fixture {
    char folder[64];
    struct lexicon_build build;
    struct normalizer normalizer; /* without a wordbook */
    struct arena arena;
};

/* An empty folder; nothing is built yet. */
void lexicon_fixture_open(struct lexicon_fixture *self);
void lexicon_fixture_close(struct lexicon_fixture *self);

/* Writes a file of the folder. */
void lexicon_fixture_add(const struct lexicon_fixture *self, const char *name,
                         const char *lines);

/* Builds the lexicon of the folder, in place of the one before. */
void lexicon_fixture_build(struct lexicon_fixture *self);

/* The hits in a text as "class:words", joined by " | ", in their order; until
 * the next call. */
const char *lexicon_fixture_hits(struct lexicon_fixture *self,
                                 const char *original);

#endif
