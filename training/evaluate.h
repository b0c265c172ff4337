/* A model against labelled comments it has not seen. */
#ifndef VIGIE_TRAINING_EVALUATE_H
#define VIGIE_TRAINING_EVALUATE_H

#include "bootstrap.h"
#include "corpus.h"
#include "error.h"
#include "measure.h"
#include "model.h"
#include "text.h"
#include "train.h"
#include "verdict.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which comments count. */
enum evaluate_split { EVALUATE_TRAIN, EVALUATE_TEST, EVALUATE_ALL };

/*  N  comments that counted
 *  D  discussions they stand in; a comment without one is one by itself
 *  T  tones of the corpus; a comment whose tone nobody knows is left out of
 *     that tone's figures */
struct evaluation {
    const struct corpus *corpus; /* borrowed */
    size_t count;                /*  N                            */
    size_t *comment;             /* [N] index in the corpus       */
    struct verdict *verdict;     /* [N]                           */
    uint32_t *discussion;        /* [N] number < discussions      */
    size_t discussions;          /*  D                            */
    uint32_t observed;           /* bit t: tone t is observation only       */
    struct measures tone[MODEL_TONES_CEILING]; /* [T]             */
    size_t draws;  /* 0: no intervals               */
    uint64_t seed; /* they were drawn with          */
    struct intervals interval[MODEL_TONES_CEILING]; /* [T]        */
    struct interval mean[2]; /* of mean average precision: the tones, with
                              * the sentiment pair            */
};

/* Scores the comments as `vigie score` would, the comment each answers known,
 * and compares with the labels.  The corpus must have been read with the
 * model's tones, in their order, and must outlive *out, which is yours to
 * evaluation_free, after a failure too.
 * Returns STATUS_OK, STATUS_BAD_INPUT (no comment counts), STATUS_TOO_BIG,
 * STATUS_NO_MEMORY. */
int evaluate(const struct model *model, const struct corpus *corpus,
             enum evaluate_split split, size_t threads, struct evaluation *out,
             struct error *err);

/* The same of what a training measured on the comments each fold held out.
 * Ranks by probability, so that figures may differ from those of the report
 * in the fourth decimal, where two values fall on one ten-thousandth. */
int evaluate_out_of_fold(const struct corpus *corpus,
                         const struct train_report *report,
                         struct evaluation *out, struct error *err);

/* Adds the intervals.  draws 0: leaves them out.  Returns STATUS_OK,
 * STATUS_USAGE beyond DRAWS_CEILING, STATUS_NO_MEMORY. */
int evaluate_intervals(struct evaluation *self, size_t draws, uint64_t seed,
                       size_t threads, struct error *err);

void evaluation_free(struct evaluation *self); /* accepts zeroes */

/* The comments of one tone, sorted.
 * member  [N] those that are wanted; NULL: all.  A tone nobody knows of a
 *         comment leaves it out either way.
 * Returns STATUS_OK or STATUS_NO_MEMORY; *out is yours to ranking_free. */
int evaluate_ranking(const struct evaluation *self, size_t tone,
                     const bool *member, struct ranking *out,
                     struct error *err);

/* ranking, measure, free in one. */
int evaluate_some(const struct evaluation *self, size_t tone,
                  const bool *member, struct measures *out, struct error *err);

/* Calls see(context, i, text) for every i < N, in order.
 * Returns STATUS_OK, STATUS_TOO_BIG, STATUS_NO_MEMORY. */
int evaluate_texts(const struct evaluation *self,
                   void (*see)(void *context, size_t i,
                               const struct text *text),
                   void *context, struct error *err);

/* Scores comments of a corpus on `threads` threads.
 * comment  [count] indices in the corpus
 * out      [count] */
int evaluate_verdicts(const struct model *model, const struct corpus *corpus,
                      const size_t *comment, size_t count, size_t threads,
                      struct verdict *out, struct error *err);

#endif
