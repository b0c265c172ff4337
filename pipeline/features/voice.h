/* Whose words are these, and of whom do they speak?
 *
 * A passage is quoted between quotation marks (three words or more: fewer are
 * held at arm's length, not quoted), on a line that begins with '>', between
 * two "(...)", where it stands word for word in the comment it answers, or in
 * English inside a comment that is not. */
#ifndef VIGIE_FEATURES_VOICE_H
#define VIGIE_FEATURES_VOICE_H

#include "arena.h"
#include "error.h"
#include "known.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum voice_flags {
    VOICE_QUOTED = 1,    /* not the author's words                         */
    VOICE_NEGATED = 2,   /* behind a negation in its clause                */
    VOICE_SAID_TO = 4,   /* its sentence says tu or vous                   */
    VOICE_SELF = 8,      /* behind je, moi, mon ... in its clause          */
    VOICE_ABOUT = 16,    /* behind il, elle, ce, ces ... in its clause     */
    VOICE_SCARE = 32,    /* a word or two between quotation marks          */
    VOICE_ASKED = 64,    /* its sentence ends with a question mark         */
};

/*  T  tokens */
struct voice {
    const uint8_t *flags;     /* [T] enum voice_flags                      */
    const uint16_t *sentence; /* [T] number, rising from 0                 */
    bool quoted;              /* some token is                             */
};

/* parent  the comment it answers; NULL for none
 * Arrays live in `arena`.  Returns STATUS_OK or STATUS_TOO_BIG.  O(bytes). */
int voice_find(const struct known *in, const struct known *parent,
               struct voice *out, struct arena *arena, struct error *err);

/* A text that was heard: its tokens, and whose words they are. */
struct heard {
    struct known known;
    struct known parent; /* of the comment it answers, where there is one */
    struct voice voice;
};

/* known_open of both, then voice_find.  parent, memo  NULL for none.  Returns
 * as above. */
int voice_hear(const struct text *text, const struct text *parent,
               const struct facts_of *of, struct memo *memo, struct heard *out,
               struct arena *arena, struct error *err);

/* The flag that a word spreads to those near it, 0 for none. */
uint8_t voice_near(struct view word);

#endif
