/* Growing bytes with a ceiling: what is not known in advance is built here. */
#ifndef VIGIE_BASE_BUFFER_H
#define VIGIE_BASE_BUFFER_H

#include "error.h"
#include "view.h"

#include <stddef.h>

struct buffer {
    char *ptr;      /* NUL-terminated once anything was added; NULL before */
    size_t len;     /* bytes without the NUL */
    size_t size;    /* bytes allocated */
    size_t ceiling; /* len never exceeds this; 0 means no ceiling */
};

/* Each adds at the end and returns STATUS_OK, STATUS_TOO_BIG past the ceiling
 * or STATUS_NO_MEMORY; the buffer is then unchanged. */
int buffer_add(struct buffer *self, const void *bytes, size_t len,
               struct error *err);
int buffer_add_view(struct buffer *self, struct view text, struct error *err);
int buffer_add_text(struct buffer *self, const char *text, struct error *err);
int buffer_printf(struct buffer *self, struct error *err, const char *format,
                  ...) __attribute__((format(printf, 3, 4)));

/* Room for `extra` bytes behind len; add to len what was written there. */
int buffer_reserve(struct buffer *self, size_t extra, struct error *err);

/* Removes the first `len` bytes. */
void buffer_drop(struct buffer *self, size_t len);

void buffer_clear(struct buffer *self); /* keeps the allocation */
void buffer_free(struct buffer *self);

static inline struct view buffer_view(const struct buffer *self)
{
    return (struct view){self->ptr, self->len};
}

#endif
