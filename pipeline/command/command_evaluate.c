#include "bias.h"
#include "bias_terms.h"
#include "command.h"
#include "corpus.h"
#include "evaluate.h"
#include "evaluate_curve.h"
#include "figures.h"
#include "home.h"
#include "mapping.h"
#include "model.h"
#include "options.h"
#include "render.h"
#include "report.h"
#include "slices.h"
#include "suite.h"
#include "version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRAWS 1000
#define SEED 1
#define VOLUME 5000

struct evaluate_options {
    const char *model, *split, *report, *language, *format, *suite;
    const char *identity, *mapping;
    size_t threads, draws, seed;
    double volume;
    bool slices, failures, curve;
    enum evaluate_split of;
    enum report_language in;
    enum render_format as;
    char **file;
    size_t file_count;
};

/* Everything that is measured, on the heap: a bias alone is 5 KB. */
struct findings {
    struct model *model;
    struct mapping *mapping;
    struct corpus corpus;
    struct evaluation evaluation;
    struct slices slices;
    struct bias_terms terms;
    struct bias bias;
    struct curve curve;
    struct suite suite;
    struct results results;
};

static void say_line(void *context, const char *line)
{
    const struct surroundings *around = context;

    around->say("", line);
}

static int split_of(const char *name, enum evaluate_split *out,
                    struct error *err)
{
    for (enum evaluate_split s = EVALUATE_TRAIN; s <= EVALUATE_ALL; s++)
        if (strcmp(report_split(s), name) == 0) {
            *out = s;
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

static int settle(struct evaluate_options *o, struct error *err)
{
    int status;

    if (!o->threads || !(o->volume > 0))
        return error_set(err, STATUS_USAGE,
                         "--threads and --volume are above 0");
    if (!o->file_count && (!o->suite || o->report))
        return error_set(err, STATUS_USAGE,
                         "a file of labelled comments is needed, see 'vigie "
                         "evaluate --help'");
    if ((status = split_of(o->split, &o->of, err)) < 0 ||
        (status = report_language_of(o->language, &o->in, err)) < 0)
        return status;
    return render_format(o->format, false, &o->as, err);
}

/* ---- measuring ------------------------------------------------------------
 */

static int measure_bias(struct findings *f, const struct evaluate_options *o,
                        const struct surroundings *around, struct error *err)
{
    char shipped[4096];
    const char *path = o->identity ? o->identity : shipped;
    int status;

    if (!o->identity && (status = home_path(around, BIAS_TERMS_FILE, shipped,
                                            sizeof(shipped), err)) < 0)
        return status;
    if ((status = bias_terms_read(&f->terms, path, err)) < 0 ||
        (status = bias_measure(&f->bias, &f->evaluation, &f->terms, err)) < 0)
        return status;
    f->results.bias = &f->bias;
    return STATUS_OK;
}

static int measure_slices(struct findings *f, struct error *err)
{
    const int status = slices_measure(&f->slices, &f->evaluation, err);

    if (status == STATUS_OK)
        f->results.slices = &f->slices;
    return status;
}

static int measure_curve(struct findings *f, const struct evaluate_options *o,
                         const struct surroundings *around, struct error *err)
{
    struct surroundings for_say = *around;
    const int status = curve_measure(&f->curve, f->model, &f->corpus,
                                     o->threads, say_line, &for_say, err);

    if (status == STATUS_OK)
        f->results.curve = &f->curve;
    return status;
}

static int measure_files(struct findings *f, const struct evaluate_options *o,
                         const struct surroundings *around, struct error *err)
{
    char tones[MODEL_TONES_CEILING * 24];
    int status;

    list_tones(f->model, tones, sizeof(tones));
    if (o->mapping && (status = mapping_read(o->mapping, &f->mapping, err)) < 0)
        return status;
    const struct corpus_sources sources = {.path = (const char *const *)o->file,
                                           .path_count = o->file_count,
                                           .mapping = f->mapping,
                                           .tones = tones,
                                           .say = around->say};
    if ((status = corpus_read(&f->corpus, &sources, err)) < 0 ||
        (status = evaluate(f->model, &f->corpus, o->of, o->threads,
                           &f->evaluation, err)) < 0 ||
        (status = evaluate_intervals(&f->evaluation, o->draws, o->seed,
                                     o->threads, err)) < 0)
        return status;
    f->results.evaluation = &f->evaluation;
    if (o->slices || o->report || o->as == RENDER_JSON) {
        if ((status = measure_slices(f, err)) < 0 ||
            (status = measure_bias(f, o, around, err)) < 0)
            return status;
    }
    return o->curve ? measure_curve(f, o, around, err) : STATUS_OK;
}

static int measure_suite(struct findings *f, const struct evaluate_options *o,
                         struct error *err)
{
    int status;

    if ((status = suite_read(&f->suite, o->suite, f->model, err)) < 0 ||
        (status = suite_run(&f->suite, o->threads, err)) < 0)
        return status;
    f->results.suite = &f->suite;
    return STATUS_OK;
}

/* ---- telling --------------------------------------------------------------
 */

static void tell_text(const struct results *r)
{
    if (r->suite)
        report_print_suite(stdout, r);
    if (!r->evaluation)
        return;
    const struct figures figures = figures_of(r->evaluation, NULL);
    printf("%s%s on %zu comments (%s)\n", r->suite ? "\n" : "",
           model_id(r->model), r->evaluation->count, report_split(r->split));
    figures_show(stdout, &figures);
}

static int tell(const struct findings *f, const struct evaluate_options *o,
                struct error *err)
{
    int status = STATUS_OK;

    if (o->report)
        status = report_write(o->report, &f->results, o->in, err);
    if (status < 0)
        return status;
    if (o->as == RENDER_JSON) {
        json_t *all = report_json(&f->results, err);
        return all ? render_json_line(stdout, all, err) : (int)err->status;
    }
    if (o->slices && f->results.evaluation)
        report_print_slices(stdout, &f->results);
    if (f->results.curve)
        report_print_curve(stdout, &f->results);
    tell_text(&f->results);
    return STATUS_OK;
}

static int evaluate_all(const struct evaluate_options *o,
                        const struct surroundings *around, struct error *err)
{
    struct findings *f = calloc(1, sizeof(*f));
    int status;

    if (!f)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    status = home_model(around, o->model, &f->model, err);
    f->results = (struct results){.model = f->model,
                                  .split = o->of,
                                  .failures = o->failures,
                                  .volume = o->volume,
                                  .version = VIGIE_VERSION};
    if (status == STATUS_OK && o->suite)
        status = measure_suite(f, o, err);
    if (status == STATUS_OK && o->file_count)
        status = measure_files(f, o, around, err);
    if (status == STATUS_OK)
        status = tell(f, o, err);
    suite_free(&f->suite);
    bias_terms_free(&f->terms);
    slices_free(&f->slices);
    evaluation_free(&f->evaluation);
    corpus_free(&f->corpus);
    mapping_free(f->mapping);
    model_free(f->model);
    free(f);
    return status;
}

int command_evaluate(const struct command *self,
                     const struct surroundings *around, int argc, char **argv,
                     struct error *err)
{
    struct evaluate_options o = {.split = "test",
                                 .language = "en",
                                 .format = "text",
                                 .threads = around->processors,
                                 .draws = DRAWS,
                                 .seed = SEED,
                                 .volume = VOLUME};
    int status;
    /* clang-format off */
    const struct option_spec specs[] = {
        {"model", OPTION_TEXT, &o.model, "DIR", "default: models/fr-comments"},
        {"split", OPTION_TEXT, &o.split, "S", "train, test (default), all"},
        {"draws", OPTION_SIZE, &o.draws, "N", "for intervals (1000); 0: none"},
        {"seed", OPTION_SIZE, &o.seed, "N", "of the draws (1)"},
        {"mapping", OPTION_TEXT, &o.mapping, "FILE",
         "of other people's data, see data/mappings"},
        {"slices", OPTION_FLAG, &o.slices, NULL,
         "by section, length, language, identity term"},
        {"identity", OPTION_TEXT, &o.identity, "FILE",
         "default: data/identity.tsv"},
        {"suite", OPTION_TEXT, &o.suite, "DIR", "run a functional suite"},
        {"failures", OPTION_FLAG, &o.failures, NULL, "show its failed cases"},
        {"report", OPTION_TEXT, &o.report, "FILE.html", "write a page"},
        {"lang", OPTION_TEXT, &o.language, "L", "of the page: en or fr"},
        {"volume", OPTION_DECIMAL, &o.volume, "N",
         "comments a day, for the cost of thresholds (5000)"},
        {"learning-curve", OPTION_FLAG, &o.curve, NULL,
         "train on parts of the data too: minutes"},
        {"format", OPTION_TEXT, &o.format, "F", "text or json"},
        {"threads", OPTION_SIZE, &o.threads, "N", "default: all cores"},
    };
    /* clang-format on */

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &o.file, &o.file_count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if ((status = settle(&o, err)) < 0)
        return status;
    return evaluate_all(&o, around, err);
}
