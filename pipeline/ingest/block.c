#include "block.h"

#include "source.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define GZIP_WINDOW (15 + 16) /* zlib: largest window, gzip wrapper */

void block_open(struct block_reader *self, int fd, bool owns_fd,
                struct view memory)
{
    self->fd = fd;
    self->owns_fd = owns_fd;
    self->memory = memory;
    self->coding = CODING_UNKNOWN;
}

void block_close(struct block_reader *self)
{
    if (self->coding == CODING_GZIP)
        inflateEnd(&self->inflater);
    if (self->owns_fd)
        close(self->fd);
}

/* Raw bytes.  Returns 1, 0 at the end, or STATUS_IO. */
static int read_raw(struct block_reader *self, unsigned char *out, size_t size,
                    size_t *got, struct error *err)
{
    *got = 0;
    if (self->raw_ended)
        return 0;
    if (self->fd < 0) {
        *got = size < self->memory.len ? size : self->memory.len;
        if (*got)
            memcpy(out, self->memory.ptr, *got);
        self->memory = view_from(self->memory, *got);
    } else {
        ssize_t count;
        do
            count = read(self->fd, out, size);
        while (count < 0 && errno == EINTR);
        if (count < 0)
            return error_set(err, STATUS_IO, "cannot read: %s",
                             strerror(errno));
        *got = (size_t)count;
    }
    self->raw_ended = *got == 0;
    return *got > 0;
}

/* More raw bytes behind those that wait in the block. */
static int load(struct block_reader *self, struct error *err)
{
    size_t got;

    if (self->start == self->end)
        self->start = self->end = 0;
    const int status = read_raw(self, self->raw + self->end,
                                BLOCK_SIZE - self->end, &got, err);
    self->end += got;
    self->bytes_in += got;
    return status;
}

/* Two bytes tell gzip; a pipe may hand them on one by one. */
static int find_coding(struct block_reader *self, struct error *err)
{
    int status = 1;

    while (self->end < 2 && status > 0)
        status = load(self, err);
    if (status < 0)
        return status;
    if (self->end < 2 || self->raw[0] != 0x1F || self->raw[1] != 0x8B) {
        self->coding = CODING_PLAIN;
        return STATUS_OK;
    }
    if (inflateInit2(&self->inflater, GZIP_WINDOW) != Z_OK)
        return error_set(err, STATUS_NO_MEMORY, "out of memory for gzip");
    self->coding = CODING_GZIP;
    self->in_member = true;
    return STATUS_OK;
}

static int read_plain(struct block_reader *self, unsigned char *out,
                      size_t size, bool may_wait, size_t *got,
                      struct error *err)
{
    const size_t held = self->end - self->start;

    if (held) {
        *got = size < held ? size : held;
        memcpy(out, self->raw + self->start, *got);
        self->start += *got;
        return 1;
    }
    return may_wait ? read_raw(self, out, size, got, err) : 0;
}

/* Behind a member: the next one, zero padding, or what must not be there.
 * Raw bytes are held. */
static int begin_member(struct block_reader *self, struct error *err)
{
    while (self->start < self->end && !self->raw[self->start]) {
        self->in_padding = true;
        self->start++;
    }
    if (self->start == self->end)
        return STATUS_OK;
    if (self->in_padding || self->raw[self->start] != 0x1F)
        return error_set(err, STATUS_BAD_INPUT,
                         "garbage behind the end of the gzip stream");
    if (inflateReset(&self->inflater) != Z_OK)
        return error_set(err, STATUS_INTERNAL, "zlib refuses a reset");
    self->in_member = true;
    return STATUS_OK;
}

static int check_bomb(const struct block_reader *self, struct error *err)
{
    const uint64_t used = self->bytes_in - (self->end - self->start);

    if (self->bytes_out > GZIP_FREE_BYTES &&
        self->bytes_out / GZIP_RATIO_CEILING > used)
        return error_set(err, STATUS_BAD_INPUT,
                         "gzip stream grows more than %d times: refused as a "
                         "bomb",
                         GZIP_RATIO_CEILING);
    return STATUS_OK;
}

static int inflate_some(struct block_reader *self, unsigned char *out,
                        size_t size, size_t *got, struct error *err)
{
    z_stream *const z = &self->inflater;

    z->next_in = self->raw + self->start;
    z->avail_in = (uInt)(self->end - self->start);
    z->next_out = out;
    z->avail_out = (uInt)size;
    const int result = inflate(z, Z_NO_FLUSH);
    self->start = self->end - z->avail_in;
    *got = size - z->avail_out;
    self->bytes_out += *got;
    self->out_was_full = !z->avail_out && result != Z_STREAM_END;
    if (result == Z_STREAM_END)
        self->in_member = false;
    else if (result == Z_MEM_ERROR)
        return error_set(err, STATUS_NO_MEMORY, "out of memory for gzip");
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return error_set(err, STATUS_BAD_INPUT, "gzip stream is damaged: %s",
                         z->msg ? z->msg : "unknown cause");
    return check_bomb(self, err);
}

static int read_gzip(struct block_reader *self, unsigned char *out, size_t size,
                     bool may_wait, size_t *got, struct error *err)
{
    int status;

    while (!*got) {
        if (self->start == self->end && !self->out_was_full) {
            if (!may_wait)
                return 0;
            if ((status = load(self, err)) < 0)
                return status;
            if (status == 0 && self->in_member)
                return error_set(err, STATUS_BAD_INPUT,
                                 "gzip stream is truncated");
            if (status == 0)
                return 0;
        }
        if (!self->in_member && (status = begin_member(self, err)) < 0)
            return status;
        if (self->in_member &&
            (status = inflate_some(self, out, size, got, err)) < 0)
            return status;
    }
    return 1;
}

int block_read(struct block_reader *self, unsigned char *out, size_t size,
               bool may_wait, size_t *got, struct error *err)
{
    int status;

    *got = 0;
    if (self->coding == CODING_UNKNOWN && (status = find_coding(self, err)) < 0)
        return status;
    if (self->coding == CODING_PLAIN)
        return read_plain(self, out, size, may_wait, got, err);
    return read_gzip(self, out, size, may_wait, got, err);
}

bool block_pending(const struct block_reader *self)
{
    return self->start < self->end || self->out_was_full;
}

bool block_ready(const struct block_reader *self)
{
    if (self->fd < 0 || self->raw_ended)
        return true;
    struct pollfd waiting = {.fd = self->fd, .events = POLLIN};
    return poll(&waiting, 1, 0) != 0;
}
