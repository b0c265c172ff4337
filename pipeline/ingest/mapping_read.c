#include "mapping.h"

#include "mapping_keys.h"
#include "mapping_rules.h"

#include "buffer.h"
#include "file.h"
#include "ini_text.h"

#include <stdlib.h>

#define FILE_CEILING ((size_t)64 * 1024)

static int take_pair(void *context, const struct ini_pair *pair,
                     struct error *err)
{
    struct mapping_draft *const draft = context;

    draft->line = pair->line;
    draft->err = err;
    return mapping_set(draft, pair->section, pair->name, pair->value);
}

int mapping_parse(const char *name, struct view bytes, struct mapping **out,
                  struct error *err)
{
    struct mapping_draft *const draft = calloc(1, sizeof(*draft));
    struct mapping *const mapping = calloc(1, sizeof(*mapping));
    int status;

    if (!draft || !mapping) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    /* names and values are parts of the file, each padded to 16 bytes */
    if ((status = arena_open(&mapping->arena, FILE_CEILING * 2, err)) < 0)
        goto out;
    mapping_draft_open(draft, mapping);
    draft->err = err;
    status = ini_text_read(name, bytes, take_pair, draft, err);
    if (status == STATUS_OK)
        status = mapping_check(draft, name);
out:
    free(draft);
    if (status < 0)
        mapping_free(mapping);
    else
        *out = mapping;
    return status;
}

int mapping_read(const char *path, struct mapping **out, struct error *err)
{
    struct buffer file = {0};
    int status = file_read(path, FILE_CEILING, &file, err);

    if (status == STATUS_OK)
        status = mapping_parse(path, buffer_view(&file), out, err);
    buffer_free(&file);
    return status;
}
