#include "bias_terms.h"
#include "card.h"
#include "command.h"
#include "corpus.h"
#include "figures.h"
#include "gram.h"
#include "home.h"
#include "mapping.h"
#include "options.h"
#include "staging.h"
#include "store.h"
#include "train.h"
#include "version.h"

#include <stdio.h>
#include <string.h>

struct train_options {
    const char *folder, *tones, *aim, *solver, *mapping, *db;
    const char *lexicon;
    char lexicon_path[4096];
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
                      const struct call *call, const char *folder,
                      struct error *err)
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
        status = card_write(folder, &card, err);
    }
    buffer_free(&command);
    bias_terms_free(&terms);
    return status;
}

/* Tones of one class: a slip of the pen, or labels that say nothing. */
static void say_classes(const struct corpus *corpus)
{
    for (size_t t = 0; t < corpus->tones.count; t++) {
        const char *name = corpus->tones.name[t];
        if (tones_sentiment(view_of(name)))
            continue;
        const bool some = corpus_positives(corpus, t, false);
        if (!some || !corpus_negatives(corpus, t, false))
            fprintf(stderr,
                    "vigie: %s comment to train on carries '%s': nothing to "
                    "learn, observation only\n",
                    some ? "every" : "no", name);
    }
}

/* What was chosen in place of the usual: nothing, where nothing was. */
static void say_solver(const struct train_options *o,
                       const struct train_report *report)
{
    if (o->settings.solver != SOLVER_AUTO ||
        report->solver != SOLVER_LIBLINEAR)
        return;
    fprintf(stderr,
            "vigie: the Gram matrix would take %zu MB, more than --memory "
            "%zu: trained by LIBLINEAR%s\n",
            gram_bytes(report->rows) >> 20, o->memory,
            report->rows > TRAIN_LARGE ? " with a looser tolerance" : "");
}

static int train_into(const char *folder, const struct corpus *corpus,
                      const struct train_options *o, const struct call *call,
                      struct error *err)
{
    struct train_report report;
    struct measures measures[MODEL_TONES_CEILING];
    int status;

    if ((status = train_model(corpus, &o->settings, folder, &report, err)) < 0)
        return status;
    struct figures figures = {.tones = &corpus->tones, .measures = measures};
    for (size_t t = 0; t < corpus->tones.count; t++) {
        measures[t] = report.tone[t].measures;
        figures.observed |= (uint32_t)report.tone[t].observation_only << t;
    }
    printf("%zu comments (%zu with a near-duplicate), %zu features, %s\n",
           report.rows, report.alike, report.features,
           solver_name(report.solver));
    say_classes(corpus);
    say_solver(o, &report);
    figures_show(stdout, &figures);
    status = write_card(corpus, o, &report, call, folder, err);
    train_report_free(&report);
    return status;
}

/* The model that stood in the folder stays until all of the new one is
 * there. */
static int train_and_replace(const struct corpus *corpus,
                             const struct train_options *o,
                             const struct call *call, struct error *err)
{
    struct staging staging;
    int status = staging_open(&staging, o->folder, err);

    if (status < 0)
        return status;
    status = train_into(staging.path, corpus, o, call, err);
    if (status == STATUS_OK)
        status = staging_commit(&staging, err);
    staging_close(&staging);
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

/* The folder asked for, the shipped one, or none. */
static int find_lexicon(struct train_options *o,
                        const struct surroundings *around, struct error *err)
{
    int status = STATUS_OK;

    if (o->lexicon) {
        o->settings.problem.lexicon =
            strcmp(o->lexicon, "none") == 0 ? NULL : o->lexicon;
        return STATUS_OK;
    }
    status = home_path(around, SHIPPED_LEXICON, o->lexicon_path,
                       sizeof(o->lexicon_path), err);
    o->settings.problem.lexicon = o->lexicon_path;
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
    if ((status = aim_parse(o->aim, &s->aim, err)) < 0 ||
        (status = find_lexicon(o, around, err)) < 0)
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
        {"lexicon", OPTION_TEXT, &o.lexicon, "DIR",
         "default: data/lexicon; none: without"},
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
        status = train_and_replace(&corpus, &o, &call, err);
    }
    corpus_free(&corpus);
    return status;
}
