#include "credentials.h"

#include "utf8.h"

#include <sodium/crypto_auth_hmacsha256.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>
#include <stdio.h>
#include <string.h>

#define SECRET_BYTES 32

int password_hash(struct view password, char out[PASSWORD_HASH_SIZE],
                  struct error *err)
{
    if (password.len > PASSWORD_CEILING)
        return error_set(err, STATUS_USAGE, "a password has at most %d bytes",
                         PASSWORD_CEILING);
    if (utf8_check(password) != UTF8_VALID ||
        utf8_count(password) < PASSWORD_LEAST)
        return error_set(err, STATUS_USAGE,
                         "a password has at least %d characters, in UTF-8",
                         PASSWORD_LEAST);
    if (crypto_pwhash_str_alg(out, password.ptr, password.len,
                              crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    return STATUS_OK;
}

bool password_fits(struct view password, struct view hash)
{
    /* of no password: libsodium's form and cost, a digest of zeroes */
    static const char nobody[] =
        "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char copy[PASSWORD_HASH_SIZE] = {0};

    if (hash.len >= sizeof(copy) || password.len > PASSWORD_CEILING)
        return false;
    if (hash.len)
        memcpy(copy, hash.ptr, hash.len);
    else
        memcpy(copy, nobody, sizeof(nobody));
    return crypto_pwhash_str_verify(copy, password.ptr, password.len) == 0 &&
           hash.len;
}

void secret_make(const char *prefix, char out[SECRET_SIZE])
{
    unsigned char bytes[SECRET_BYTES];
    const size_t len = strlen(prefix);

    randombytes_buf(bytes, sizeof(bytes));
    memcpy(out, prefix, len);
    sodium_bin2base64(out + len, SECRET_SIZE - len, bytes, sizeof(bytes),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof(bytes));
}

void secret_hash(struct view secret, char out[DIGEST_HEX_SIZE])
{
    struct digest digest;

    digest_begin(&digest);
    digest_bytes(&digest, secret);
    digest_end(&digest, out);
}

void signature_make(struct view key, struct view message,
                    char out[DIGEST_HEX_SIZE])
{
    crypto_auth_hmacsha256_state state;
    unsigned char bytes[crypto_auth_hmacsha256_BYTES];

    crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.ptr,
                                key.len);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)message.ptr,
                                  message.len);
    crypto_auth_hmacsha256_final(&state, bytes);
    sodium_bin2hex(out, DIGEST_HEX_SIZE, bytes, sizeof(bytes));
}

static bool equal(struct view given, const char hex[DIGEST_HEX_SIZE])
{
    return given.len == DIGEST_HEX_SIZE - 1 &&
           sodium_memcmp(given.ptr, hex, given.len) == 0;
}

bool signature_fits(struct view header, struct view key, struct view message)
{
    static const char scheme[] = "sha256=";
    char wanted[DIGEST_HEX_SIZE];
    bool fits = false;

    signature_make(key, message, wanted);
    while (header.len) {
        const char *comma = memchr(header.ptr, ',', header.len);
        const size_t len = comma ? (size_t)(comma - header.ptr) : header.len;
        const struct view one = view_trim(view_first(header, len));
        if (view_starts(one, scheme))
            fits |= equal(view_from(one, sizeof(scheme) - 1), wanted);
        header = view_from(header, len + 1);
    }
    return fits;
}

void csrf_make(struct view cookie, char out[DIGEST_HEX_SIZE])
{
    signature_make(cookie, view_of("form"), out);
}

bool csrf_fits(struct view given, struct view cookie)
{
    char wanted[DIGEST_HEX_SIZE];

    if (!cookie.len)
        return false;
    csrf_make(cookie, wanted);
    return equal(given, wanted);
}
