/* One comment as it was received: what ingest hands to every later stage. */
#ifndef VIGIE_INGEST_COMMENT_H
#define VIGIE_INGEST_COMMENT_H

#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TEXT_CEILING ((size_t)256 * 1024) /* bytes of one comment's text */
#define NAME_CEILING ((size_t)1024)       /* bytes of an id, a pseudonym ... */
#define TONES_CEILING 16                  /* labels on one comment           */

/* What an annotator said; only in labelled comments.
 *
 * A tone is yes, no or unknown.  Those who label for vigie judge every tone:
 * all_known, and whatever `tone` leaves out is a no.  Other people's sets
 * (mapping.h) judge a few: then a tone is yes in `tone`, no when it stands in
 * `known` only, and unknown otherwise: neither a positive nor a negative
 * example, be it for training, thresholds or figures. */
struct annotation {
    bool present;      /* the record has labels, be it none of the tones   */
    bool all_known;    /* all tones are judged, `known` is empty           */
    size_t tone_count; /* T */
    struct view tone[TONES_CEILING];  /* [T] yes, in the record's order */
    size_t known_count;               /* K, at least T unless all_known */
    struct view known[TONES_CEILING]; /* [K] yes or no: holds `tone` too */
    struct view sentiment; /* "negative", "neutral", "positive"; absent: both
                            * negative and positive are a no when all_known,
                            * else unknown */
    struct view split;     /* "train", "test", "contrast" or absent */
};

/* All views are borrowed: they live in the arena given to the reader.  Text
 * and names are valid UTF-8 without NUL bytes, otherwise as received. */
struct comment {
    struct view id;         /* never absent once a reader returned 1       */
    struct view discussion; /* "" when the source names none               */
    struct view title;      /* of the article                              */
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
