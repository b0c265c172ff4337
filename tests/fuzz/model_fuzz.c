/* Model files.  The checksum is made to fit, so that damage gets past it;
 * what opens must normalize, score and explain without harm. */
#include "fuzz.h"

#include "model_file.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void seal(unsigned char *bytes, size_t size)
{
    struct model_header *h = (void *)bytes;
    uint32_t sum;

    if (size < sizeof(*h) + sizeof(sum))
        return;
    h->file_size = size;
    sum = (uint32_t)crc32_z(0, bytes, size - sizeof(sum));
    memcpy(bytes + size - sizeof(sum), &sum, sizeof(sum));
}

static void score(const struct model *model, const char *text)
{
    static struct arena keep;
    struct error err = {.status = STATUS_OK};
    struct pipeline pipeline;
    struct record record = {
        .comment = {.text = view_of(text), .parent_text = view_of("Non ?")},
    };

    if (!keep.base)
        FUZZ_CHECK(arena_open(&keep, (size_t)1 << 20, &err) == STATUS_OK);
    arena_reset(&keep);
    pipeline_open(&pipeline, model);
    pipeline.reasons = 3;
    struct workbench *bench = fuzz_bench();
    bench->memo.owner[0] = '\0'; /* many models here have the same name */
    const int status = pipeline_run(&pipeline, &record, bench, &keep, &err);
    fuzz_check_error(status, &err);
    if (status < 0)
        return;
    fuzz_check_text(&record.text);
    for (size_t t = 0; t < record.verdict.tone_count; t++)
        FUZZ_CHECK(record.verdict.tone[t].probability <= PROBABILITY_ONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {.status = STATUS_OK};
    struct model *model = NULL;
    unsigned char *bytes = malloc(size + 1);

    FUZZ_CHECK(bytes);
    if (size)
        memcpy(bytes, data, size);
    bytes = realloc(bytes, size ? size : 1); /* ASan sees a read behind */
    FUZZ_CHECK(bytes);
    seal(bytes, size);
    const int status = model_open_memory(&model, bytes, size, &err);
    fuzz_check_error(status, &err);
    FUZZ_CHECK((status == STATUS_OK) == (model != NULL));
    if (model) {
        score(model, "C'est nul, archi NUUUL :) ! 😂");
        score(model, "c nul, @rchi kretin n.u.l n*l, 3 fois");
    }
    model_free(model);
    free(bytes);
    return 0;
}
