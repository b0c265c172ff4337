/* Passwords, cookies, tokens and signatures (libsodium). */
#ifndef VIGIE_CONSOLE_CREDENTIALS_H
#define VIGIE_CONSOLE_CREDENTIALS_H

#include "digest.h"
#include "error.h"
#include "view.h"

#include <sodium/crypto_pwhash.h>
#include <stdbool.h>

#define PASSWORD_LEAST 10    /* code points */
#define PASSWORD_CEILING 256 /* bytes */
#define PASSWORD_HASH_SIZE crypto_pwhash_STRBYTES

/* argon2id, libsodium's interactive cost: about 64 MB and 0.1 s.
 * STATUS_USAGE: too short or too long; STATUS_NO_MEMORY. */
int password_hash(struct view password, char out[PASSWORD_HASH_SIZE],
                  struct error *err);

/* Constant time for a given hash.  An absent hash costs the same and never
 * fits, so that nobody learns which accounts there are. */
bool password_fits(struct view password, struct view hash);

/* 32 random bytes as 43 letters of base64url behind the prefix. */
#define SECRET_SIZE 64
void secret_make(const char *prefix, char out[SECRET_SIZE]);

/* SHA-256: what is kept of a secret that has 256 bits of chance in it. */
void secret_hash(struct view secret, char out[DIGEST_HEX_SIZE]);

/* HMAC-SHA-256 (RFC 2104), the key as it is, in lower-case hex. */
void signature_make(struct view key, struct view message,
                    char out[DIGEST_HEX_SIZE]);

/* True when one of "sha256=HEX[,sha256=HEX...]" is the key's signature of the
 * message; constant time. */
bool signature_fits(struct view header, struct view key, struct view message);

/* What a form must hold that belongs to the cookie: whoever cannot read the
 * cookie cannot make it. */
void csrf_make(struct view cookie, char out[DIGEST_HEX_SIZE]);
bool csrf_fits(struct view given, struct view cookie);

#endif
