#include "audit.h"
#include "command.h"
#include "desk.h"
#include "models.h"
#include "options.h"
#include "registry.h"
#include "render.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define RECORD_ARENA ((size_t)1 << 20)

struct checking {
    struct store *store;
    enum render_format as;
    uint64_t found;
};

static int print_finding(void *context, const struct finding *finding,
                         struct error *err)
{
    struct checking *self = context;

    self->found++;
    if (self->as == RENDER_JSON)
        return render_json_line(stdout,
                                json_pack("{s:s, s:o}", "rule", finding->rule,
                                          "finding",
                                          render_json_text(finding->what)),
                                err);
    printf("%s: ", finding->rule);
    render_name(stdout, finding->what, RENDER_ALL);
    printf("\n");
    return STATUS_OK;
}

/* What reading a file or a policy had to say becomes a finding. */
static int find_error(struct checking *self, const char *rule,
                      const struct error *cause, struct error *err)
{
    char text[sizeof(cause->where) + sizeof(cause->message) + 2];

    if (cause->status == STATUS_NO_MEMORY) {
        *err = *cause;
        return cause->status;
    }
    snprintf(text, sizeof(text), "%s%s%s", cause->where,
             cause->where[0] ? ": " : "", cause->message);
    return print_finding(self, &(struct finding){rule, view_of(text)}, err);
}

/* Checksum, format, and that it is the model it was.  The folder of one that
 * is not active may have been cleared away. */
static int check_model(struct checking *self, int64_t key, bool active,
                       struct error *err)
{
    struct error cause = {.status = STATUS_OK};
    struct found_model model = {.key = 0};
    struct model_record record;
    struct arena arena;
    char id[MODEL_ID_SIZE] = "", folder[FOLDER_SIZE] = "";
    int status;

    if ((status = arena_open(&arena, RECORD_ARENA, err)) < 0)
        return status;
    status = store_model(self->store, key, &arena, &record, err);
    if (status == 1) {
        snprintf(id, sizeof(id), "%.*s", VIEW_ARG(record.id));
        snprintf(folder, sizeof(folder), "%.*s", VIEW_ARG(record.folder));
    }
    arena_free(&arena);
    if (status < 0 || (!active && access(folder, R_OK | X_OK) < 0))
        return status < 0 ? status : STATUS_OK;
    status = registry_find(self->store, active ? "active" : id, &model, &cause);
    registry_close(&model);
    return status < 0 ? find_error(self, "models", &cause, err) : STATUS_OK;
}

static int check_models(struct checking *self, struct error *err)
{
    int64_t active, key = 0;
    int status = store_active_model(self->store, &active, err), more;

    while (status == STATUS_OK &&
           (more = store_next_model(self->store, key, &key, err)) != 0)
        status = more < 0 ? more : check_model(self, key, key == active, err);
    return status;
}

static int check_policy(struct checking *self, struct error *err)
{
    struct error cause = {.status = STATUS_OK};
    struct policy *policy = malloc(sizeof(*policy));

    if (!policy)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int status = desk_saved_policy(self->store, NULL, policy, &cause);
    free(policy);
    return status < 0 ? find_error(self, "policy", &cause, err) : STATUS_OK;
}

static int print_size(const struct checking *self,
                      const struct store_size *size, struct error *err)
{
    if (self->as == RENDER_JSON)
        return render_json_line(
            stdout,
            json_pack(
                "{s:I, s:I, s:I, s:I, s:I}", "findings",
                (json_int_t)self->found, "comments", (json_int_t)size->comments,
                "decisions", (json_int_t)size->decisions, "models",
                (json_int_t)size->models, "bytes", (json_int_t)size->bytes),
            err);
    if (!self->found)
        printf("sound: %lld comments, %lld rows of the journal, %lld models, "
               "%lld bytes\n",
               (long long)size->comments, (long long)size->decisions,
               (long long)size->models, (long long)size->bytes);
    return STATUS_OK;
}

static int check(struct checking *self, struct error *err)
{
    struct store_size size;
    int status;

    if ((status = audit_run(self->store, print_finding, self, err)) < 0 ||
        (status = check_models(self, err)) < 0 ||
        (status = check_policy(self, err)) < 0 ||
        (status = store_measure(self->store, &size, err)) < 0 ||
        (status = print_size(self, &size, err)) < 0)
        return status;
    return self->found ? error_set(err, STATUS_DAMAGED, "%llu finding%s",
                                   (unsigned long long)self->found,
                                   self->found == 1 ? "" : "s")
                       : STATUS_OK;
}

int command_check(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    const char *path = around->store, *format = "text";
    const struct store_options options = {.read_only = true,
                                          .now = around->now};
    struct checking checking = {.store = NULL};
    char **operands;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"format", OPTION_TEXT, &format, "WORD", "text or json (a line each)"},
        {"db", OPTION_TEXT, &path, "FILE", "the store ($VIGIE_DB, vigie.db)"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if ((status = options_alone(self, operands, count, err)) < 0 ||
        (status = render_format(format, false, &checking.as, err)) < 0)
        return status;
    if ((status = store_open(&checking.store, path, &options, err)) ==
            STATUS_OK &&
        (status = check(&checking, err)) < 0)
        error_locate(err, path, 0);
    store_close(checking.store);
    return status;
}
