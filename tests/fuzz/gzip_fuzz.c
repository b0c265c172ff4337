/* Streams, compressed or not: as bytes, as lines, as JSON lines. */
#include "fuzz.h"

#include "source.h"

static void read_bytes(struct view bytes)
{
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct view chunk;
    size_t all = 0;
    int status = source_open_memory(&source, "memory", bytes, &err);

    fuzz_check_error(status, &err);
    if (status == STATUS_OK)
        while ((status = source_read(source, &chunk, &err)) == 1) {
            FUZZ_CHECK(chunk.len > 0);
            all += chunk.len;
        }
    fuzz_check_error(status, &err);
    FUZZ_CHECK(all <=
               GZIP_FREE_BYTES + bytes.len * GZIP_RATIO_CEILING + LINE_CEILING);
    source_free(source);
}

static void read_lines(struct view bytes)
{
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct view line;
    int status = source_open_memory(&source, "memory", bytes, &err);

    for (; status >= 0 || status == STATUS_BAD_RECORD; error_clear(&err)) {
        source_ready(source);
        status = source_line(source, &line, &err);
        fuzz_check_error(status, &err);
        FUZZ_CHECK(status != 1 || line.len <= LINE_CEILING);
        if (status == 0)
            break;
    }
    source_free(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_bytes(fuzz_view(data, size));
    read_lines(fuzz_view(data, size));
    fuzz_read(fuzz_view(data, size), FORMAT_JSONL, NULL, NULL);
    return 0;
}
