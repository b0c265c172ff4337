#include "digest.h"

#include <stdint.h>

void digest_begin(struct digest *self)
{
    crypto_hash_sha256_init(&self->state);
}

void digest_bytes(struct digest *self, struct view bytes)
{
    if (bytes.len)
        crypto_hash_sha256_update(&self->state,
                                  (const unsigned char *)bytes.ptr, bytes.len);
}

void digest_field(struct digest *self, struct view bytes)
{
    char length[8];

    for (size_t i = 0; i < sizeof(length); i++)
        length[i] = (char)((uint64_t)bytes.len >> 8 * i & 0xFF);
    digest_bytes(self, (struct view){length, sizeof(length)});
    digest_bytes(self, bytes);
}

void digest_end(struct digest *self, char hex[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_final(&self->state, raw);
    for (size_t i = 0; i < sizeof(raw); i++) {
        hex[2 * i] = digits[raw[i] >> 4];
        hex[2 * i + 1] = digits[raw[i] & 15];
    }
    hex[2 * sizeof(raw)] = '\0';
}
