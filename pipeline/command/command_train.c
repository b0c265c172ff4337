#include "command.h"
#include "corpus.h"
#include "figures.h"
#include "options.h"
#include "train.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void show_progress(void *context, size_t done, size_t all)
{
    (void)context;
    fprintf(stderr, "\rtraining: %zu of %zu machines%s", done, all,
            done == all ? "\n" : "");
}

static int make_folder(const char *path, struct error *err)
{
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create folder '%s': %s", path,
                         strerror(errno));
    return STATUS_OK;
}

static int train_into(const struct corpus *corpus,
                      const struct train_settings *settings, const char *folder,
                      struct error *err)
{
    struct train_report report;
    char path[4096];
    int status;

    if ((status = make_folder(folder, err)) < 0 ||
        (status = train(corpus, settings, folder, &report, err)) < 0)
        return status;
    figures_print(stdout, &corpus->tones, report.tone);
    snprintf(path, sizeof(path), "%s/metrics.json", folder);
    return figures_write(path, "train split, out of fold", &corpus->tones,
                         report.tone, err);
}

int command_train(const struct command *self, const struct surroundings *around,
                  int argc, char **argv, struct error *err)
{
    struct train_settings settings = train_defaults();
    size_t memory = settings.memory >> 20, threads = around->processors;
    const char *folder = NULL, *tones = NULL;
    struct corpus corpus = {.count = 0};
    char **file;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"out", OPTION_TEXT, &folder, "DIR", "folder of the model (required)"},
        {"tones", OPTION_TEXT, &tones, "A,B", "tones, in the model's order"},
        {"name", OPTION_TEXT, &settings.name, "NAME", "name of the model"},
        {"c", OPTION_DECIMAL, &settings.solver.c, "C", "cost of a violation"},
        {"folds", OPTION_SIZE, &settings.folds, "N", "folds, by discussion"},
        {"memory", OPTION_SIZE, &memory, "MB", "for the Gram matrix (6144)"},
        {"threads", OPTION_SIZE, &threads, "N", "default: all cores"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &file, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (!folder || !count)
        return error_set(err, STATUS_USAGE,
                         "--out DIR and a file of labelled comments are "
                         "needed, see 'vigie train --help'");
    if (settings.folds < 2 || settings.folds > 100 || !threads ||
        !(settings.solver.c > 0))
        return error_set(err, STATUS_USAGE,
                         "--folds is 2 to 100, --threads and --c above 0");
    settings.memory = memory << 20;
    settings.threads = threads;
    settings.progress = around->terminal ? show_progress : NULL;
    status = corpus_read(&corpus, (const char *const *)file, count, tones, err);
    if (status == STATUS_OK)
        status = train_into(&corpus, &settings, folder, err);
    corpus_free(&corpus);
    return status;
}
