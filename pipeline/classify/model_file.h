/* Layout of the model file's header; private to model*.c and its tests. */
#ifndef VIGIE_CLASSIFY_MODEL_FILE_H
#define VIGIE_CLASSIFY_MODEL_FILE_H

#include "features.h"
#include "model.h"

#include <stdint.h>

#define MODEL_MAGIC "VIGIEMDL"
#define MODEL_VERSION 4
#define MODEL_BYTE_ORDER 0x01020304u

struct model_header {
    char magic[8];
    uint32_t version;
    uint32_t byte_order; /* reads as MODEL_BYTE_ORDER on a fitting machine */
    uint32_t features_version;
    uint32_t tone_count;
    uint32_t feature_count;
    uint32_t bucket_bits;
    uint64_t file_size;
    uint32_t char_min, char_max, word_max;
    float block_scale[BLOCKS];
    uint32_t edge_bits, node_count, class_count;    /* lexicon; 0: none  */
    uint32_t word_bits, pool_size, abusive_count;   /* wordbook; 0: none */
    uint32_t reserved; /* 0 */
    char name[MODEL_NAME_SIZE];
    char data_sha256[72]; /* hex, NUL-padded */
    char digest[16];      /* 12 hex digits of SHA-256 over the whole file with
                           * this member and the checksum zero */
};

_Static_assert(sizeof(struct model_header) == 224, "no hidden padding");
_Static_assert(sizeof(struct model_tone) == 72, "no hidden padding");

/* Byte offsets of the sections; `checksum` + 4 is the size of the file. */
struct model_layout {
    uint64_t tones, buckets, edges, words, nodes, abusive, classes, weights,
        pool, checksum;
};

struct model_layout model_layout(const struct model_header *header);

#endif
