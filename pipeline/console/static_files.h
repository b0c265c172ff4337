/* Style sheet and script of the console, built into the program.  Their
 * addresses hold a digest of their content, so that browsers may keep them. */
#ifndef VIGIE_CONSOLE_STATIC_FILES_H
#define VIGIE_CONSOLE_STATIC_FILES_H

#include "buffer.h"
#include "error.h"
#include "view.h"

#include <stddef.h>

enum static_file {
    FILE_STYLE,
    FILE_SCRIPT,
    FILE_ICON,
    FILE_DISCOVERY,
    FILE_OPENAPI,
    STATIC_FILES
};

struct static_files {
    struct buffer content[STATIC_FILES];
    char path[STATIC_FILES][64]; /* "/static/3f9c21ab77d0/console.css" */
    const char *type[STATIC_FILES];
};

int static_files_open(struct static_files *self, struct error *err);
void static_files_free(struct static_files *self); /* accepts zeroes */

/* Which of them the path names; STATIC_FILES = none. */
enum static_file static_files_find(const struct static_files *self,
                                   struct view path);

#endif
