#include "transport.h"

#include "library.h"

int transport_open(struct transport *out, struct error *err)
{
    const struct library_call calls[] = {
#define X(name) {"curl_" #name, &out->name},
        TRANSPORT_CALLS(X)
#undef X
    };

    return library_open(TRANSPORT_LIBRARY, TRANSPORT_PACKAGE, calls,
                        sizeof(calls) / sizeof(calls[0]), err);
}
