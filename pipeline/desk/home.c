#include "home.h"

#include <stdio.h>

int home_path(const struct surroundings *around, const char *file, char *out,
              size_t size, struct error *err)
{
    const int len = snprintf(out, size, "%s/%s", around->home, file);

    if (len < 0 || (size_t)len >= size)
        return error_set(err, STATUS_USAGE, "VIGIE_HOME is too long");
    return STATUS_OK;
}

int home_model(const struct surroundings *around, const char *folder,
               struct model **out, struct error *err)
{
    char shipped[4096];
    int status;

    if (!folder) {
        status =
            home_path(around, SHIPPED_MODEL, shipped, sizeof(shipped), err);
        if (status < 0)
            return status;
        folder = shipped;
    }
    return model_open(out, folder, err);
}

int home_store(const struct surroundings *around, const char *path, int64_t now,
               bool bulk, struct store **out, struct error *err)
{
    const struct store_options options = {
        .create = true, .bulk = bulk, .now = now, .seed = around->seed};

    return store_open(out, path, &options, err);
}
