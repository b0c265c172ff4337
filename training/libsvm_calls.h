/* libsvm, loaded when a model is trained: see library.h. */
#ifndef VIGIE_TRAINING_LIBSVM_CALLS_H
#define VIGIE_TRAINING_LIBSVM_CALLS_H

#include "error.h"

#include <libsvm/svm.h>

#define LIBSVM_FILE "libsvm.so.3"
#define LIBSVM_PACKAGE "libsvm3"

#define LIBSVM_CALLS(X)                                                        \
    X(svm_check_parameter)                                                     \
    X(svm_train)                                                               \
    X(svm_free_and_destroy_model)                                              \
    X(svm_set_print_string_function)                                           \
    X(libsvm_version)

struct libsvm_calls {
#define X(name) __typeof__(name) *name;
    LIBSVM_CALLS(X)
#undef X
};

/* Returns STATUS_OK or STATUS_NOT_INSTALLED.  The library stays loaded: the
 * second call costs next to nothing. */
int libsvm_calls_open(struct libsvm_calls *out, struct error *err);

#endif
