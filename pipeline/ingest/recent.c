#include "recent.h"

#include <stdint.h>
#include <stdlib.h>

#define SLOTS (RECENT_COMMENTS * 2)
#define NONE UINT32_MAX

/* Bytes of one comment in the ring: discussion, id, text, one after another. */
struct entry {
    uint64_t hash;
    size_t at; /* byte of the ring it begins at */
    size_t discussion_len, id_len, text_len;
    uint32_t next; /* entry of the same slot that is older, or NONE */
};

struct recent {
    char ring[RECENT_BYTES];
    struct entry entry[RECENT_COMMENTS]; /* a ring too */
    uint32_t slot[SLOTS];                /* latest entry of a hash, or NONE */
    size_t first, count;                 /* the entries in use */
    size_t end;                          /* byte behind the latest entry */
};

int recent_open(struct recent **out, struct error *err)
{
    struct recent *self = malloc(sizeof(*self));

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    self->first = self->count = self->end = 0;
    for (size_t i = 0; i < SLOTS; i++)
        self->slot[i] = NONE;
    *out = self;
    return STATUS_OK;
}

void recent_free(struct recent *self)
{
    free(self);
}

/* FNV-1a (Fowler, Noll, Vo); a collision is told apart by the names. */
static uint64_t hash_names(struct view discussion, struct view id)
{
    uint64_t hash = 0xCBF29CE484222325u;

    for (size_t i = 0; i < discussion.len; i++)
        hash = (hash ^ (unsigned char)discussion.ptr[i]) * 0x100000001B3u;
    hash = (hash ^ 0xFF) * 0x100000001B3u; /* no byte of UTF-8 */
    for (size_t i = 0; i < id.len; i++)
        hash = (hash ^ (unsigned char)id.ptr[i]) * 0x100000001B3u;
    return hash;
}

static size_t entry_len(const struct entry *e)
{
    return e->discussion_len + e->id_len + e->text_len;
}

static void drop_oldest(struct recent *self)
{
    const uint32_t oldest = (uint32_t)self->first;
    uint32_t *link = &self->slot[self->entry[oldest].hash % SLOTS];

    while (*link != oldest)
        link = &self->entry[*link].next;
    *link = self->entry[oldest].next;
    self->first = (self->first + 1) % RECENT_COMMENTS;
    self->count--;
}

/* Frees bytes until `len` fit in one piece; returns where. */
static size_t make_room(struct recent *self, size_t len)
{
    size_t at = self->end;

    if (at + len > RECENT_BYTES) {
        /* what lies behind the end is older than what lies before it */
        while (self->count && self->entry[self->first].at >= at)
            drop_oldest(self);
        at = 0;
    }
    while (self->count && self->entry[self->first].at >= at &&
           self->entry[self->first].at < at + len)
        drop_oldest(self);
    if (self->count == RECENT_COMMENTS)
        drop_oldest(self);
    return at;
}

static size_t put(struct recent *self, size_t at, struct view bytes)
{
    if (bytes.len)
        memcpy(self->ring + at, bytes.ptr, bytes.len);
    return at + bytes.len;
}

void recent_add(struct recent *self, const struct comment *c)
{
    struct entry e = {.discussion_len = c->discussion.len,
                      .id_len = c->id.len,
                      .text_len = c->text.len,
                      .hash = hash_names(c->discussion, c->id)};

    if (entry_len(&e) > RECENT_BYTES / 16)
        return;
    e.at = make_room(self, entry_len(&e));
    self->end = put(self, e.at, c->discussion);
    self->end = put(self, self->end, c->id);
    self->end = put(self, self->end, c->text);
    const size_t which = (self->first + self->count) % RECENT_COMMENTS;
    e.next = self->slot[e.hash % SLOTS];
    self->entry[which] = e;
    self->slot[e.hash % SLOTS] = (uint32_t)which;
    self->count++;
}

struct view recent_find(const struct recent *self, struct view discussion,
                        struct view id)
{
    const uint64_t hash = hash_names(discussion, id);

    for (uint32_t i = self->slot[hash % SLOTS]; i != NONE;
         i = self->entry[i].next) {
        const struct entry *e = &self->entry[i];
        const char *bytes = self->ring + e->at;
        if (e->hash == hash &&
            view_equal(discussion, (struct view){bytes, e->discussion_len}) &&
            view_equal(id, (struct view){bytes + e->discussion_len, e->id_len}))
            return (struct view){bytes + e->discussion_len + e->id_len,
                                 e->text_len};
    }
    return (struct view){NULL, 0};
}
