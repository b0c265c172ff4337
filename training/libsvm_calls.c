#include "libsvm_calls.h"

#include "library.h"

int libsvm_calls_open(struct libsvm_calls *out, struct error *err)
{
    const struct library_call calls[] = {
#define X(name) {#name, &out->name},
        LIBSVM_CALLS(X)
#undef X
    };

    return library_open(LIBSVM_FILE, LIBSVM_PACKAGE, calls,
                        sizeof(calls) / sizeof(calls[0]), err);
}
