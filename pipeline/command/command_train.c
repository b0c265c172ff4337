#include "bias_terms.h"
#include "card.h"
#include "command.h"
#include "corpus.h"
#include "figures.h"
#include "home.h"
#include "mapping.h"
#include "options.h"
#include "store.h"
#include "train.h"
#include "version.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

struct train_options {
    const char *folder, *tones, *aim, *solver, *mapping, *db;
    size_t memory, threads; /* memory in megabytes */
    bool progress;
    double volume;
    struct train_settings settings;
};

static void show_progress(void *context, size_t done, size_t all)
{
    (void)context;
    fprintf(stderr, "\rtraining: %zu of %zu machines%s", done, all,
            done == all ? "\n" : "");
}

/* For who reads along, not a terminal: a line each. */
static void say_progress(void *context, size_t done, size_t all)
{
    (void)context;
    fprintf(stderr, "training: %zu of %zu machines\n", done, all);
}

static void say_line(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

static int make_folder(const char *path, struct error *err)
{
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create folder '%s': %s", path,
                         strerror(errno));
    return STATUS_OK;
}

/* The command line of the model card; getopt has moved the operands to the
 * end of argv. */
struct call {
    const struct surroundings *around;
    int argc;
    char **argv;
    char **file; /* [file_count] of argv */
    size_t file_count;
};

static int write_card(const struct corpus *corpus,
                      const struct train_options *o,
                      const struct train_report *report,
                      const struct call *call, struct error *err)
{
    struct bias_terms terms = {.count = 0};
    struct buffer command = {.ptr = NULL};
    struct card card = {.corpus = corpus,
                        .settings = &o->settings,
                        .report = report,
                        .terms = &terms,
                        .file = (const char *const *)call->file,
                        .file_count = call->file_count,
                        .version = VIGIE_VERSION};
    char path[4096];
    int status;

    if ((status = home_path(call->around, BIAS_TERMS_FILE, path, sizeof(path),
                            err)) < 0 ||
        (status = bias_terms_read(&terms, path, err)) < 0)
        return status;
    if ((status = card_command(&command, call->argc, call->argv, err)) ==
        STATUS_OK) {
        card.command = command.ptr;
        status = card_write(o->folder, &card, err);
    }
    buffer_free(&command);
    bias_terms_free(&terms);
    return status;
}

static int train_into(const struct corpus *corpus,
                      const struct train_options *o, const struct call *call,
                      struct error *err)
{
    struct train_report report;
    struct measures measures[MODEL_TONES_CEILING];
    int status;

    if ((status = make_folder(o->folder, err)) < 0 ||
        (status = train_model(corpus, &o->settings, o->folder, &report,
                              err)) < 0)
        return status;
    for (size_t t = 0; t < corpus->tones.count; t++)
        measures[t] = report.tone[t].measures;
    printf("%zu comments (%zu with a near-duplicate), %zu features, %s\n",
           report.rows, report.alike, report.features,
           solver_name(report.solver));
    figures_print(stdout, &corpus->tones, measures);
    status = write_card(corpus, o, &report, call, err);
    train_report_free(&report);
    return status;
}

static int read_corpus(const struct train_options *o,
                       const struct surroundings *around, char **file,
                       size_t count, struct corpus *out, struct error *err)
{
    const struct store_options reading = {.read_only = true};
    struct corpus_sources sources = {.path = (const char *const *)file,
                                     .path_count = count,
                                     .tones = o->tones,
                                     .say = around->say};
    struct mapping *mapping = NULL;
    struct store *store = NULL;
    int status = STATUS_OK;

    if (o->mapping)
        status = mapping_read(o->mapping, &mapping, err);
    if (status == STATUS_OK && o->db)
        status = store_open(&store, o->db, &reading, err);
    sources.mapping = mapping;
    sources.store = store;
    if (status == STATUS_OK)
        status = corpus_read(out, &sources, err);
    if (status == STATUS_OK && store)
        fprintf(stderr, "%zu comments labelled in the store, %zu labels on "
                        "which moderators disagreed\n",
                out->from_store, out->conflicts);
    store_close(store);
    mapping_free(mapping);
    return status;
}

static int settle(struct train_options *o, const struct surroundings *around,
                  struct error *err)
{
    struct train_settings *s = &o->settings;
    int status;

    if (s->folds < 2 || s->folds > FOLDS_CEILING || !o->threads || !(s->c > 0))
        return error_set(err, STATUS_USAGE,
                         "--folds is 2 to %d, --threads and --c above 0",
                         FOLDS_CEILING);
    if ((status = aim_parse(o->aim, &s->aim, err)) < 0)
        return status;
    s->aim.volume = o->volume;
    if (s->aim.kind == AIM_BUDGET && !(o->volume > 0))
        return error_set(err, STATUS_USAGE,
                         "a budget needs --volume, the comments a day");
    for (s->solver = SOLVER_AUTO;
         strcmp(o->solver, solver_name(s->solver)) != 0; s->solver++)
        if (s->solver == SOLVER_LIBLINEAR)
            return error_set(err, STATUS_USAGE,
                             "--solver is auto, libsvm or liblinear");
    s->memory = o->memory << 20;
    s->threads = o->threads;
    s->progress = around->terminal ? show_progress
                  : o->progress    ? say_progress
                                   : NULL;
    s->say = around->terminal ? say_line : NULL;
    return STATUS_OK;
}

int command_train(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    struct train_options o = {.settings = train_defaults(),
                              .aim = "f1",
                              .solver = "auto",
                              .threads = around->processors};
    struct corpus corpus = {.count = 0};
    char **file;
    size_t count;
    int status;

    o.memory = o.settings.memory >> 20;
    const struct option_spec specs[] = {
        {"out", OPTION_TEXT, &o.folder, "DIR", "folder of the model (required)"},
        {"tones", OPTION_TEXT, &o.tones, "A,B", "tones, in the model's order"},
        {"db", OPTION_TEXT, &o.db, "FILE", "the labels of this store, too"},
        {"mapping", OPTION_TEXT, &o.mapping, "FILE",
         "what the files call their columns"},
        {"name", OPTION_TEXT, &o.settings.name, "NAME", "name of the model"},
        {"search", OPTION_FLAG, &o.settings.search, NULL,
         "choose parameters by cross-validation"},
        {"c", OPTION_DECIMAL, &o.settings.c, "C", "cost of a violation (1)"},
        {"aim", OPTION_TEXT, &o.aim, "AIM",
         "f1, precision=P, recall=R, budget=N/day"},
        {"volume", OPTION_DECIMAL, &o.volume, "N", "comments a day"},
        {"solver", OPTION_TEXT, &o.solver, "S", "auto, libsvm, liblinear"},
        {"folds", OPTION_SIZE, &o.settings.folds, "N", "by discussion (5)"},
        {"memory", OPTION_SIZE, &o.memory, "MB", "for the Gram matrix (6144)"},
        {"threads", OPTION_SIZE, &o.threads, "N", "default: all cores"},
        {"progress", OPTION_FLAG, &o.progress, NULL,
         "lines of progress, terminal or not"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &file, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (!o.folder || (!count && !o.db))
        return error_set(err, STATUS_USAGE,
                         "--out DIR and labels (files or --db) are needed, "
                         "see 'vigie train --help'");
    if ((status = settle(&o, around, err)) < 0)
        return status;
    if ((status = read_corpus(&o, around, file, count, &corpus, err)) ==
        STATUS_OK) {
        const struct call call = {around, argc, argv, file, count};
        status = train_into(&corpus, &o, &call, err);
    }
    corpus_free(&corpus);
    return status;
}
