/* Undecided comments that labelling chooses from. */
#ifndef VIGIE_STORE_SAMPLE_H
#define VIGIE_STORE_SAMPLE_H

#include "error.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

struct sample_filter {
    int64_t model;         /* key: only what this one scored     */
    struct view moderator; /* whose claims do not hide a comment */
    int64_t now;           /* UTC seconds                        */
    size_t limit;          /* bounds the cost, whatever the store's size */
};

typedef int (*sample_visit)(void *context, const struct standing *at,
                            const struct verdict *verdict, struct error *err);

/* The latest `limit` comments in state scored, by descending key, neither
 * claimed by others nor deferred nor of the control sample.  The visitor must
 * not use the store. */
int sample_latest(struct store *self, const struct sample_filter *filter,
                  sample_visit visit, void *context, struct error *err);

/* The same of the control sample, by ascending key: those that have waited
 * longest, whatever their text. */
int sample_control(struct store *self, const struct sample_filter *filter,
                   sample_visit visit, void *context, struct error *err);

#endif
