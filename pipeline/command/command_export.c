#include "command.h"
#include "extract.h"
#include "json_build.h"
#include "options.h"
#include "render.h"
#include "store.h"

#include <stdio.h>
#include <string.h>

struct writing {
    enum render_format as;
    bool headed; /* the row of names is behind us */
};

static json_t *json_cell(const struct cell *cell)
{
    switch (cell->kind) {
    case CELL_WHOLE:
        return json_integer(cell->whole);
    case CELL_REAL:
        return json_real(cell->real);
    case CELL_TEXT:
        return render_json_text(cell->text);
    case CELL_NULL:
        break;
    }
    return json_null();
}

static void write_csv_cell(const struct cell *cell, bool first)
{
    char number[32] = "";

    switch (cell->kind) {
    case CELL_WHOLE:
        snprintf(number, sizeof(number), "%lld", (long long)cell->whole);
        break;
    case CELL_REAL:
        snprintf(number, sizeof(number), "%.10g", cell->real);
        break;
    case CELL_TEXT:
        render_csv_field(stdout, cell->text, first);
        return;
    case CELL_NULL:
        break;
    }
    render_csv_field(stdout, view_of(number), first);
}

static int write_row(void *context, const struct cell *cell, size_t count,
                     struct error *err)
{
    struct writing *self = context;
    const bool heading = !self->headed;

    self->headed = true;
    if (self->as == RENDER_JSON && heading)
        return STATUS_OK;
    if (self->as == RENDER_JSON) {
        json_t *line = json_object();
        for (size_t i = 0; i < count; i++)
            json_put(&line, cell[i].column, json_cell(&cell[i]));
        return render_json_line(stdout, line, err);
    }
    for (size_t i = 0; i < count; i++)
        if (heading)
            render_csv_field(stdout, view_of(cell[i].column), i == 0);
        else
            write_csv_cell(&cell[i], i == 0);
    render_csv_end(stdout);
    return ferror(stdout)
               ? error_set(err, STATUS_IO, "cannot write standard output")
               : STATUS_OK;
}

static int find_extract(const char *word, enum extract *out, struct error *err)
{
    static const char *const words[EXTRACTS] = {
#define X(name, view) view,
        EXTRACT_LIST(X)
#undef X
    };

    for (int i = 0; i < EXTRACTS; i++)
        if (strcmp(word, words[i]) == 0) {
            *out = (enum extract)i;
            return STATUS_OK;
        }
    return error_set(err, STATUS_USAGE,
                     "cannot export '%s': labels, decisions or scores", word);
}

int command_export(const struct command *self,
                   const struct surroundings *around, int argc, char **argv,
                   struct error *err)
{
    const char *path = around->store, *format = "json";
    const struct store_options options = {.read_only = true,
                                          .now = around->now};
    struct writing writing = {.headed = false};
    struct store *store = NULL;
    enum extract what = EXTRACT_LABELS;
    char **operands;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"format", OPTION_TEXT, &format, "WORD", "json (a line each) or csv"},
        {"db", OPTION_TEXT, &path, "FILE", "the store ($VIGIE_DB, vigie.db)"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (count != 1)
        return error_set(err, STATUS_USAGE,
                         "labels, decisions or scores "
                         "wanted, see 'vigie export --help'");
    if ((status = find_extract(operands[0], &what, err)) < 0 ||
        (status = render_format(format, true, &writing.as, err)) < 0)
        return status;
    if (writing.as == RENDER_TEXT)
        return error_set(err, STATUS_USAGE, "unknown format 'text'");
    if ((status = store_open(&store, path, &options, err)) == STATUS_OK)
        status = extract_run(store, what, write_row, &writing, err);
    store_close(store);
    return status;
}
