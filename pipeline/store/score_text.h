/* The compact text of a score: probabilities and reasons as JSON arrays of
 * whole ten-thousandths, see schema.sql.  Private to store/. */
#ifndef VIGIE_STORE_SCORE_TEXT_H
#define VIGIE_STORE_SCORE_TEXT_H

#include "arena.h"
#include "buffer.h"
#include "error.h"
#include "scores.h"
#include "verdict.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

/* Both add at the end; STATUS_NO_MEMORY. */
int score_text_probabilities(const struct verdict *verdict, struct buffer *out,
                             struct error *err);
int score_text_reasons(const struct reason *reason, size_t count,
                       struct buffer *out, struct error *err);

/* flagged  bit mask.  STATUS_DAMAGED when it is not what is written above. */
int score_text_read_probabilities(struct view json, int64_t flagged,
                                  struct verdict *out, struct error *err);

/* Sets out->reason and out->reason_count; an absent view has none.
 * STATUS_DAMAGED, STATUS_TOO_BIG. */
int score_text_read_reasons(struct view json, struct arena *arena,
                            struct stored_score *out, struct error *err);

#endif
