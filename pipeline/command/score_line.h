/* The answer of the filter: one JSON object a comment, see README. */
#ifndef VIGIE_COMMAND_SCORE_LINE_H
#define VIGIE_COMMAND_SCORE_LINE_H

#include "buffer.h"
#include "error.h"
#include "model.h"
#include "pipeline.h"
#include "verdict.h"

/* Adds the line of one record, scored or refused, with its line end. */
int score_line_add(struct buffer *out, const struct model *model,
                   const struct record *record, struct error *err);

/* Adds `text` as a JSON string with its quotation marks. */
int score_line_add_string(struct buffer *out, struct view text,
                          struct error *err);

#endif
