/* What the parts of the repair share; private to repair.c, repair_*.c. */
#ifndef VIGIE_NORMALIZE_REPAIR_STATE_H
#define VIGIE_NORMALIZE_REPAIR_STATE_H

#include "text.h"
#include "token.h"
#include "wordbook.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REPAIR_PARTS 4      /* a word is cut into at most */
#define PIECE_RATIO 20      /* times as frequent as its pieces a whole is */
#define PIECE_LETTERS 8     /* of the whole: longer ones have no such pieces */
#define PIECE_FREQUENCY 400 /* so that a piece is no more than this */
#define KNOWN 2 /* comments a word must stand in to count as known */

#define LETTERS_BEHIND 8 /* of which eight are read from any on */

/* Words a text may try, and more for each of its bytes: enough for twenty of
 * the worst in any text, and at most a second for the longest comment. */
#define TRIALS 200000
#define TRIALS_A_BYTE 64

enum repair_flags {
    HOLDS_SIGN = 1,    /* a digit, sign or star that may stand for a letter */
    HOLDS_OPEN = 2,    /* a sign, or a dot or dash: a letter in doubt       */
    HOLDS_OTHER = 4,   /* what has no place in a masked word, as a class    */
    HOLDS_DOT = 8,     /* a dot or dash that may part genders               */
    IS_DISGUISED = 16, /* a letter is a look-alike or carries loose marks   */
    IS_RESPELT = 32,   /* the word is known in chat spelling                */
    IS_UNKNOWN = 64,   /* letters that stand for no word of their own       */
    IS_RARE = 128,     /* a word so rare that it may be a piece of another  */
    ASKS = 256         /* something in or near it asks for a look           */
};

/* What is known of a token from its bytes alone. */
struct repair_word {
    const struct word_entry *known; /* of its letters; NULL: not known      */
    uint64_t hash;                  /* of its letters, as a spelling        */
    uint32_t at;                    /* byte of `letters` they stand at      */
    uint8_t len;    /* bare letters, look-alikes made Latin; 0 when the token
                     * holds anything else or is too long                   */
    char gap;       /* the one byte to the next word that it may be a part of
                     * one with, 0 when there is none                       */
    uint16_t flags; /* enum repair_flags */
};

/*  B  bytes of the folded text, T its tokens */
struct repair {
    const struct wordbook *words;
    const struct word_filter *filter;
    const struct word_edges *abusive;
    const struct text *text;  /* as it came                              */
    struct token *token;      /* [T]                                     */
    struct repair_word *word; /* [T + REPAIR_PARTS], the last ones empty */
    size_t tokens;
    char *letters; /* [B + LETTERS_BEHIND] a token's behind another's */
    size_t letters_len;
    enum { SCRIPT_UNKNOWN, SCRIPT_LATIN, SCRIPT_OTHER } script;
    char *folded; /* the repaired text while it grows        */
    uint32_t *begin, *end;
    size_t len, room;
    struct mark *merged; /* [M + B + 1] the text's marks and these    */
    struct mark *mark;   /* [B + 1] of the repair                    */
    size_t marks, marks_room;
    uint32_t *from;   /* [B + 1] where a byte went to; inside a  */
    uint32_t *to;     /* replaced range its new begin, its end   */
    size_t done;      /* bytes of the folded text dealt with     */
    size_t trials;    /* left of those above                     */
    size_t stretched; /* marks of the text that end before the
                       * token looked at                         */
};

/* Fills token, word and letters. */
void repair_scan(struct repair *r);

/* Takes `trials` from those that are left; false when there are fewer: the
 * word then stays as it is. */
bool repair_afford(struct repair *r, size_t trials);

/* Bytes of token i. */
static inline struct view repair_view(const struct repair *r, size_t i)
{
    return token_view(r->text->folded, &r->token[i]);
}

/* True when no byte stands between tokens i and i + 1. */
static inline bool repair_touches(const struct repair *r, size_t i)
{
    return i + 1 < r->tokens && r->token[i].end == r->token[i + 1].begin;
}

/* The bare letters of token i; none when it holds anything else. */
static inline struct view repair_letters(const struct repair *r, size_t i)
{
    return (struct view){r->letters + r->word[i].at, r->word[i].len};
}

/* The entry of a word that counts as known; NULL otherwise. */
static inline const struct word_entry *repair_known_hash(const struct repair *r,
                                                         uint64_t hash)
{
    const struct word_entry *e = wordbook_find_hash(r->words, hash);

    return e && (e->frequency >= KNOWN || e->flags) ? e : NULL;
}

/* The same for what hardly ever is one, as most trials are. */
static inline const struct word_entry *
repair_known_trial(const struct repair *r, uint64_t hash)
{
    return word_filter_may_hold(r->filter, hash) ? repair_known_hash(r, hash)
                                                 : NULL;
}

static inline const struct word_entry *repair_known(const struct repair *r,
                                                    struct view word)
{
    return repair_known_hash(r, wordbook_hash(WORD_KEY_SPELLING, word));
}

/* Copies what stands before token i, then puts `word` in the place of tokens
 * i to last.  Returns last - i + 1. */
size_t repair_put(struct repair *r, size_t i, size_t last, struct view word,
                  enum mark_kind kind);

/* The same for the bytes begin..end of the folded text. */
void repair_put_range(struct repair *r, uint32_t begin, uint32_t end,
                      struct view word, enum mark_kind kind);

/* Each looks at the text from token i on.  They return how many tokens they
 * replaced; 0 leaves everything as it is. */
size_t repair_spread(struct repair *r, size_t i);    /* c.r.e.t.i.n        */
size_t repair_masked(struct repair *r, size_t i);    /* cr3tin, cr*tin     */
size_t repair_inclusive(struct repair *r, size_t i); /* lecteur·rice·s     */
size_t repair_boxed(struct repair *r, size_t i);     /* letters in boxes   */
size_t repair_parted(struct repair *r, size_t i);    /* cré-tin, cré tin   */
size_t repair_single(struct repair *r, size_t i);    /* crétiiin, crtéin   */

#endif
