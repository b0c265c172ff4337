#include "desk.h"

#include "home.h"

#define PATH_SIZE 4096

int desk_policy(const struct surroundings *around, const char *path,
                struct policy *out, struct error *err)
{
    char shipped[PATH_SIZE];
    int status;

    if (path)
        return policy_read(path, out, err);
    status = home_path(around, SHIPPED_POLICY, shipped, sizeof(shipped), err);
    return status < 0 ? status : policy_read(shipped, out, err);
}

int desk_open(struct desk *self, const struct surroundings *around,
              const char *store, const char *policy, int64_t now,
              struct error *err)
{
    const struct store_options options = {.now = now};
    int status;

    if ((status = desk_policy(around, policy, &self->policy, err)) < 0 ||
        (status = store_open(&self->store, store, &options, err)) < 0)
        return status;
    return queue_open(&self->queue, self->store, &self->policy, err);
}

void desk_close(struct desk *self)
{
    queue_close(self->queue);
    store_close(self->store);
}
