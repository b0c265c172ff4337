#include "microhttp.h"

#include "library.h"

int microhttp_open(struct microhttp *out, struct error *err)
{
    const struct library_call calls[] = {
#define X(name) {"MHD_" #name, &out->name},
        MICROHTTP_CALLS(X)
#undef X
    };

    return library_open(MICROHTTP_LIBRARY, MICROHTTP_PACKAGE, calls,
                        sizeof(calls) / sizeof(calls[0]), err);
}
