/* LIBLINEAR, loaded when a model is trained: see library.h.  A file of its own:
 * its header takes names of ours. */
#ifndef VIGIE_TRAINING_LIBLINEAR_CALLS_H
#define VIGIE_TRAINING_LIBLINEAR_CALLS_H

#include "error.h"

#include <linear.h>

#define LIBLINEAR_FILE "liblinear.so.4"
#define LIBLINEAR_PACKAGE "liblinear4"

#define LIBLINEAR_CALLS(X)                                                     \
    X(check_parameter)                                                         \
    X(train)                                                                   \
    X(free_and_destroy_model)                                                  \
    X(set_print_string_function)                                               \
    X(liblinear_version)

struct liblinear_calls {
#define X(name) __typeof__(name) *name;
    LIBLINEAR_CALLS(X)
#undef X
};

/* Returns STATUS_OK or STATUS_NOT_INSTALLED.  The library stays loaded: the
 * second call costs next to nothing. */
int liblinear_calls_open(struct liblinear_calls *out, struct error *err);

#endif
