/* Texts repaired with the words of word_fixture.h, and what every repaired
 * text promises. */
#ifndef VIGIE_TESTS_REPAIR_FIXTURE_H
#define VIGIE_TESTS_REPAIR_FIXTURE_H

#include "arena.h"
#include "normalizer.h"
#include "text.h"
#include "word_fixture.h"

struct repair_fixture {
    struct word_fixture words;
    struct normalizer normalizer;
};

void repair_fixture_open(struct repair_fixture *self);

/* Normalizes and repairs; fails the test when a promise is broken. */
struct text repair_fixture_run(const struct repair_fixture *self,
                               struct view original, struct arena *arena);

/* NULL, or what is wrong with the text. */
const char *repair_fixture_broken(const struct text *text);

/* "masked" and the like for a trick; NULL for a mark of another kind. */
const char *repair_fixture_trick(enum mark_kind kind);

#endif
