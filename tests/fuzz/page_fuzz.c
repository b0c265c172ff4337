/* Text exports of discussion pages; also how formats are told apart. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read(fuzz_view(data, size), FORMAT_PAGE, NULL, NULL);
    fuzz_read(fuzz_view(data, size), FORMAT_AUTO, NULL, NULL);
    return 0;
}
