#include "desk.h"

#include "comment.h"
#include "home.h"
#include "utf8.h"

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

int desk_check_text(const char *what, struct view text, struct error *err)
{
    if (text.len > NAME_CEILING)
        return error_set(err, STATUS_USAGE, "%s has more than %zu bytes", what,
                         NAME_CEILING);
    if (utf8_check(text) != UTF8_VALID)
        return error_set(err, STATUS_USAGE, "%s is not valid UTF-8", what);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7F)
            return error_set(err, STATUS_USAGE, "%s has control characters",
                             what);
    return STATUS_OK;
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
