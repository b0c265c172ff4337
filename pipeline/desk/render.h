/* Comments on a terminal and in JSON.  What a comment brings along never
 * reaches a terminal raw: control characters and direction overrides become
 * U+FFFD. */
#ifndef VIGIE_DESK_RENDER_H
#define VIGIE_DESK_RENDER_H

#include "scores.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define RENDER_WIDTH 78 /* columns of a line */
#define RENDER_ALL SIZE_MAX

/* Control characters, marks and overrides of direction, tags, fillers that show
 * nothing: what could make a terminal or a page lie. */
bool render_is_unsafe(uint32_t code_point);

/* How many reasons are marked and listed. */
#define RENDER_REASONS 6

/* The reasons for one tone that weigh most, heaviest first. */
struct render_reasons {
    size_t count;
    struct reason item[RENDER_REASONS];
};

void render_pick(const struct stored_score *score, size_t tone,
                 struct render_reasons *out);

/* The text, wrapped to RENDER_WIDTH with `indent` spaces before each line,
 * white space collapsed; ranges of reasons that speak for the tone stand in
 * white brackets.  After `most` code points: an ellipsis. */
void render_text(FILE *to, struct view text, const struct render_reasons *marks,
                 size_t indent, size_t most);

/* "«abruti» +1.84, (capitals) +0.40": the text's words and the cues' names. */
void render_reasons(FILE *to, struct view text,
                    const struct render_reasons *reasons);

/* A name or title on one line, cut after `most` code points. */
void render_name(FILE *to, struct view name, size_t most);

/* "bob, 03/08/2020 10:19", as far as it is known. */
void render_byline(FILE *to, const struct comment *comment);

/* ", answers c12", ", answers c12 (inferred: quotes it)" or nothing. */
void render_answers(FILE *to, const struct stored_comment *stored);

/* "quote", "name"; NULL where nothing was inferred. */
const char *render_ground(const struct inferred_reply *inferred);

json_t *render_json_text(struct view text); /* null where absent */
json_t *render_json_time(int64_t seconds);  /* ISO 8601, null where unknown */
json_t *render_json_ratio(uint16_t ten_thousandths);

/* [{"tone","start","end","weight","cue"?}] of all tones. */
json_t *render_json_reasons(const struct stored_score *score,
                            const struct model_record *model);

/* One line; takes the value over.  STATUS_NO_MEMORY when it is NULL, because
 * making it failed. */
int render_json_line(FILE *to, json_t *value, struct error *err);

/* "text", "json" or "csv". */
enum render_format { RENDER_TEXT, RENDER_JSON, RENDER_CSV };

/* STATUS_USAGE when the word is none of them, or csv where `csv` is false. */
int render_format(const char *word, bool csv, enum render_format *out,
                  struct error *err);

/* RFC 4180: a row of quoted fields, CRLF. */
void render_csv_field(FILE *to, struct view text, bool first);
void render_csv_end(FILE *to);

#endif
