/* Libraries that most commands do without: loaded when one is needed, since
 * each start would pay for them. */
#ifndef VIGIE_BASE_LIBRARY_H
#define VIGIE_BASE_LIBRARY_H

#include "error.h"

#include <stddef.h>

/* A function of a library, and the pointer to a function that is to hold it. */
struct library_call {
    const char *name;
    void *slot; /* a pointer to a function of the right type */
};

/* Loads a library, which then stays until the process ends, and fills all
 * slots.
 * soname   its SONAME, looked for where the linker looks
 * package  Debian's, named in the message
 * Returns STATUS_OK or STATUS_NOT_INSTALLED. */
int library_open(const char *soname, const char *package,
                 const struct library_call *call, size_t count,
                 struct error *err);

#endif
