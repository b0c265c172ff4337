/* The model file: one vocabulary, one weight table, one line a tone.
 *
 * Little-endian, read whole, used where it lies:
 *
 *   header        fixed size, see model_file.h
 *   tones         T x struct model_tone
 *   buckets       2^bucket_bits x struct vocabulary_bucket
 *   edges         2^edge_bits x struct lexicon_edge
 *   words         2^word_bits x struct word_entry
 *   nodes         of the lexicon
 *   abusive       places in the pool
 *   classes       of the lexicon
 *   weights       V x WEIGHT_LANES x int16, all tones of a feature side by side
 *                 and its squared idf
 *   pool          strings of the wordbook
 *   checksum      CRC-32 of everything before it
 *
 * Weights are whole numbers of a tone's `unit` and hold the idf already:
 *   decision value = bias + sum over blocks (factor * sum of weights) * unit
 * so the inner sum is exact in any order and on any number of lanes. */
#ifndef VIGIE_CLASSIFY_MODEL_H
#define VIGIE_CLASSIFY_MODEL_H

#include "error.h"
#include "features.h"
#include "verdict.h"
#include "vocabulary.h"
#include "wordbook.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

_Static_assert(MODEL_TONES_CEILING == WEIGHT_IDF_LANE, "a lane a tone");
#define MODEL_FILE "model.vigie"        /* inside the model's folder */
#define MODEL_CEILING ((size_t)1 << 31) /* bytes of a model file */
#define MODEL_NAME_SIZE 32
#define MODEL_ID_SIZE 48 /* "fr-comments@3f9c21ab77d0" and the NUL */

enum tone_flags {
    TONE_SENTIMENT = 1,        /* negative or positive: no flag, a sentiment */
    TONE_OBSERVATION_ONLY = 2, /* too few positives: scored, never flagged   */
};

struct model_tone {
    char name[24];      /* NUL-terminated                                   */
    double bias;        /* b of w.x + b                                     */
    double unit;        /* one step of this tone's weights                  */
    double platt_a;     /* probability = 1 / (1 + exp(a * value + b))       */
    double platt_b;
    uint16_t threshold; /* least probability that is flagged, 0..10000      */
    uint16_t flags;     /* enum tone_flags                                  */
    uint32_t positives; /* among the comments it was trained on             */
    uint16_t implied_by; /* bit t: no comment has tone t without this one   */
    uint16_t reserved[3]; /* 0                                              */
};

/* What training hands over; also how a file is seen once read. */
struct model_parts {
    char name[MODEL_NAME_SIZE]; /* "fr-comments"                            */
    char data_sha256[65];       /* of the labelled comments, hex            */
    struct feature_settings settings;
    struct vocabulary vocabulary;
    struct wordbook words;         /* for repair_run                       */
    uint32_t tone_count;           /* T <= MODEL_TONES_CEILING             */
    const struct model_tone *tone; /* [T]                                  */
    const int16_t *weight;         /* [V][WEIGHT_LANES], see weights.h      */
};

struct model; /* immutable; threads may share it */

/* `folder` holds MODEL_FILE.  Returns STATUS_OK, STATUS_NO_INPUT,
 * STATUS_DAMAGED (foreign, cut, checksum, value out of range: the message says
 * which), STATUS_TOO_NEW, STATUS_IO, STATUS_NO_MEMORY.  *out is yours to
 * model_free. */
int model_open(struct model **out, const char *folder, struct error *err);

/* The same over bytes in memory, aligned to 8, which must outlive the model. */
int model_open_memory(struct model **out, const void *bytes, size_t len,
                      struct error *err);

void model_free(struct model *self);

/* Borrowed, as long as the model. */
const struct model_parts *model_parts(const struct model *self);
const char *model_id(const struct model *self); /* "name@12 hex digits" */

/* Index of a tone, or -1. */
int model_find_tone(const struct model *self, const char *name);

/* Writes the file into `folder`, which exists, whole or not at all; the same
 * parts give the same bytes.  Statuses of file_write(). */
int model_write(const struct model_parts *parts, const char *folder,
                struct error *err);

#endif
