/* Comments as JSON lines. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(fuzz_view(data, size), FORMAT_JSONL, NULL, NULL);
    return 0;
}
