#include "tables.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDING ".tsv"
#define ENDING_SIZE (sizeof(ENDING) - 1)

static int is_table(const struct dirent *entry)
{
    const size_t len = strlen(entry->d_name);

    return entry->d_name[0] != '.' && len > ENDING_SIZE &&
           strcmp(entry->d_name + len - ENDING_SIZE, ENDING) == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_one(const char *folder, const char *file, table_read *read,
                    void *context, struct error *err)
{
    char path[4096];
    const int len = snprintf(path, sizeof(path), "%s/%s", folder, file);
    const struct view name = {file, strlen(file) - ENDING_SIZE};

    if (len < 0 || (size_t)len >= sizeof(path))
        return error_set(err, STATUS_NO_INPUT, "path is too long");
    return read(context, path, name, err);
}

int tables_each(const char *folder, table_read *read, void *context,
                struct error *err)
{
    struct dirent **entry = NULL;
    const int count = scandir(folder, &entry, is_table, by_name);
    int status = STATUS_OK;

    if (count < 0)
        return error_set(err, STATUS_NO_INPUT, "cannot open '%s': %s", folder,
                         strerror(errno));
    for (int i = 0; i < count; i++) {
        if (status == STATUS_OK)
            status = read_one(folder, entry[i]->d_name, read, context, err);
        free(entry[i]);
    }
    free(entry);
    return status;
}
