/* One comment as it was received: what ingest hands to every later stage. */
#ifndef VIGIE_INGEST_COMMENT_H
#define VIGIE_INGEST_COMMENT_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_CEILING ((size_t)256 * 1024) /* bytes of one comment's text     */
#define NAME_CEILING ((size_t)1024)       /* bytes of an id, a pseudonym ... */
#define TONES_CEILING 16                  /* labels on one comment           */

/* What an annotator said; only in labelled comments. */
struct annotation {
    bool present;    /* "tones" stood in the record, be it empty */
    size_t tone_count; /* T */
    struct view tone[TONES_CEILING]; /* [T] names, in the record's order   */
    struct view sentiment; /* "negative", "neutral", "positive" or absent  */
    struct view split;     /* "train", "test" or absent                    */
};

/* All views are borrowed: they live in the arena given to the reader.  Text
 * and names are valid UTF-8 without NUL bytes, otherwise as received. */
struct comment {
    struct view id;          /* never absent once a reader returned 1       */
    struct view discussion;  /* "" when the source names none               */
    struct view title;       /* of the article                              */
    struct view section;
    struct view author;      /* pseudonym                                   */
    struct view reply_to;    /* id of the parent                            */
    struct view text;        /* whole; "" or white space = an empty comment */
    struct view parent_text; /* of the parent, where the source gives it    */
    int64_t published;       /* of the article, UTC seconds or TIME_NONE    */
    int64_t time;            /* of the comment, UTC seconds or TIME_NONE    */
    size_t position;         /* place on the page from 1; 0 = unknown       */
    bool id_is_number;       /* JSON gave a number: echo it as one          */
    bool id_is_derived;      /* the source gave none: made by ingest        */
    struct annotation annotation;
};

#endif
