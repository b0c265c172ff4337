#include "buffer.h"
#include "digest.h"
#include "file.h"
#include "model.h"
#include "model_file.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

static void fill_header(const struct model_parts *p, struct model_header *h)
{
    const struct lexicon *lexicon = &p->settings.lexicon;

    memset(h, 0, sizeof(*h));
    memcpy(h->magic, MODEL_MAGIC, sizeof(h->magic));
    h->version = MODEL_VERSION;
    h->byte_order = MODEL_BYTE_ORDER;
    h->features_version = FEATURES_VERSION;
    h->tone_count = p->tone_count;
    h->feature_count = p->vocabulary.count;
    h->bucket_bits = p->vocabulary.bucket_bits;
    h->char_min = p->settings.ngram.char_min;
    h->char_max = p->settings.ngram.char_max;
    h->word_max = p->settings.ngram.word_max;
    memcpy(h->block_scale, p->settings.block_scale, sizeof(h->block_scale));
    if (lexicon->edge) {
        h->edge_bits = lexicon->edge_bits;
        h->node_count = lexicon->node_count;
        h->class_count = lexicon->class_count;
    }
    if (p->words.slot) {
        h->word_bits = p->words.slot_bits;
        h->pool_size = p->words.pool_size;
        h->abusive_count = p->words.abusive_count;
    }
    snprintf(h->name, sizeof(h->name), "%s", p->name);
    snprintf(h->data_sha256, sizeof(h->data_sha256), "%s", p->data_sha256);
    h->file_size = model_layout(h).checksum + sizeof(uint32_t);
}

/* One section: where it begins, what it holds. */
struct section {
    uint64_t at;
    const void *bytes;
    size_t len;
};

static int add_section(struct buffer *out, const struct section *s,
                       struct error *err)
{
    static const char padding[64];
    const size_t gap = (size_t)s->at - out->len;
    const int status = buffer_add(out, padding, gap, err);

    return status < 0 || !s->len ? status
                                 : buffer_add(out, s->bytes, s->len, err);
}

static size_t table_bytes(uint32_t bits, size_t size)
{
    return bits ? size << bits : 0;
}

static int add_sections(const struct model_parts *p,
                        const struct model_header *h, struct buffer *out,
                        struct error *err)
{
    const struct model_layout at = model_layout(h);
    const struct lexicon *x = &p->settings.lexicon;
    const size_t count = p->vocabulary.count;
    /* clang-format off */
    const struct section sections[] = {
        {at.tones, p->tone, p->tone_count * sizeof(*p->tone)},
        {at.buckets, p->vocabulary.bucket,
         sizeof(struct vocabulary_bucket) << h->bucket_bits},
        {at.edges, x->edge, table_bytes(h->edge_bits, sizeof(*x->edge))},
        {at.words, p->words.slot,
         table_bytes(h->word_bits, sizeof(*p->words.slot))},
        {at.nodes, x->node, h->node_count * sizeof(*x->node)},
        {at.abusive, p->words.abusive,
         h->abusive_count * sizeof(*p->words.abusive)},
        {at.classes, x->class, h->class_count * sizeof(*x->class)},
        {at.weights, p->weight, count * WEIGHT_LANES * sizeof(*p->weight)},
        {at.pool, p->words.pool, h->pool_size},
    };
    /* clang-format on */
    int status = STATUS_OK;

    for (size_t i = 0;
         status == STATUS_OK && i < sizeof(sections) / sizeof(sections[0]); i++)
        status = add_section(out, &sections[i], err);
    return status;
}

int model_write(const struct model_parts *parts, const char *folder,
                struct error *err)
{
    struct buffer file = {.ceiling = MODEL_CEILING};
    struct model_header header;
    struct digest digest;
    char hex[DIGEST_HEX_SIZE], path[4096];
    int status;

    fill_header(parts, &header);
    if ((status = buffer_add(&file, &header, sizeof(header), err)) < 0 ||
        (status = add_sections(parts, &header, &file, err)) < 0)
        goto out;
    digest_begin(&digest);
    digest_bytes(&digest, buffer_view(&file));
    digest_end(&digest, hex);
    memcpy(header.digest, hex, 12);
    memcpy(file.ptr, &header, sizeof(header));
    const uint32_t checksum = (uint32_t)crc32_z(
        0, (const unsigned char *)file.ptr, file.len);
    if ((status = buffer_add(&file, &checksum, sizeof(checksum), err)) < 0)
        goto out;
    snprintf(path, sizeof(path), "%s/%s", folder, MODEL_FILE);
    status = file_write(path, buffer_view(&file), err);
out:
    buffer_free(&file);
    return status;
}
