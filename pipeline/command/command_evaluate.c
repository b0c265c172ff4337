#include "command.h"
#include "corpus.h"
#include "evaluate.h"
#include "figures.h"
#include "home.h"
#include "model.h"
#include "options.h"

#include <stdio.h>
#include <string.h>

static int split_of(const char *name, enum evaluate_split *out,
                    struct error *err)
{
    static const char *const names[] = {"train", "test", "all"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum evaluate_split)i;
            return STATUS_OK;
        }
    return error_set(err, STATUS_USAGE, "--split is train, test or all");
}

/* "hostility,insult,...": what the corpus must be read with. */
static void list_tones(const struct model *model, char *out, size_t size)
{
    const struct model_parts *p = model_parts(model);
    size_t len = 0;

    out[0] = '\0';
    for (uint32_t t = 0; t < p->tone_count && len < size; t++)
        if (!(p->tone[t].flags & TONE_SENTIMENT))
            len += (size_t)snprintf(out + len, size - len, "%s%s",
                                    len ? "," : "", p->tone[t].name);
}

int command_evaluate(const struct command *self,
                     const struct surroundings *around, int argc, char **argv,
                     struct error *err)
{
    const char *folder = NULL, *split_name = "test";
    size_t threads = around->processors, count;
    enum evaluate_split split = EVALUATE_TEST;
    struct model *model = NULL;
    struct corpus corpus = {.count = 0};
    struct evaluation figures;
    char tones[MODEL_TONES_CEILING * 24], **file;
    int status;
    const struct option_spec specs[] = {
        {"model", OPTION_TEXT, &folder, "DIR", "default: models/fr-comments"},
        {"split", OPTION_TEXT, &split_name, "S", "train, test (default), all"},
        {"threads", OPTION_SIZE, &threads, "N", "default: all cores"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &file, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (!count || !threads)
        return error_set(err, STATUS_USAGE,
                         "a file of labelled comments is needed, see 'vigie "
                         "evaluate --help'");
    if ((status = split_of(split_name, &split, err)) < 0 ||
        (status = home_model(around, folder, &model, err)) < 0)
        return status;
    list_tones(model, tones, sizeof(tones));
    if ((status = corpus_read(&corpus, (const char *const *)file, count, tones,
                              err)) < 0 ||
        (status = evaluate(model, &corpus, split, threads, &figures, err)) < 0)
        goto out;
    printf("%s on %zu comments (%s)\n", model_id(model), figures.count,
           split_name);
    figures_print(stdout, &corpus.tones, figures.tone);
out:
    corpus_free(&corpus);
    model_free(model);
    return status;
}
