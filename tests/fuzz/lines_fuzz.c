/* Plain lines, one text each. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(fuzz_view(data, size), FORMAT_LINES, NULL, NULL);
    return 0;
}
