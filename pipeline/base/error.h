/* Errors are values: a status, the place, and one line that says the cause.
 *
 * Every function that can fail returns 0 or a negative `enum status` and
 * fills a `struct error`.  Only main.c prints errors or ends the program. */
#ifndef VIGIE_BASE_ERROR_H
#define VIGIE_BASE_ERROR_H

#include <stddef.h>
#include <sysexits.h>

/* name, exit code, meaning: one list makes the enum, the text, the exit code.
 * BAD_RECORD is the one status after which a reader can go on: the record is
 * refused, the stream behind it is sound. */
#define STATUS_LIST(X)                                                         \
    X(OK, EX_OK, "no error")                                                   \
    X(USAGE, EX_USAGE, "command line is wrong")                                \
    X(BAD_RECORD, EX_DATAERR, "one record breaks its format")                  \
    X(BAD_INPUT, EX_DATAERR, "input breaks its format")                        \
    X(TOO_BIG, EX_DATAERR, "input exceeds a stated limit")                     \
    X(DAMAGED, EX_DATAERR, "file is damaged or foreign")                       \
    X(NO_INPUT, EX_NOINPUT, "input cannot be opened")                          \
    X(NOT_FOUND, EX_NOINPUT, "no such thing in the store")                     \
    X(INTERNAL, EX_SOFTWARE, "broken promise inside the program")              \
    X(NO_MEMORY, EX_OSERR, "out of memory")                                    \
    X(NOT_INSTALLED, EX_OSFILE, "a library is missing")                        \
    X(CANNOT_CREATE, EX_CANTCREAT, "output cannot be created")                 \
    X(IO, EX_IOERR, "reading or writing failed")                               \
    X(FULL, EX_IOERR, "no space left")                                         \
    X(BUSY, EX_TEMPFAIL, "store is locked, try again")                         \
    X(READ_ONLY, EX_NOPERM, "no permission to write")                          \
    X(CONFIG, EX_CONFIG, "a configuration file is wrong")                      \
    X(TOO_NEW, EX_CONFIG, "file was written by a newer version")

enum status_rank {
#define X(name, exit_code, meaning) STATUS_RANK_##name,
    STATUS_LIST(X)
#undef X
        STATUS_COUNT
};

enum status {
#define X(name, exit_code, meaning) STATUS_##name = -STATUS_RANK_##name,
    STATUS_LIST(X)
#undef X
};

struct error {
    enum status status;
    char where[256];   /* "file:line", "file" or "" */
    char message[512]; /* one line, lower case, no full stop */
};

/* Fills *err and returns `status`, so that failing is one line:
 *     return error_set(err, STATUS_BAD_INPUT, "label '%s' unknown", name);
 * A message already set is kept: the deepest cause is the useful one.
 * Control characters in the message become '?', so it stays one line. */
int error_set(struct error *err, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds the place, unless one is known already.  `line` 0: the whole file.
 * Returns err->status. */
int error_locate(struct error *err, const char *file, size_t line);

#ifdef VIGIE_LINT
/* What `make lint` reads one file at a time: to fail is to be negative. */
#define error_set(err, status, ...)                                            \
    (error_set(err, status, __VA_ARGS__), (int)(status))
#define error_locate(err, file, line)                                          \
    (error_locate(err, file, line), (int)STATUS_INTERNAL)
#endif

void error_clear(struct error *err);

/* sysexits.h code of a status. */
int error_exit_code(enum status status);

/* What a status means in general, for messages without one of their own. */
const char *error_meaning(enum status status);

#endif
