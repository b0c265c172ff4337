/* A tiny model, trained from synthetic French comments into a folder of its
 * own, and the random numbers that tests share. */
#ifndef VIGIE_TESTS_MODEL_FIXTURE_H
#define VIGIE_TESTS_MODEL_FIXTURE_H

#include "buffer.h"
#include "classify.h"
#include "corpus.h"
#include "model.h"
#include "train.h"

#include <stddef.h>
#include <stdint.h>

#define FIXTURE_INSULTS 64 /* train positives of "insult": it can flag    */
#define FIXTURE_THREATS 6  /* of "threat": too few, observation only      */
#define FIXTURE_COMMENTS 132
#define FIXTURE_TONES "insult,threat"

struct model_fixture {
    char folder[64]; /* holds corpus.jsonl and MODEL_FILE */
    struct corpus corpus;
    struct train_report report;
    struct model *model;
};

/* Writes the comments, reads them, trains, opens the model; fails the test
 * when one of these fails. */
void model_fixture_open(struct model_fixture *self);
void model_fixture_free(struct model_fixture *self);

/* corpus_read() of files alone. */
int fixture_corpus(struct corpus *out, const char *const *path, size_t count,
                   const char *tones, struct error *err);

/* Comment i < FIXTURE_COMMENTS as a JSON line without its line end. */
void model_fixture_line(size_t i, struct buffer *out);

/* All lines into `path`, in an order that `shuffle` chooses (0: by number). */
void model_fixture_write(const char *path, uint64_t shuffle);

/* Settings small enough for a test. */
struct train_settings model_fixture_settings(size_t threads);

/* The verdict on a vector, one feature after another: the plain way, which
 * knows no memo. */
void fixture_classify(const struct classifier *classifier,
                      const struct feature_vector *vector,
                      struct verdict *out);

/* A folder of one's own; removed with the files it holds. */
void fixture_folder(char path[static 64]);
void fixture_remove(const char *path);

/* splitmix64 (Steele, Lea, Flood 2014): the same numbers on every machine. */
uint64_t fixture_random(uint64_t *state);

/* Appends `count` random code points as UTF-8: Latin letters, marks, emojis,
 * white space and anything else. */
void fixture_random_text(uint64_t *state, size_t count, struct buffer *out);

#endif
