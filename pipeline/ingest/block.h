/* Blocks of bytes from a file descriptor or memory, gzip undone. */
#ifndef VIGIE_INGEST_BLOCK_H
#define VIGIE_INGEST_BLOCK_H

#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

enum block_coding { CODING_UNKNOWN, CODING_PLAIN, CODING_GZIP };

struct block_reader {
    int fd; /* -1: `memory` is read */
    bool owns_fd;
    struct view memory; /* not read yet */
    enum block_coding coding;
    unsigned char raw[BLOCK_SIZE]; /* start..end came, and is not decoded */
    size_t start, end;
    bool raw_ended;
    z_stream inflater; /* live when coding is CODING_GZIP */
    bool in_member;    /* between the head and the end of a gzip member */
    bool in_padding;   /* zeroes behind the last member, as tapes add them */
    bool out_was_full; /* zlib may hold more output without new input */
    uint64_t bytes_in, bytes_out;
};

/* Cannot fail; reads nothing yet.  `fd` < 0: `memory` is the stream. */
void block_open(struct block_reader *self, int fd, bool owns_fd,
                struct view memory);
void block_close(struct block_reader *self);

/* Up to `size` > 0 decoded bytes into `out`.  Returns 1 when *got > 0, 0 at
 * the end of the stream (or, unless `may_wait`, when only waiting helps), or
 * STATUS_BAD_INPUT, STATUS_IO, STATUS_NO_MEMORY; *got bytes are good even
 * then. */
int block_read(struct block_reader *self, unsigned char *out, size_t size,
               bool may_wait, size_t *got, struct error *err);

/* True when block_read may give bytes from what has been read already. */
bool block_pending(const struct block_reader *self);

/* True when the kernel has bytes or the end of the stream for us. */
bool block_ready(const struct block_reader *self);

#endif
