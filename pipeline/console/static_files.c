#include "static_files.h"

#include "digest.h"

#include <stdio.h>

static const char *const style[] = {
#include "console.css.inc"
};
static const char *const script[] = {
#include "console.js.inc"
};
static const char *const icon[] = {
#include "icon.svg.inc"
};

static const char *const discovery[] = {
#include "discovery.json.inc"
};
static const char *const openapi[] = {
#include "openapi.json.inc"
};

static const struct source_file {
    const char *name, *type;
    const char *const *line;
    size_t count;
} sources[STATIC_FILES] = {
    [FILE_STYLE] = {"console.css",    "text/css; charset=UTF-8",        style,
                    sizeof(style) / sizeof(style[0])        },
    [FILE_SCRIPT] = {"console.js",     "text/javascript; charset=UTF-8", script,
                    sizeof(script) / sizeof(script[0])      },
    [FILE_DISCOVERY] = {"discovery.json", "application/json",               discovery,
                    sizeof(discovery) / sizeof(discovery[0])},
    [FILE_OPENAPI] = {"openapi.json",   "application/json",               openapi,
                    sizeof(openapi) / sizeof(openapi[0])    },
    [FILE_ICON] = {"icon.svg",       "image/svg+xml",                  icon,
                    sizeof(icon) / sizeof(icon[0])          },
};

int static_files_open(struct static_files *self, struct error *err)
{
    for (int i = 0; i < STATIC_FILES; i++) {
        struct buffer *content = &self->content[i];
        char hex[DIGEST_HEX_SIZE];
        for (size_t n = 0; n < sources[i].count; n++)
            if (buffer_add_text(content, sources[i].line[n], err) < 0)
                return err->status;
        struct digest digest;
        digest_begin(&digest);
        digest_bytes(&digest, buffer_view(content));
        digest_end(&digest, hex);
        self->type[i] = sources[i].type;
        snprintf(self->path[i], sizeof(self->path[i]), "/static/%.12s/%s", hex,
                 sources[i].name);
    }
    return STATUS_OK;
}

void static_files_free(struct static_files *self)
{
    for (int i = 0; i < STATIC_FILES; i++)
        buffer_free(&self->content[i]);
}

enum static_file static_files_find(const struct static_files *self,
                                   struct view path)
{
    int i = 0;

    while (i < STATIC_FILES && !view_is(path, self->path[i]))
        i++;
    return (enum static_file)i;
}
