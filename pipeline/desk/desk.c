#include "desk.h"

#include "comment.h"
#include "home.h"
#include "models.h"
#include "steering.h"
#include "utf8.h"

#include <stdio.h>

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

int desk_saved_policy(struct store *store, const char *path, struct policy *out,
                      struct error *err)
{
    struct saved_policy saved;
    struct arena arena;
    int status;

    if (path)
        return STATUS_OK;
    if ((status = arena_open(&arena, (size_t)1 << 20, err)) < 0)
        return status;
    status = saved_policy_read(store, &arena, &saved, err);
    if (status == 1)
        status = policy_parse("policy of the store", saved.text, out, err);
    arena_free(&arena);
    return status < 0 ? status : STATUS_OK;
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
        (status = store_open(&self->store, store, &options, err)) < 0 ||
        (status = desk_saved_policy(self->store, policy, &self->policy, err)) <
            0)
        return status;
    return queue_open(&self->queue, self->store, &self->policy, err);
}

void desk_close(struct desk *self)
{
    queue_close(self->queue);
    store_close(self->store);
}

static int warn_of(struct desk *self, const char *tone,
                   const struct surroundings *around, struct error *err)
{
    char message[POLICY_NAME_SIZE + 64];
    const int status = store_knows_tone(self->store, view_of(tone), err);

    if (status == 0) {
        snprintf(message, sizeof(message),
                 "policy has a tone '%s', no model does", tone);
        around->say("warning", message);
    }
    return status < 0 ? status : STATUS_OK;
}

int desk_warn(struct desk *self, const struct surroundings *around,
              struct error *err)
{
    const struct policy *policy = &self->policy;
    int64_t active;
    int status = store_active_model(self->store, &active, err);

    for (size_t i = 0; i < policy->tone_count && status >= 0 && active; i++)
        status = warn_of(self, policy->tone[i].name, around, err);
    for (size_t i = 0; i < policy->rule_count && status >= 0 && active; i++)
        status = warn_of(self, policy->rule[i].tone, around, err);
    return status;
}
