#include "evaluate_curve.h"

#include "digest.h"
#include "train.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A comment of the train split and the lot its discussion drew. */
struct lot {
    char drawn[DIGEST_HEX_SIZE];
    size_t comment;
};

static int by_lot(const void *a, const void *b)
{
    const struct lot *x = a, *y = b;
    const int first = strcmp(x->drawn, y->drawn);

    return first ? first
                 : (x->comment > y->comment) - (x->comment < y->comment);
}

/* The train comments, those of a discussion together, discussions by lot.
 * Returns how many there are. */
static size_t draw_lots(const struct corpus *corpus, struct lot *lot)
{
    size_t count = 0;

    for (size_t i = 0; i < corpus->count; i++) {
        const struct labelled *k = &corpus->comment[i];
        struct digest digest;
        if (k->test)
            continue;
        digest_begin(&digest);
        digest_field(&digest, view_of("learning curve"));
        digest_field(&digest, k->discussion.len ? k->discussion : k->id);
        digest_end(&digest, lot[count].drawn);
        lot[count++].comment = i;
    }
    qsort(lot, count, sizeof(*lot), by_lot);
    return count;
}

static bool begins_discussion(const struct lot *lot, size_t i)
{
    return !i || strcmp(lot[i].drawn, lot[i - 1].drawn) != 0;
}

/* Leaves the first `percent` of the discussions in the train split of `part`,
 * a copy of the corpus. */
static void cut_part(struct corpus *part, const struct lot *lot, size_t count,
                     struct curve_point *point)
{
    size_t discussions = 0, at = 0;

    for (size_t i = 0; i < count; i++)
        discussions += begins_discussion(lot, i);
    point->discussions = (discussions * point->percent + 99) / 100;
    point->comments = 0;
    for (size_t i = 0; i < count; i++) {
        at += begins_discussion(lot, i);
        const bool in = at <= point->discussions;
        part->comment[lot[i].comment].test = !in;
        point->comments += in;
    }
}

static int train_part(const struct model *model, const struct corpus *part,
                      const char *folder, size_t threads,
                      struct model **trained, struct error *err)
{
    struct train_settings settings = train_defaults();
    struct train_report report;
    int status;

    settings.name = "learning-curve";
    settings.problem.features = model_parts(model)->settings;
    settings.solver = SOLVER_LIBLINEAR;
    settings.threads = threads;
    status = train_model(part, &settings, folder, &report, err);
    train_report_free(&report);
    if (status < 0)
        return status;
    return model_open(trained, folder, err);
}

static int measure_point(const struct model *trained,
                         const struct corpus *corpus, size_t threads,
                         struct curve_point *point, struct error *err)
{
    struct evaluation e;
    const int status =
        evaluate(trained, corpus, EVALUATE_TEST, threads, &e, err);

    if (status == STATUS_OK)
        memcpy(point->tone, e.tone, sizeof(point->tone));
    evaluation_free(&e);
    return status;
}

struct curve_work {
    const struct model *model;
    const struct corpus *corpus;
    struct corpus part; /* same comments, array of its own */
    const struct lot *lot;
    size_t count; /* lots */
    size_t threads;
    const char *folder;
};

static int add_point(struct curve *out, struct curve_work *w, size_t percent,
                     struct error *err)
{
    struct curve_point *point = &out->point[out->count];
    struct model *trained = NULL;
    int status;

    *point = (struct curve_point){.percent = percent};
    cut_part(&w->part, w->lot, w->count, point);
    status =
        train_part(w->model, &w->part, w->folder, w->threads, &trained, err);
    if (status == STATUS_BAD_INPUT && percent < 100) {
        error_clear(err); /* too small a part */
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = measure_point(trained, w->corpus, w->threads, point, err);
    model_free(trained);
    out->count += status == STATUS_OK;
    return status;
}

static int measure_all(struct curve *out, struct curve_work *w,
                       void (*say)(void *context, const char *line),
                       void *context, struct error *err)
{
    static const size_t percents[CURVE_POINTS] = {10, 25, 50, 100};
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < CURVE_POINTS; i++) {
        char line[96];
        snprintf(line, sizeof(line), "learning curve: %zu %% of %zu comments",
                 percents[i], w->count);
        if (say)
            say(context, line);
        status = add_point(out, w, percents[i], err);
    }
    return status;
}

static void remove_folder(const char *folder)
{
    char file[128];

    snprintf(file, sizeof(file), "%s/%s", folder, MODEL_FILE);
    unlink(file);
    rmdir(folder);
}

int curve_measure(struct curve *out, const struct model *model,
                  const struct corpus *corpus, size_t threads,
                  void (*say)(void *context, const char *line), void *context,
                  struct error *err)
{
    char folder[] = "/tmp/vigie-curve-XXXXXX";
    struct lot *lot = malloc((corpus->count + 1) * sizeof(*lot));
    struct curve_work w = {.model = model,
                           .corpus = corpus,
                           .part = *corpus,
                           .lot = lot,
                           .threads = threads,
                           .folder = folder};
    int status;

    out->count = 0;
    w.part.comment = malloc((corpus->count + 1) * sizeof(*w.part.comment));
    if (!lot || !w.part.comment) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    } else if (!mkdtemp(folder)) {
        status =
            error_set(err, STATUS_CANNOT_CREATE,
                      "cannot create a folder in /tmp: %s", strerror(errno));
    } else {
        memcpy(w.part.comment, corpus->comment,
               corpus->count * sizeof(*corpus->comment));
        w.count = draw_lots(corpus, lot);
        status = measure_all(out, &w, say, context, err);
        remove_folder(folder);
    }
    free(lot);
    free(w.part.comment);
    return status;
}
