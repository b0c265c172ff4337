#include "tables.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENDING ".tsv"
#define ENDING_SIZE (sizeof(ENDING) - 1)
#define TABLES_CEILING 256

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
        return error_set(err, STATUS_NO_INPUT,
                         "'%.200s': path of a table is too long", folder);
    return read(context, path, name, err);
}

int tables_each(const char *folder, table_read *read, void *context,
                struct error *err)
{
    struct dirent **entry = NULL;
    const int count = scandir(folder, &entry, is_table, by_name);
    int status = STATUS_OK;

    if (count < 0)
        return error_set(err,
                         errno == ENOMEM ? STATUS_NO_MEMORY : STATUS_NO_INPUT,
                         "cannot open '%s': %s", folder, strerror(errno));
    if (count > TABLES_CEILING)
        status = error_set(err, STATUS_TOO_BIG,
                           "'%s' holds more than %d tables", folder,
                           TABLES_CEILING);
    for (int i = 0; i < count; i++) {
        if (status == STATUS_OK)
            status = read_one(folder, entry[i]->d_name, read, context, err);
        free(entry[i]);
    }
    free(entry);
    return status;
}
