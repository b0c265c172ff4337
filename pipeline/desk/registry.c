#include "registry.h"

#include "clock.h"
#include "file.h"
#include "home.h"
#include "models.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define METRICS_CEILING ((size_t)512 << 10)
#define RECORD_ARENA ((size_t)1 << 20)

int registry_open(const char *folder, struct found_model *out,
                  struct error *err)
{
    char *absolute;

    *out = (struct found_model){.key = 0};
    if (model_open(&out->model, folder, err) < 0)
        return err->status;
    absolute = realpath(folder, NULL);
    if (!absolute || strlen(absolute) >= sizeof(out->folder)) {
        free(absolute);
        registry_close(out);
        return error_set(err, STATUS_NO_INPUT, "cannot resolve '%s': %s",
                         folder, strerror(errno));
    }
    memcpy(out->folder, absolute, strlen(absolute) + 1);
    free(absolute);
    return STATUS_OK;
}

void registry_close(struct found_model *self)
{
    model_free(self->model);
    self->model = NULL;
}

/* A model of the store, where it was when it was last made known. */
static int open_known(const struct model_record *record, int64_t key,
                      struct found_model *out, struct error *err)
{
    char folder[FOLDER_SIZE];

    snprintf(folder, sizeof(folder), "%.*s", (int)record->folder.len,
             record->folder.ptr ? record->folder.ptr : "");
    if (!folder[0])
        return error_set(err, STATUS_NOT_FOUND,
                         "the folder of model '%.*s' is not known, name it "
                         "by 'vigie models promote DIR'",
                         VIEW_ARG(record->id));
    if (access(folder, R_OK | X_OK) < 0)
        return error_set(err, STATUS_NO_INPUT,
                         "folder '%.200s' of model '%.*s' is gone (%s), put "
                         "it back or use 'vigie models promote DIR'",
                         folder, VIEW_ARG(record->id), strerror(errno));
    if (registry_open(folder, out, err) < 0)
        return err->status;
    if (!view_is(record->id, model_id(out->model))) {
        error_set(err, STATUS_CONFIG,
                  "folder '%.200s' holds model '%s', not '%.*s' any more, put "
                  "it back or use 'vigie models promote DIR'",
                  folder, model_id(out->model), VIEW_ARG(record->id));
        registry_close(out);
        return err->status;
    }
    out->key = key;
    return STATUS_OK;
}

static int open_key(struct store *store, int64_t key, struct found_model *out,
                    struct error *err)
{
    struct model_record record;
    struct arena arena;
    int status;

    *out = (struct found_model){.key = 0};
    if ((status = arena_open(&arena, RECORD_ARENA, err)) < 0)
        return status;
    status = store_model(store, key, &arena, &record, err);
    if (status == 1)
        status = open_known(&record, key, out, err);
    else if (status == 0)
        status = error_set(err, STATUS_NOT_FOUND, "no model is active yet");
    arena_free(&arena);
    return status;
}

int registry_find(struct store *store, const char *word,
                  struct found_model *out, struct error *err)
{
    int64_t key;
    int status;

    *out = (struct found_model){.key = 0};
    if (strcmp(word, "active") == 0) {
        status = store_active_model(store, &key, err);
        return status < 0 ? status : open_key(store, key, out, err);
    }
    status = store_find_model(store, view_of(word), &key, err);
    if (status == 1)
        return open_key(store, key, out, err);
    if (status < 0 || (status = registry_open(word, out, err)) < 0)
        return status;
    status =
        store_find_model(store, view_of(model_id(out->model)), &out->key, err);
    return status < 0 ? status : STATUS_OK;
}

int registry_active(struct store *store, const struct surroundings *around,
                    struct found_model *out, struct error *err)
{
    char shipped[FOLDER_SIZE];
    int64_t key;
    int status = store_active_model(store, &key, err);

    *out = (struct found_model){.key = 0};
    if (status < 0)
        return status;
    if (key)
        return open_key(store, key, out, err);
    status = home_path(around, SHIPPED_MODEL, shipped, sizeof(shipped), err);
    return status < 0 ? status : registry_open(shipped, out, err);
}

/* A model holds no date, so that the same training gives the same bytes: its
 * file's tells when it was made. */
static int64_t trained(const struct found_model *model)
{
    char path[FOLDER_SIZE + sizeof("/" MODEL_FILE)];
    struct stat at;

    snprintf(path, sizeof(path), "%s/" MODEL_FILE, model->folder);
    return stat(path, &at) == 0 ? (int64_t)at.st_mtime : TIME_NONE;
}

static void describe(const struct found_model *model, struct view metrics,
                     struct model_record *out)
{
    const struct model_parts *p = model_parts(model->model);

    *out = (struct model_record){
        .id = view_of(model_id(model->model)),
        .folder = view_of(model->folder),
        .data_sha256 = view_of(p->data_sha256),
        .metrics = metrics,
        .trained = trained(model),
        .tone_count = p->tone_count,
    };
    for (uint32_t t = 0; t < p->tone_count; t++)
        out->tone[t] = (struct tone_record){
            view_of(p->tone[t].name), p->tone[t].threshold,
            (p->tone[t].flags & TONE_OBSERVATION_ONLY) != 0};
}

int registry_put(struct store *store, struct found_model *model,
                 struct error *err)
{
    struct buffer metrics = {.ptr = NULL};
    struct error unread = {.status = STATUS_OK};
    struct model_record record;
    char path[FOLDER_SIZE + 16];

    /* a model without metrics is a model all the same */
    snprintf(path, sizeof(path), "%s/metrics.json", model->folder);
    file_read(path, METRICS_CEILING, &metrics, &unread);
    describe(model, buffer_view(&metrics), &record);
    const int status = store_put_model(store, &record, &model->key, err);
    buffer_free(&metrics);
    return status;
}

int registry_settle(struct store *store, const struct surroundings *around,
                    int64_t now, struct error *err)
{
    struct found_model model = {.key = 0};
    struct activation row = {.time = now};
    int64_t active;
    int status;

    if ((status = store_active_model(store, &active, err)) < 0 || active)
        return status;
    if ((status = registry_active(store, around, &model, err)) < 0 ||
        (status = store_begin(store, err)) < 0)
        goto out;
    if ((status = store_active_model(store, &active, err)) == STATUS_OK &&
        !active &&
        (status = registry_put(store, &model, err)) == STATUS_OK) {
        row.model = model.key;
        status = store_activate(store, &row, err);
    }
    if (status == STATUS_OK)
        status = store_commit(store, err);
    else
        store_rollback(store);
out:
    registry_close(&model);
    return status;
}
