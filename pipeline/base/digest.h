/* SHA-256 (libsodium): names for models, data and comments without an id. */
#ifndef VIGIE_BASE_DIGEST_H
#define VIGIE_BASE_DIGEST_H

#include "view.h"

#include <sodium/crypto_hash_sha256.h>
#include <stddef.h>

#define DIGEST_HEX_SIZE 65 /* 64 lower-case hex digits and the NUL */

/* One running digest: begin, then any number of fields, then end. */
struct digest {
    crypto_hash_sha256_state state;
};

void digest_begin(struct digest *self);

/* Adds the length (8 bytes, little-endian) and the bytes: "ab","c" and
 * "a","bc" differ. */
void digest_field(struct digest *self, struct view bytes);

/* Adds the bytes alone, as sha256sum would. */
void digest_bytes(struct digest *self, struct view bytes);

void digest_end(struct digest *self, char hex[DIGEST_HEX_SIZE]);

#endif
