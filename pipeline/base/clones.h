/* Functions compiled twice, for any x86-64 and for those with AVX2 and BMI2:
 * the loader picks one at start.  For loops over whole numbers, which are the
 * same whichever runs.  What a sanitizer watches must not run that early. */
#ifndef VIGIE_BASE_CLONES_H
#define VIGIE_BASE_CLONES_H

#include <limits.h> /* says __GLIBC__ */

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) &&        \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CLONES                                                                 \
    __attribute__((flatten, target_clones("arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

#endif
