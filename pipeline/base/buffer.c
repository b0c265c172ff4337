#include "buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int buffer_reserve(struct buffer *self, size_t extra, struct error *err)
{
    const size_t ceiling = self->ceiling ? self->ceiling : SIZE_MAX / 4;

    if (extra > ceiling || self->len > ceiling - extra)
        return error_set(err, STATUS_TOO_BIG, "more than %zu bytes", ceiling);
    const size_t need = self->len + extra + 1;
    if (need <= self->size)
        return STATUS_OK;
    size_t size = self->size ? self->size : 256;
    while (size < need)
        size *= 2;
    char *ptr = realloc(self->ptr, size);
    if (!ptr)
        return error_set(err, STATUS_NO_MEMORY, "out of memory (%zu bytes)",
                         size);
    self->ptr = ptr;
    self->size = size;
    return STATUS_OK;
}

int buffer_add(struct buffer *self, const void *bytes, size_t len,
               struct error *err)
{
    const int status = buffer_reserve(self, len, err);

    if (status < 0)
        return status;
    if (len)
        memcpy(self->ptr + self->len, bytes, len);
    self->len += len;
    self->ptr[self->len] = '\0';
    return STATUS_OK;
}

int buffer_add_view(struct buffer *self, struct view text, struct error *err)
{
    return buffer_add(self, text.ptr, text.len, err);
}

int buffer_add_text(struct buffer *self, const char *text, struct error *err)
{
    return buffer_add(self, text, strlen(text), err);
}

int buffer_printf(struct buffer *self, struct error *err, const char *format,
                  ...)
{
    va_list args;
    int len, status;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        return error_set(err, STATUS_INTERNAL, "bad format '%s'", format);
    if ((status = buffer_reserve(self, (size_t)len, err)) < 0)
        return status;
    va_start(args, format);
    vsnprintf(self->ptr + self->len, (size_t)len + 1, format, args);
    va_end(args);
    self->len += (size_t)len;
    return STATUS_OK;
}

void buffer_drop(struct buffer *self, size_t len)
{
    if (!len)
        return;
    memmove(self->ptr, self->ptr + len, self->len - len);
    self->len -= len;
    self->ptr[self->len] = '\0';
}

void buffer_clear(struct buffer *self)
{
    self->len = 0;
    if (self->ptr)
        self->ptr[0] = '\0';
}

void buffer_free(struct buffer *self)
{
    free(self->ptr);
    *self = (struct buffer){.ceiling = self->ceiling};
}
