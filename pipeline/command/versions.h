/* The program's version and those of the libraries it runs with. */
#ifndef VIGIE_COMMAND_VERSIONS_H
#define VIGIE_COMMAND_VERSIONS_H

#include <stdio.h>

/* "vigie 0.1.0", then one indented line a library.  Each library is asked at
 * run time, so a newer shared library shows; libcsv tells its version in its
 * header alone, inih nowhere. */
void versions_print(FILE *to);

#endif
