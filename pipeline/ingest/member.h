/* The members of a comment record: what JSON lines and CSV have in common. */
#ifndef VIGIE_INGEST_MEMBER_H
#define VIGIE_INGEST_MEMBER_H

#include "arena.h"
#include "comment.h"
#include "error.h"
#include "reader.h"
#include "view.h"

#include <stdint.h>

enum member {
    MEMBER_ID,
    MEMBER_DISCUSSION,
    MEMBER_TITLE,
    MEMBER_SECTION,
    MEMBER_PUBLISHED,
    MEMBER_POSITION,
    MEMBER_AUTHOR,
    MEMBER_TIME,
    MEMBER_REPLY_TO,
    MEMBER_TEXT,
    MEMBER_PARENT_TEXT,
    MEMBER_TONES,
    MEMBER_SENTIMENT,
    MEMBER_SPLIT,
    MEMBER_COUNT /* also: no such member */
};

const char *member_name(enum member member);

/* MEMBER_COUNT when no member is called so. */
enum member member_find(struct view name);

/* An empty comment: every view absent, every time TIME_NONE. */
void member_clear(struct comment *out);

/* Each copies a value into `arena` and `out`.  The caller has checked that
 * it is valid UTF-8 without NUL.
 * Returns STATUS_OK, STATUS_BAD_RECORD or STATUS_TOO_BIG (arena full). */

/* Any member but tones and position; dates are parsed, lengths checked. */
int member_set_text(struct comment *out, enum member member, struct view value,
                    int64_t now, struct arena *arena, struct error *err);
int member_set_position(struct comment *out, int64_t value, struct error *err);
int member_add_tone(struct comment *out, struct view name, struct arena *arena,
                    struct error *err);

/* Once all members are set: what the record left out.  `discussion` comes
 * from the options where the record names none; an id is derived.  With a
 * mapping a comment without a discussion is one by itself, named by its id. */
int member_finish(struct comment *out, const struct reader_options *options,
                  struct arena *arena, struct error *err);

#endif
