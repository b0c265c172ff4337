#include "backup.h"
#include "command.h"
#include "options.h"

#include <stdio.h>

int command_backup(const struct command *self,
                   const struct surroundings *around, int argc, char **argv,
                   struct error *err)
{
    const char *path = around->store;
    const struct store_options options = {.read_only = true,
                                          .now = around->now};
    struct store *store = NULL;
    struct store_size size;
    char **operands;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"db", OPTION_TEXT, &path, "FILE", "the store ($VIGIE_DB, vigie.db)"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (count != 1 || !operands[0][0])
        return error_set(err, STATUS_USAGE,
                         "one file to write is needed, see 'vigie backup "
                         "--help'");
    if ((status = store_open(&store, path, &options, err)) == STATUS_OK &&
        (status = store_backup(store, operands[0], &size, err)) == STATUS_OK)
        printf("%lld comments, %lld rows of the journal, %lld bytes\n",
               (long long)size.comments, (long long)size.decisions,
               (long long)size.bytes);
    store_close(store);
    return status;
}
