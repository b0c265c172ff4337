/* Comments as CSV. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(fuzz_view(data, size), FORMAT_CSV, NULL, NULL);
    return 0;
}
