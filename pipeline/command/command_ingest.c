#include "clock.h"
#include "command.h"
#include "home.h"
#include "options.h"
#include "reading.h"

static int ingest_file(const char *path, struct store *store,
                       const struct reader_options *options,
                       const struct surroundings *around, int64_t now,
                       struct reading_counts *counts, struct error *err)
{
    struct reading *reading;
    int status =
        reading_open(&reading, path, store, options, around, now, err);

    if (status < 0)
        return status;
    do
        status = reading_some(reading, counts, err);
    while (status > 0);
    reading_free(reading);
    return status;
}

int command_ingest(const struct command *self,
                   const struct surroundings *around, int argc, char **argv,
                   struct error *err)
{
    const char *db = around->store, *format = "auto", *discussion = NULL;
    int64_t now = around->now, given = TIME_NONE;
    struct reader_options options;
    struct reading_counts counts = {0};
    struct store *store = NULL;
    char **file;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"db", OPTION_TEXT, &db, "FILE", "the store (default: vigie.db)"},
        {"format", OPTION_TEXT, &format, "F", "page, jsonl, csv, lines, auto"},
        {"discussion", OPTION_TEXT, &discussion, "ID", "where none is named"},
        {"now", OPTION_TIME, &given, "TIME", "what 'il y a ...' counts from"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &file, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (!count)
        return error_set(err, STATUS_USAGE,
                         "no file to read, see 'vigie ingest --help'");
    options = (struct reader_options){.now = given,
                                      .discussion = view_of(discussion)};
    if (given != TIME_NONE)
        now = given;
    if ((status = format_from_name(format, &options.format, err)) < 0 ||
        (status = home_store(around, db, now, true, &store, err)) < 0)
        return status;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = ingest_file(file[i], store, &options, around, now, &counts,
                             err);
    store_close(store);
    reading_print(&counts);
    return status < 0 ? status : reading_result(&counts, err);
}
