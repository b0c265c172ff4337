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
    const struct model_layout at = model_layout(
        p->tone_count, p->vocabulary.count, p->vocabulary.slot_bits);

    memset(h, 0, sizeof(*h));
    memcpy(h->magic, MODEL_MAGIC, sizeof(h->magic));
    h->version = MODEL_VERSION;
    h->byte_order = MODEL_BYTE_ORDER;
    h->features_version = FEATURES_VERSION;
    h->tone_count = p->tone_count;
    h->feature_count = p->vocabulary.count;
    h->slot_bits = p->vocabulary.slot_bits;
    h->file_size = at.checksum + sizeof(uint32_t);
    h->char_min = p->settings.ngram.char_min;
    h->char_max = p->settings.ngram.char_max;
    h->word_max = p->settings.ngram.word_max;
    memcpy(h->block_scale, p->settings.block_scale, sizeof(h->block_scale));
    snprintf(h->name, sizeof(h->name), "%s", p->name);
    snprintf(h->data_sha256, sizeof(h->data_sha256), "%s", p->data_sha256);
}

static int add_sections(const struct model_parts *p, struct buffer *out,
                        struct error *err)
{
    const size_t slots = (size_t)1 << p->vocabulary.slot_bits;
    const size_t count = p->vocabulary.count;
    int status;

    if ((status = buffer_add(out, p->tone, p->tone_count * sizeof(*p->tone),
                             err)) < 0 ||
        (status = buffer_add(out, p->vocabulary.slot,
                             slots * sizeof(struct vocabulary_slot), err)) < 0)
        return status;
    if ((status = buffer_add(out, p->weight,
                             count * MODEL_LANES * sizeof(*p->weight), err)) <
        0)
        return status;
    return buffer_add(out, p->vocabulary.squared_idf,
                      count * sizeof(uint16_t), err);
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
        (status = add_sections(parts, &file, err)) < 0)
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
