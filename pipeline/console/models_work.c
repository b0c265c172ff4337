/* What is started from the page of models. */
#include "models_page.h"

#include "desk.h"
#include "home.h"
#include "layout.h"
#include "models.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#define FILES_CEILING 60 /* of labelled comments */

/* A NUL-terminated copy of a field, "" where it is not there. */
static const char *field(struct exchange *self, const char *name)
{
    const struct view value = exchange_field(self, name, 0);

    return value.ptr ? value.ptr : "";
}

static void go(struct exchange *self, const struct job *job)
{
    char address[64];

    snprintf(address, sizeof(address), "/job/%lld", (long long)job->key);
    answer_redirect(self, address);
}

static void run(struct exchange *self, struct job *job,
                const struct job_line *line, struct error *err)
{
    if (job_start(self, job, line, err) < 0)
        page_failure(self, err);
    else
        go(self, job);
}

static struct view copy(struct exchange *self, const char *text)
{
    struct error ignored = {.status = STATUS_OK};
    struct view out = {"", 0};

    arena_copy(&self->worker->arena, view_of(text), &out, &ignored);
    return out;
}

/* ---- training ----------------------------------------------------------- */

/* The active model's tones but for the sentiments, which training adds. */
static const char *tones_of(struct exchange *self, struct error *err)
{
    struct worker *worker = self->worker;
    struct model_record *model = arena_alloc(&worker->arena, 1, sizeof(*model));
    struct buffer joined = {.ceiling = 1024};
    int64_t active;
    const char *out = NULL;

    if (!model || store_active_model(worker->store, &active, err) < 0 ||
        store_model(worker->store, active, &worker->arena, model, err) != 1)
        return NULL;
    for (size_t t = 0; t < model->tone_count; t++) {
        const struct view tone = model->tone[t].name;
        if (view_is(tone, "negative") || view_is(tone, "positive"))
            continue;
        buffer_add_text(&joined, joined.len ? "," : "", err);
        buffer_add_view(&joined, tone, err);
    }
    if (joined.ptr)
        out = copy(self, joined.ptr).ptr;
    buffer_free(&joined);
    return out;
}

/* The labelled comments that ship with vigie, or those of --labelled. */
static void add_files(struct exchange *self, struct job_line *line,
                      struct error *err)
{
    char pattern[4200];
    glob_t found;

    if (self->console->labelled)
        snprintf(pattern, sizeof(pattern), "%s/*.jsonl",
                 self->console->labelled);
    else if (home_path(self->console->around, "data/discussions/*.jsonl",
                       pattern, sizeof(pattern), err) < 0)
        return;
    if (glob(pattern, 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc && i < FILES_CEILING; i++)
        job_line_add(line, copy(self, found.gl_pathv[i]).ptr);
    globfree(&found);
}

void models_train(struct exchange *self)
{
    struct error err = {.status = STATUS_OK};
    struct job job = {.kind = view_of("train"), .about = view_of("")};
    struct job_line line = {.count = 0};
    char folder[JOB_PATH_SIZE];

    if (job_make(self, &job, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    job_path(&job, "model", folder);
    job_line_add(&line, "vigie");
    job_line_add(&line, "train");
    job_line_add(&line, "--progress");
    job_line_add(&line, "--db");
    job_line_add(&line, self->console->store);
    job_line_add(&line, "--out");
    job_line_add(&line, folder);
    const char *tones = tones_of(self, &err);
    if (tones) {
        job_line_add(&line, "--tones");
        job_line_add(&line, tones);
    }
    if (field(self, "search")[0])
        job_line_add(&line, "--search");
    if (field(self, "labelled")[0])
        add_files(self, &line, &err);
    run(self, &job, &line, &err);
}

/* ---- comparing, promoting, going back ----------------------------------- */

/* A model is named by its id, or by the number of the job that made it. */
static const char *model_word(struct exchange *self, const char *given)
{
    static const char scheme[] = "job:";
    struct error err = {.status = STATUS_OK};
    struct job job;
    char folder[JOB_PATH_SIZE];

    if (strncmp(given, scheme, sizeof(scheme) - 1) != 0)
        return given[0] ? given : "active";
    const int64_t key = exchange_whole(view_of(given + sizeof(scheme) - 1));
    if (key < 1 || job_find(self->worker->store, key, &self->worker->arena,
                            &job, &err) != 1)
        return "no such job";
    job_path(&job, "model", folder);
    return copy(self, folder).ptr;
}

/* An id of the store or a job's number, no folder of the machine. */
static bool is_word(const char *text)
{
    return !strchr(text, '/') && text[0] != '-' && strlen(text) < 200;
}

void models_diff(struct exchange *self)
{
    const char *a = field(self, "a"), *b = field(self, "b");
    struct error err = {.status = STATUS_OK};
    struct job job = {.kind = view_of("diff")};
    struct job_line line = {.count = 0};
    char about[480];

    if (!is_word(a) || !is_word(b)) {
        page_problem(self, 400, "Modèle inconnu.", "Unknown model.");
        return;
    }
    snprintf(about, sizeof(about), "%s → %s", a[0] ? a : "active", b);
    job.about = view_of(about);
    if (job_make(self, &job, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    static const char *const start[] = {"vigie",   "models",   "--db",
                                        NULL,      "--format", "json",
                                        "--limit", "100",      "diff"};
    for (size_t i = 0; i < sizeof(start) / sizeof(start[0]); i++)
        job_line_add(&line, start[i] ? start[i] : self->console->store);
    job_line_add(&line, model_word(self, a));
    job_line_add(&line, model_word(self, b));
    run(self, &job, &line, &err);
}

/* `models promote X` or `models rollback`, signed and with a reason. */
static void steer(struct exchange *self, const char *action, const char *model)
{
    struct error err = {.status = STATUS_OK};
    const char *note = field(self, "note");
    struct job job = {.kind = view_of(action),
                      .about = view_of(model ? model : "")};
    struct job_line line = {.count = 0};

    if (desk_check_text("note", view_of(note), &err) < 0 ||
        job_make(self, &job, &err) < 0) {
        page_failure(self, &err);
        return;
    }
    static const char *const start[] = {"vigie", "models", "--db"};
    for (size_t i = 0; i < 3; i++)
        job_line_add(&line, start[i]);
    job_line_add(&line, self->console->store);
    job_line_add(&line, "--by");
    job_line_add(&line, copy(self, self->account.name.ptr).ptr);
    if (note[0]) {
        job_line_add(&line, "--note");
        job_line_add(&line, note);
    }
    job_line_add(&line, action);
    if (model)
        job_line_add(&line, model_word(self, model));
    run(self, &job, &line, &err);
}

void models_promote(struct exchange *self)
{
    const char *model = field(self, "model");

    if (!model[0] || !is_word(model))
        page_problem(self, 400, "Modèle inconnu.", "Unknown model.");
    else
        steer(self, "promote", model);
}

void models_rollback(struct exchange *self)
{
    steer(self, "rollback", NULL);
}
