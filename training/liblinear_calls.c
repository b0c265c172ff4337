#include "liblinear_calls.h"

#include "library.h"

int liblinear_calls_open(struct liblinear_calls *out, struct error *err)
{
    const struct library_call calls[] = {
#define X(name) {#name, &out->name},
        LIBLINEAR_CALLS(X)
#undef X
    };

    return library_open(LIBLINEAR_FILE, LIBLINEAR_PACKAGE, calls,
                        sizeof(calls) / sizeof(calls[0]), err);
}
