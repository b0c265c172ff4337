/* What the fuzz targets share.
 *
 * A target is one file NAME_fuzz.c with LLVMFuzzerTestOneInput: it hands the
 * bytes to a reader and checks what the reader's header promises.  libFuzzer
 * drives it (`make fuzz`), or replay.c, which runs kept inputs (`make test`).
 * The working directory is the repository's root. */
#ifndef VIGIE_TESTS_FUZZ_H
#define VIGIE_TESTS_FUZZ_H

#include "arena.h"
#include "comment.h"
#include "error.h"
#include "mapping.h"
#include "model.h"
#include "pipeline.h"
#include "reader.h"
#include "text.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Fails the run: a promise of a header was broken. */
#define FUZZ_CHECK(promise)                                                    \
    ((promise) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #promise))

_Noreturn void fuzz_fail(const char *file, int line, const char *promise);

static inline struct view fuzz_view(const uint8_t *data, size_t size)
{
    return (struct view){(const char *)data, size};
}

/* Inputs of two parts have the line "%%" between them.  Cuts the first part
 * off *rest; without such a line it is all. */
struct view fuzz_part(struct view *rest);

/* A status with its message, or neither. */
void fuzz_check_error(int status, const struct error *err);

/* Opened once, never freed; empty again at each call. */
struct arena *fuzz_arena(void);

/* The shipped model, opened once. */
const struct model *fuzz_model(void);

/* Opened once, its scratch empty at each call; what its memo keeps stays. */
struct workbench *fuzz_bench(void);

/* Reads all comments of the bytes, checks each, and hands the sound ones to
 * `take`, unless that is NULL. */
void fuzz_read(struct view bytes, enum format format,
               const struct mapping *mapping,
               void (*take)(const struct comment *comment));

/* What text.h promises of every text: folded UTF-8, each byte's range of the
 * original on the boundaries of code points, marks in their order. */
void fuzz_check_text(const struct text *text);

/* And of a folded one that is not repaired: single white space, inside. */
void fuzz_check_spaces(struct view folded);

#endif
