/* What monitoring counts: decisions beside the scores they were made on.
 * What the numbers mean is decided in queue/monitor.h. */
#ifndef VIGIE_STORE_REVIEW_H
#define VIGIE_STORE_REVIEW_H

#include "error.h"
#include "models.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A decision that stands (no deferral, no second opinion) on a text that had
 * a score. */
struct review {
    int64_t decision; /* key */
    int64_t comment;  /* key */
    int64_t time;     /* UTC seconds */
    int64_t received; /* of the text; TIME_NONE when it has changed since */
    int64_t model;    /* key */
    bool removed;     /* else approved */
    bool corrected;   /* the moderator named the tones */
    double share; /* of the control sample it was drawn in; 0 = it was not */
    struct view section;    /* of the article; until the visitor returns */
    struct verdict verdict; /* as shown then, with its flags             */
    size_t label_count;
    struct view label[MODEL_TONES_CEILING]; /* names of labelled tones */
    bool value[MODEL_TONES_CEILING];
};

/* Every one, in order of the journal.  The visitor may use the store for
 * reading.  Stops at the first negative answer and returns it. */
int review_each(struct store *self,
                int (*visit)(void *context, const struct review *review,
                             struct error *err),
                void *context, struct error *err);

/* One tone of one comment as one moderator labelled it; only of comments with
 * a second opinion, in order of comment, tone, decision. */
struct opinion {
    int64_t comment; /* key */
    struct view tone, moderator;
    bool value;
};

int review_opinions(struct store *self,
                    int (*visit)(void *context, const struct opinion *opinion,
                                 struct error *err),
                    void *context, struct error *err);

/* What a model's scores brought into the queue: `placed` undecided comments
 * by themselves; `drawn` ones by the control sample, decided or not, which
 * stand for `stand_for` of their kind. */
struct population {
    uint64_t placed, drawn;
    double stand_for;
};

int review_population(struct store *self, int64_t model, struct population *out,
                      struct error *err);

/* How long what is in the queue has waited at `now`. */
struct ages {
    uint64_t count;
    int64_t oldest; /* received then; TIME_NONE = queue empty */
    uint64_t hour, hours4, day,
        week; /* waiting for less than 1, 4, 24, 168 h */
};

int review_ages(struct store *self, int64_t now, struct ages *out,
                struct error *err);

/* The oldest alone, without counting the queue: since when it waits, or
 * TIME_NONE.  Right as long as the clock did not go back between comments. */
int review_oldest(struct store *self, int64_t *received, struct error *err);

#endif
