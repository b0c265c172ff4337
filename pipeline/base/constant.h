/* free() through a pointer to constant data, for owners who hand it out. */
#ifndef VIGIE_BASE_CONSTANT_H
#define VIGIE_BASE_CONSTANT_H

#include <stdlib.h>

static inline void free_constant(const void *p)
{
    union {
        const void *constant;
        void *own;
    } both = {.constant = p};

    free(both.own);
}

#endif
