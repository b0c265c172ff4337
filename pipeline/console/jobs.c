#include "jobs.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ; /* POSIX: declared by who uses it */

#define PROGRAM "/proc/self/exe"
#define DEAD (-1) /* exit status of a job that ended before its time */

void job_line_add(struct job_line *self, const char *argument)
{
    if (self->count < JOB_ARGUMENTS)
        self->argument[self->count++] = argument;
    self->argument[self->count] = NULL;
}

void job_path(const struct job *job, const char *file, char out[JOB_PATH_SIZE])
{
    snprintf(out, JOB_PATH_SIZE, "%.*s/%s", (int)job->folder.len,
             job->folder.ptr, file);
}

static int make_folder(const char *path, struct error *err)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create folder '%.200s': %s", path,
                         strerror(errno));
    return STATUS_OK;
}

/* A folder of its own, by the time and by chance: several servers share the
 * place. */
static int place_job(struct exchange *self, struct job *job, struct error *err)
{
    char path[4096];
    struct view copy;
    const int len = snprintf(path, sizeof(path), "%s/%lld-XXXXXX",
                             self->console->folder, (long long)self->now);

    if (len < 0 || (size_t)len >= sizeof(path))
        return error_set(err, STATUS_USAGE, "--folder is too long");
    if (make_folder(self->console->folder, err) < 0)
        return err->status;
    if (!mkdtemp(path))
        return error_set(err, STATUS_CANNOT_CREATE,
                         "cannot create a folder in '%.200s': %s",
                         self->console->folder, strerror(errno));
    char *whole = realpath(path, NULL);
    const int status = arena_copy(&self->worker->arena,
                                  view_of(whole ? whole : path), &copy, err);
    free(whole);
    job->folder = copy;
    return status;
}

int job_make(struct exchange *self, struct job *job, struct error *err)
{
    struct store *store = self->worker->store;
    int status;

    job->started = self->now;
    job->moderator = self->account.name;
    if ((status = place_job(self, job, err)) < 0 ||
        (status = store_begin(store, err)) < 0)
        return status;
    if ((status = job_add(store, job, err)) < 0) {
        store_rollback(store);
        return status;
    }
    return store_commit(store, err);
}

/* ---- running ------------------------------------------------------------ */

/* What the thread that waits for a process needs. */
struct waiting {
    char *store;
    int64_t key;
    pid_t process;
};

static void write_end(const struct waiting *self, int64_t exit_status)
{
    const struct store_options options = {.now = (int64_t)time(NULL),
                                          .busy_ms = 60000};
    struct error err = {.status = STATUS_OK};
    struct store *store;

    if (store_open(&store, self->store, &options, &err) < 0)
        return;
    if (store_begin(store, &err) == STATUS_OK &&
        job_end(store, self->key, options.now, exit_status, &err) == STATUS_OK)
        store_commit(store, &err);
    store_close(store);
}

static void *await(void *context)
{
    struct waiting *self = context;
    int state = 0;

    while (waitpid(self->process, &state, 0) < 0 && errno == EINTR)
        continue;
    write_end(self, WIFEXITED(state) ? WEXITSTATUS(state) : DEAD);
    free(self->store);
    free(self);
    return NULL;
}

static int start_waiting(struct exchange *self, const struct job *job,
                         pid_t process, struct error *err)
{
    struct waiting *waiting = calloc(1, sizeof(*waiting));
    pthread_t thread;

    if (waiting)
        *waiting =
            (struct waiting){strdup(self->console->store), job->key, process};
    if (!waiting || !waiting->store ||
        pthread_create(&thread, NULL, await, waiting) != 0) {
        if (waiting)
            free(waiting->store);
        free(waiting);
        return error_set(err, STATUS_NO_MEMORY, "cannot start a thread");
    }
    pthread_detach(thread);
    return STATUS_OK;
}

/* The child shares neither our signal mask nor our terminal's group. */
static int spawn(const struct job *job, const struct job_line *line,
                 pid_t *process)
{
    char output[JOB_PATH_SIZE], log[JOB_PATH_SIZE];
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;

    job_path(job, "output", output);
    job_path(job, "log", log);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, output,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&files, 2, log,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int failed =
        posix_spawn(process, PROGRAM, &files, &attributes,
                    (char *const *)(uintptr_t)line->argument, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

int job_start(struct exchange *self, struct job *job,
              const struct job_line *line, struct error *err)
{
    struct store *store = self->worker->store;
    pid_t process;
    int status;

    const int failed = spawn(job, line, &process);
    if ((status = store_begin(store, err)) < 0)
        return status;
    status = failed ? job_end(store, job->key, self->now, DEAD, err)
                    : job_set_process(store, job->key, process, err);
    if (status < 0) {
        store_rollback(store);
        return status;
    }
    if ((status = store_commit(store, err)) < 0)
        return status;
    if (failed)
        return error_set(err, STATUS_IO, "cannot start a process: %s",
                         strerror(failed));
    return start_waiting(self, job, process, err);
}

int job_look(struct exchange *self, struct job *job, struct error *err)
{
    struct store *store = self->worker->store;
    int status;

    if (job->ended != TIME_NONE || !job->process ||
        kill((pid_t)job->process, 0) == 0 || errno == EPERM)
        return STATUS_OK;
    if ((status = store_begin(store, err)) < 0)
        return status;
    if ((status = job_end(store, job->key, self->now, DEAD, err)) < 0) {
        store_rollback(store);
        return status;
    }
    job->ended = self->now;
    job->exit_status = DEAD;
    return store_commit(store, err);
}
