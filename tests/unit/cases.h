/* Test cases as data: one reader for every tests/cases/NAME.cases file.
 *
 *   %% a remark; it may stand anywhere between cases
 *   input, one line or several
 *   expected, always the last line before the blank one
 *
 * "%%EMPTY" stands for an empty line, input or expectation.  "%%FAIL part"
 * expects a failure whose message contains `part`.  In an input, "%%HEX 41 ff"
 * adds these bytes, for what no text file holds. */
#ifndef VIGIE_TESTS_CASES_H
#define VIGIE_TESTS_CASES_H

#include "buffer.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

struct case_file {
    const char *name;
    struct buffer bytes; /* the file */
    size_t at;           /* read so far */
    size_t line;         /* lines read so far */
    struct buffer text;  /* input of this case, NUL-terminated */
    struct buffer wanted;

    size_t case_line;  /* where this case begins */
    struct view input; /* lines joined by LF */
    bool must_fail;
    const char *expected; /* or the part of the message when must_fail */
};

/* A path below the repository root: $VIGIE_ROOT, else the working directory.
 * Returns `out`. */
const char *case_path(const char *path, char out[static 1024]);

/* Opens tests/cases/`name`; fails the test when it cannot. */
void case_open(struct case_file *self, const char *name);

/* Moves to the next case.  False at the end, where all is freed. */
bool case_next(struct case_file *self);

/* What came out: a result, or a failure's message where `failed`.  On a
 * difference says file, line and both texts, and counts it. */
bool case_check(const struct case_file *self, bool failed, const char *actual);

/* Reads a file whole or fails the test; yours to buffer_free. */
void case_read_file(const char *path, struct buffer *out);

#endif
