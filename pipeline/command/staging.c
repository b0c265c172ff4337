#include "staging.h"

#include "card.h"
#include "model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {CARD_FILE, CARD_METRICS, CARD_THRESHOLDS,
                                    MODEL_FILE};

#define NAMES (sizeof(names) / sizeof(names[0]))

struct place {
    char path[STAGING_SIZE + 32];
};

static struct place place_of(const char *folder, const char *name)
{
    struct place place;

    snprintf(place.path, sizeof(place.path), "%s/%s", folder, name);
    return place;
}

int staging_open(struct staging *out, const char *folder, struct error *err)
{
    *out = (struct staging){.folder = folder};
    const int len =
        snprintf(out->path, sizeof(out->path), "%s/.new-XXXXXX", folder);
    if (len < 0 || (size_t)len >= sizeof(out->path))
        return error_set(err, STATUS_CANNOT_CREATE, "path is too long");
    if (mkdir(folder, 0755) < 0 && errno != EEXIST)
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create folder '%s': %s", folder,
                         strerror(errno));
    if (!mkdtemp(out->path))
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create anything in '%s': %s", folder,
                         strerror(errno));
    rmdir(out->path); /* it can be made: that is enough for now */
    return STATUS_OK;
}

int staging_commit(const struct staging *self, struct error *err)
{
    for (size_t i = 0; i < NAMES; i++) {
        const struct place from = place_of(self->path, names[i]);
        const struct place to = place_of(self->folder, names[i]);
        if (rename(from.path, to.path) < 0)
            return error_set(err, STATUS_CANNOT_CREATE,
                             "cannot create '%s': %s", to.path,
                             strerror(errno));
    }
    return STATUS_OK;
}

void staging_close(const struct staging *self)
{
    for (size_t i = 0; i < NAMES; i++)
        unlink(place_of(self->path, names[i]).path);
    rmdir(self->path);
}
