/* A wordbook of a hundred words, made by hand, for tests of what reads one. */
#ifndef VIGIE_TESTS_WORD_FIXTURE_H
#define VIGIE_TESTS_WORD_FIXTURE_H

#include "wordbook.h"

#include <stddef.h>
#include <stdint.h>

#define WORD_FIXTURE_BITS 9
#define WORD_FIXTURE_POOL 4096

struct word_fixture {
    struct word_entry slot[1 << WORD_FIXTURE_BITS];
    char pool[WORD_FIXTURE_POOL];
    uint32_t abusive[64];
    struct wordbook book; /* of these arrays */
};

/* Empty but for one word that nobody writes. */
void word_fixture_clear(struct word_fixture *self);

/* Enters a word; `text` is its standard form or NULL.  Abusive words come in
 * strcmp order. */
void word_fixture_enter(struct word_fixture *self, const char *word,
                        uint16_t frequency, uint16_t flags, const char *text);

/* The sound of `word` stands for it from now on. */
void word_fixture_sound(struct word_fixture *self, const char *word);

/* All words of the fixture. */
void word_fixture_open(struct word_fixture *self);

#endif
