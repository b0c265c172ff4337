/* The sense of a discussion (sense.h) on a terminal and in JSON. */
#ifndef VIGIE_DESK_SENSE_SHEET_H
#define VIGIE_DESK_SENSE_SHEET_H

#include "arena.h"
#include "error.h"
#include "sense.h"
#include "store.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Mean hostility of the points from `begin` to `end`; -1 where there are
 * none. */
double sense_mean(const struct sense *sense, size_t begin, size_t end);

/* Heat after the latest scored comment; -1 where none is scored. */
double sense_heat(const struct sense *sense);

/* The discussion by itself.  Long ones are cut to what a page holds: the heat
 * is drawn in blocks, of the turn and of the requests the first are listed,
 * open ones with their text, which is read from the store. */
int sense_print(struct store *store, const struct sense *sense,
                struct arena *arena, struct error *err);

/* What concerns one comment of it, some lines. */
void sense_print_comment(const struct sense *sense, struct view comment);

/* NULL when memory is short.  All of it, every comment's heat included, and
 * what concerns one comment. */
json_t *sense_json(const struct sense *sense);
json_t *sense_json_comment(const struct sense *sense, struct view comment);

#endif
