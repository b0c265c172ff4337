#include "description.h"

#include <stdio.h>
#include <string.h>

static void give(struct exchange *self, enum static_file which,
                 const char *const *member, size_t count, const char *value)
{
    const struct buffer *file = &self->console->files->content[which];
    json_t *root = json_loadb(file->ptr, file->len, 0, NULL);

    for (size_t i = 0; root && i < count; i++)
        json_object_set_new(root, member[i], json_string(value));
    answer_json(self, 200, root);
}

void description_discovery(struct exchange *self)
{
    static const char *const members[] = {"rootUrl", "baseUrl"};
    const struct view base = exchange_base(self);
    char root[600];

    snprintf(root, sizeof(root), "%.*s/", (int)base.len, base.ptr);
    give(self, FILE_DISCOVERY, members, 2, root);
}

void description_openapi(struct exchange *self)
{
    give(self, FILE_OPENAPI, NULL, 0, NULL);
}
