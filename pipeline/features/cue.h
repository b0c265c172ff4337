/* Surface cues: what a comment looks like, beside its words.
 *
 * A cue is a name with a small value: each pair found is one feature.  Counts
 * are cut off or put on a logarithmic scale, so that a pair is frequent
 * enough to learn from. */
#ifndef VIGIE_FEATURES_CUE_H
#define VIGIE_FEATURES_CUE_H

#include "known.h"
#include "voice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CUE_LIST(X)                                                            \
    X(EXCLAMATION, "exclamation marks")                                        \
    X(QUESTION, "question marks")                                              \
    X(ELLIPSIS, "ellipses")                                                    \
    X(CAPITALS, "share of capitals")                                           \
    X(SHOUTED_WORDS, "words in capitals")                                      \
    X(LENGTH, "length of the comment")                                         \
    X(WORDS, "number of words")                                                \
    X(QUOTATION, "quotation marks")                                            \
    X(LINK, "links")                                                           \
    X(NUMBER, "numbers")                                                       \
    X(YEAR, "years")                                                           \
    X(MENTION, "names called with @")                                          \
    X(LOWER_START, "begins in lower case")                                     \
    X(ENDING, "last character")                                                \
    X(STRETCHED, "stretched words")                                            \
    X(PARENTHESIS, "parentheses")                                              \
    X(LINES, "number of lines")                                                \
    X(SMILEY, "smileys")                                                       \
    X(EMOJI, "emojis")                                                         \
    X(INVISIBLE, "invisible characters")                                       \
    X(MASKED, "letters replaced by signs")                                     \
    X(SPREAD, "letters of a word set apart")                                   \
    X(RESPELT, "chat spelling")                                                \
    X(INCLUSIVE, "inclusive writing")                                          \
    X(QUOTED, "share of quoted words")                                         \
    X(SCARE, "words held at arm's length")                                     \
    X(FIRST_PERSON, "speaks of oneself")                                       \
    X(FAMILIAR_YOU, "says tu to someone")                                      \
    X(POLITE_YOU, "says vous to someone")                                      \
    X(REPLY, "answers a comment")

enum cue_kind {
#define X(name, text) CUE_##name,
    CUE_LIST(X)
#undef X
        CUE_KINDS
};

struct cue {
    enum cue_kind kind;
    uint32_t value;
    uint32_t begin, end; /* bytes of the folded text that show it first; equal
                          * when it is the comment as a whole              */
};

/* What a cue of this value says, for people; static. */
const char *cue_name(const struct cue *cue);

/* False for a cue whose value says that there is nothing to see. */
static inline bool cue_shows(const struct cue *cue)
{
    return cue->value || cue->kind == CUE_CAPITALS;
}

/* Fills cue[CUE_KINDS], one of each kind; has_parent: it answers a comment
 * whose text is known.  O(bytes). */
void cue_find(const struct known *in, const struct voice *voice,
              bool has_parent, struct cue cue[CUE_KINDS]);

/* True for a token with a character that is a cue wherever it stands. */
bool cue_character(struct view token);

/* The cue that a word is a pronoun of, + 1; 0 for none. */
uint8_t cue_pronoun(struct view word);

#endif
