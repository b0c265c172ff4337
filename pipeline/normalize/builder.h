/* The folded text while it grows; private to normalize.c and plain_words.c. */
#ifndef VIGIE_NORMALIZE_BUILDER_H
#define VIGIE_NORMALIZE_BUILDER_H

#include "fold.h"
#include "language.h"
#include "text.h"
#include "utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LETTER_RUN 2 /* equal letters kept */
#define OTHER_RUN 3  /* equal other code points kept */
#define SHOUT 3      /* letters that make a word in capitals count */

struct builder {
    const struct folder *folder;
    char *folded;
    uint32_t *begin, *end;
    size_t len;
    struct mark *mark;
    size_t marks, marks_room;
    int32_t last;                  /* code point written last              */
    size_t last_at;                /* byte of the folded text it starts at */
    size_t run;                    /* how often it came in a row           */
    bool space, line;              /* white space waits to be written      */
    size_t space_begin, space_end; /* its range in the original  */
    size_t word_at;                /* folded byte where the word began     */
    size_t word_letters;
    bool word_upper; /* all letters of the word so far       */
    struct language_evidence evidence;
    bool links;      /* the text may hold some, also inside a word   */
    bool small;      /* letters stand last in the folded text ... */
    size_t small_at; /* ... from this byte on                     */
};

/* The letters that stand last are a word of the language guess. */
static inline void builder_end_letters(struct builder *b)
{
    if (b->small)
        language_weigh_word(&b->folder->language, b->folded + b->small_at,
                            b->len - b->small_at, &b->evidence);
    b->small = false;
}

/* Writes code point `c` for bytes begin..end of the original. */
static inline void builder_put(struct builder *b, int32_t c, size_t begin,
                               size_t end)
{
    const size_t at = b->len;
    size_t len = 1;

    if (!language_weigh_letter(&b->evidence, (uint32_t)c)) {
        builder_end_letters(b);
    } else if (!b->small) {
        b->small = true;
        b->small_at = at;
    }
    b->folded[at] = (char)c;
    if (c >= 0x80)
        len = utf8_encode((uint32_t)c, b->folded + at);
    for (size_t i = 0; i < len; i++) {
        b->begin[at + i] = (uint32_t)begin;
        b->end[at + i] = (uint32_t)end;
    }
    b->run = c == b->last ? b->run + 1 : 1;
    b->last = c;
    b->last_at = at;
    b->len = at + len;
}

/* Takes words of small letters and what parts them from byte `at` on, where a
 * letter of a word stands last and no space waits.  Stops before the first
 * byte that asks for more than to be copied, and returns it. */
size_t builder_add_plain(struct builder *b, struct text *text, size_t at);

#endif
