#include "model.h"

#include "model_file.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct model {
    struct model_parts parts; /* arrays point into the file */
    char id[MODEL_ID_SIZE];
    void *owned; /* the file; NULL when the bytes are borrowed */
};

#define HUGE_PAGE ((size_t)2 << 20)
#define CACHE_LINE 64 /* no bucket, no row of weights lies in two */

/* 2^bits, but nothing for 0 bits. */
static uint64_t table_size(uint32_t bits)
{
    return bits ? (uint64_t)1 << bits : 0;
}

static uint64_t align(uint64_t at)
{
    return (at + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

struct model_layout model_layout(const struct model_header *h)
{
    struct model_layout at;

    at.tones = sizeof(struct model_header);
    at.buckets =
        align(at.tones + (uint64_t)h->tone_count * sizeof(struct model_tone));
    at.edges = at.buckets +
               ((uint64_t)sizeof(struct vocabulary_bucket) << h->bucket_bits);
    at.words =
        at.edges + table_size(h->edge_bits) * sizeof(struct lexicon_edge);
    at.nodes = at.words + table_size(h->word_bits) * sizeof(struct word_entry);
    at.abusive =
        at.nodes + (uint64_t)h->node_count * sizeof(struct lexicon_node);
    at.classes = at.abusive + (uint64_t)h->abusive_count * sizeof(uint32_t);
    at.weights = align(at.classes +
                       (uint64_t)h->class_count * sizeof(struct lexicon_class));
    at.pool = at.weights +
              (uint64_t)h->feature_count * WEIGHT_LANES * sizeof(int16_t);
    at.checksum = at.pool + h->pool_size;
    return at;
}

static int damaged(struct error *err, const char *why)
{
    return error_set(err, STATUS_DAMAGED, "damaged model: %s", why);
}

static bool ends_in_nul(const char *text, size_t size)
{
    return memchr(text, '\0', size) != NULL;
}

static int check_header(const struct model_header *h, size_t len,
                        struct error *err)
{
    if (len < sizeof(*h) ||
        memcmp(h->magic, MODEL_MAGIC, sizeof(h->magic)) != 0)
        return error_set(err, STATUS_DAMAGED, "not a vigie model");
    if (h->byte_order != MODEL_BYTE_ORDER)
        return error_set(err, STATUS_DAMAGED,
                         "model and machine differ in byte order");
    if (h->version != MODEL_VERSION || h->features_version != FEATURES_VERSION)
        return error_set(err, STATUS_TOO_NEW,
                         "model of version %u.%u, this program reads %u.%u: "
                         "train it again",
                         h->version, h->features_version, MODEL_VERSION,
                         FEATURES_VERSION);
    if (!h->tone_count || h->tone_count > MODEL_TONES_CEILING)
        return damaged(err, "number of tones");
    if (h->feature_count > VOCABULARY_CEILING)
        return damaged(err, "number of features");
    if (h->bucket_bits > 22 || h->feature_count >= (uint32_t)VOCABULARY_BUCKET
                                                       << h->bucket_bits)
        return damaged(err, "size of the vocabulary");
    if (h->char_min < 2 || h->char_max < h->char_min || h->char_max > 8 ||
        !h->word_max || h->word_max > 3)
        return damaged(err, "length of n-grams");
    if (h->edge_bits > 24 || h->node_count > LEXICON_NODES_CEILING ||
        h->class_count > LEXICON_CLASSES_CEILING ||
        (h->edge_bits && !h->node_count))
        return damaged(err, "size of the lexicon");
    if (h->word_bits > 22 || h->pool_size > WORDBOOK_POOL_CEILING ||
        h->abusive_count > WORDBOOK_CEILING ||
        (h->word_bits && !h->pool_size))
        return damaged(err, "size of the wordbook");
    for (size_t b = 0; b < BLOCKS; b++)
        if (!(h->block_scale[b] >= 0 && h->block_scale[b] <= 1))
            return damaged(err, "scale of a block");
    if (!ends_in_nul(h->name, sizeof(h->name)) || !h->name[0] ||
        !ends_in_nul(h->data_sha256, 65) || !ends_in_nul(h->digest, 13))
        return damaged(err, "name");
    return STATUS_OK;
}

/* Such numbers make no sum or product that is none. */
static bool is_moderate(double number)
{
    return number >= -1e9 && number <= 1e9;
}

static int check_tones(const struct model_parts *p, struct error *err)
{
    for (uint32_t t = 0; t < p->tone_count; t++) {
        const struct model_tone *tone = &p->tone[t];
        if (!ends_in_nul(tone->name, sizeof(tone->name)) || !tone->name[0])
            return damaged(err, "name of a tone");
        if (!is_moderate(tone->bias) || !is_moderate(tone->unit) ||
            !is_moderate(tone->platt_a) || !is_moderate(tone->platt_b) ||
            tone->threshold > PROBABILITY_ONE)
            return damaged(err, "numbers of a tone");
        if (tone->implied_by >> t & 1 ||
            (uint32_t)tone->implied_by >> p->tone_count)
            return damaged(err, "tones that imply a tone");
    }
    return STATUS_OK;
}

static int check_buckets(const struct vocabulary *v, struct error *err)
{
    const size_t buckets = (size_t)1 << v->bucket_bits;
    uint32_t highest = 0;
    size_t open = 0;

    for (size_t i = 0; i < buckets; i++) {
        const struct vocabulary_bucket *b = &v->bucket[i];
        for (size_t k = 0; k < VOCABULARY_BUCKET; k++)
            highest = b->feature[k] > highest ? b->feature[k] : highest;
        open += !b->feature[VOCABULARY_BUCKET - 1];
    }
    if (highest > v->count)
        return damaged(err, "vocabulary");
    /* a search ends at a bucket with room: without one it would never */
    return open ? STATUS_OK : damaged(err, "vocabulary is full");
}

/* Every index inside its section, every search with an end. */
static int check_lexicon(const struct lexicon *x, struct error *err)
{
    size_t empty = 0;

    for (size_t i = 0; x->edge && i < (size_t)1 << x->edge_bits; i++) {
        empty += !x->edge[i].node;
        if (x->edge[i].node >= x->node_count)
            return damaged(err, "lexicon");
    }
    for (size_t i = 0; i < x->node_count; i++)
        for (size_t k = 0; k < LEXICON_NODE_CLASSES; k++)
            if (x->node[i].class[k] > x->class_count)
                return damaged(err, "lexicon");
    for (size_t i = 0; i < x->class_count; i++)
        if (!ends_in_nul(x->class[i].name, sizeof(x->class[i].name)))
            return damaged(err, "name of a class");
    return empty || !x->edge ? STATUS_OK : damaged(err, "lexicon is full");
}

static bool is_inside_letter(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static int check_words(const struct wordbook *w, struct error *err)
{
    size_t empty = 0;

    if (w->pool_size && w->pool[w->pool_size - 1])
        return damaged(err, "wordbook");
    /* words are put into texts, which stay UTF-8 */
    if (utf8_check((struct view){w->pool, w->pool_size}) != UTF8_VALID)
        return damaged(err, "wordbook");
    for (size_t i = 0; w->slot && i < (size_t)1 << w->slot_bits; i++) {
        empty += !w->slot[i].frequency && !w->slot[i].flags;
        if (w->slot[i].text >= w->pool_size ||
            is_inside_letter(w->pool[w->slot[i].text]))
            return damaged(err, "wordbook");
    }
    for (size_t i = 0; i < w->abusive_count; i++)
        if (w->abusive[i] >= w->pool_size ||
            is_inside_letter(w->pool[w->abusive[i]]) ||
            strlen(w->pool + w->abusive[i]) > WORDBOOK_WORD_CEILING)
            return damaged(err, "wordbook");
    return empty || !w->slot ? STATUS_OK : damaged(err, "wordbook is full");
}

static void see_parts(struct model *self, const unsigned char *bytes)
{
    const void *start = bytes;
    const struct model_header *h = start;
    const struct model_layout at = model_layout(h);
    struct model_parts *p = &self->parts;

    memcpy(p->name, h->name, sizeof(p->name));
    memcpy(p->data_sha256, h->data_sha256, sizeof(p->data_sha256));
    p->settings.ngram =
        (struct ngram_settings){h->char_min, h->char_max, h->word_max};
    memcpy(p->settings.block_scale, h->block_scale, sizeof(h->block_scale));
    p->vocabulary.bucket = (const void *)(bytes + at.buckets);
    p->vocabulary.squared_idf =
        (const uint16_t *)(const void *)(bytes + at.weights) + WEIGHT_IDF_LANE;
    p->vocabulary.idf_step = WEIGHT_LANES;
    p->vocabulary.bucket_bits = h->bucket_bits;
    p->vocabulary.count = h->feature_count;
    if (h->edge_bits)
        p->settings.lexicon = (struct lexicon){
            .edge = (const void *)(bytes + at.edges),
            .edge_bits = h->edge_bits,
            .node = (const void *)(bytes + at.nodes),
            .node_count = h->node_count,
            .class = (const void *)(bytes + at.classes),
            .class_count = h->class_count,
        };
    if (h->word_bits)
        p->words = (struct wordbook){
            (const void *)(bytes + at.words),   h->word_bits,
            (const void *)(bytes + at.pool),    h->pool_size,
            (const void *)(bytes + at.abusive), h->abusive_count};
    p->tone_count = h->tone_count;
    p->tone = (const void *)(bytes + at.tones);
    p->weight = (const void *)(bytes + at.weights);
    snprintf(self->id, sizeof(self->id), "%s@%.12s", h->name, h->digest);
}

static int check_and_see(struct model *self, const unsigned char *bytes,
                         size_t len, struct error *err)
{
    const void *start = bytes;
    const struct model_header *h = start;
    uint32_t stored;
    int status;

    if ((status = check_header(h, len, err)) < 0)
        return status;
    const struct model_layout at = model_layout(h);
    if (h->file_size != at.checksum + sizeof(stored) || h->file_size != len)
        return damaged(err, "file is cut or has grown");
    memcpy(&stored, bytes + at.checksum, sizeof(stored));
    if (crc32_z(0, bytes, at.checksum) != stored)
        return damaged(err, "checksum does not fit");
    see_parts(self, bytes);
    if ((status = check_tones(&self->parts, err)) < 0 ||
        (status = check_lexicon(&self->parts.settings.lexicon, err)) < 0 ||
        (status = check_words(&self->parts.words, err)) < 0 ||
        (status = check_buckets(&self->parts.vocabulary, err)) < 0)
        return status;
    return lexicon_open_filter(&self->parts.settings.lexicon, err);
}

int model_open_memory(struct model **out, const void *bytes, size_t len,
                      struct error *err)
{
    struct model *self = calloc(1, sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int status = check_and_see(self, bytes, len, err);
    if (status < 0)
        free(self);
    else
        *out = self;
    return status;
}

static int read_all(int fd, char *bytes, size_t len, struct error *err)
{
    for (size_t got = 0; got < len;) {
        const ssize_t count = pread(fd, bytes + got, len - got, (off_t)got);
        if (count == 0)
            return error_set(err, STATUS_DAMAGED, "is cut off");
        if (count < 0 && errno != EINTR)
            return error_set(err, STATUS_IO, "cannot read: %s",
                             strerror(errno));
        got += count > 0 ? (size_t)count : 0;
    }
    return STATUS_OK;
}

/* Every n-gram is looked up at another place of many megabytes: with pages of
 * two of them instead of 4 KiB, the processor knows where those are.  Measured:
 * scoring takes a tenth less time. */
static void *huge_alloc(size_t size)
{
    const size_t room = (size + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
    void *bytes = aligned_alloc(HUGE_PAGE, room);

#ifdef MADV_HUGEPAGE
    if (bytes) /* refused, it works as well, slower */
        (void)madvise(bytes, room, MADV_HUGEPAGE);
#endif
    return bytes;
}

/* *bytes is the caller's to free, after a failure too. */
static int read_file(const char *path, void **bytes, size_t *len,
                     struct error *err)
{
    struct stat stat;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    int status;

    if (fd < 0)
        return error_set(err, STATUS_NO_INPUT, "cannot open: %s",
                         strerror(errno));
    if (fstat(fd, &stat) < 0 || stat.st_size <= 0 ||
        (uint64_t)stat.st_size > MODEL_CEILING)
        status = error_set(err, STATUS_DAMAGED, "not a vigie model");
    else if (!(*bytes = huge_alloc(*len = (size_t)stat.st_size)))
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    else
        status = read_all(fd, *bytes, *len, err);
    close(fd);
    return status;
}

int model_open(struct model **out, const char *folder, struct error *err)
{
    char path[4096];
    void *bytes = NULL;
    size_t len = 0;

    const int put = snprintf(path, sizeof(path), "%s/%s", folder, MODEL_FILE);
    if (put < 0 || (size_t)put >= sizeof(path))
        return error_set(err, STATUS_NO_INPUT, "path of the model is too long");
    if (read_file(path, &bytes, &len, err) < 0 ||
        model_open_memory(out, bytes, len, err) < 0) {
        free(bytes);
        return error_locate(err, path, 0);
    }
    (*out)->owned = bytes;
    return STATUS_OK;
}

void model_free(struct model *self)
{
    if (!self)
        return;
    free(self->owned);
    lexicon_free_filter(&self->parts.settings.lexicon);
    free(self);
}

const struct model_parts *model_parts(const struct model *self)
{
    return &self->parts;
}

const char *model_id(const struct model *self)
{
    return self->id;
}

int model_find_tone(const struct model *self, const char *name)
{
    for (uint32_t t = 0; t < self->parts.tone_count; t++)
        if (strcmp(self->parts.tone[t].name, name) == 0)
            return (int)t;
    return -1;
}
