/* Mapping files, and below a line "%%" JSON lines or CSV read with them. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {.status = STATUS_OK};
    struct view rest = fuzz_view(data, size);
    const struct view first = fuzz_part(&rest);
    struct mapping *mapping = NULL;
    const int status = mapping_parse("mapping", first, &mapping, &err);

    fuzz_check_error(status, &err);
    FUZZ_CHECK((status == STATUS_OK) == (mapping != NULL));
    if (status < 0)
        return 0;
    FUZZ_CHECK(mapping_column_count(mapping) <= MAPPING_COLUMNS_CEILING);
    fuzz_read(rest, FORMAT_JSONL, mapping, NULL);
    fuzz_read(rest, FORMAT_CSV, mapping, NULL);
    mapping_free(mapping);
    return 0;
}
