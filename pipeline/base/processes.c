#include "processes.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES_CEILING 64
#define LOOK_NS 50000000 /* between two looks at the processes */

struct board { /* shared */
    atomic_size_t next, done;
    struct {
        size_t at; /* i + 1 of its first failure; 0: none */
        struct error error;
    } failure[PROCESSES_CEILING];
};

void *shared_alloc(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / 2 / size)
        return NULL;
    void *p = mmap(NULL, count * size + 1, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

void shared_free(void *p, size_t count, size_t size)
{
    if (p)
        munmap(p, count * size + 1);
}

static void work(struct board *board, size_t process, size_t count,
                 int (*run)(void *context, size_t i, struct error *err),
                 void *context)
{
    size_t i;

    while ((i = atomic_fetch_add(&board->next, 1)) < count) {
        struct error err = {.status = STATUS_OK};
        if (run(context, i, &err) < 0) {
            board->failure[process].error = err;
            board->failure[process].at = i + 1;
            return;
        }
        atomic_fetch_add(&board->done, 1);
    }
}

static int wait_for(const pid_t *child, size_t children, struct board *board,
                    void (*progress)(void *context, size_t done),
                    void *context)
{
    const struct timespec pause = {0, LOOK_NS};
    size_t ended = 0;
    int broken = 0;

    while (ended < children) {
        int how;
        const pid_t pid = waitpid(child[ended], &how,
                                  progress ? WNOHANG : 0);
        if (pid < 0 && errno != EINTR)
            return -1;
        if (pid > 0) {
            broken |= !WIFEXITED(how) || WEXITSTATUS(how) != 0;
            ended++;
        } else if (progress) {
            progress(context, atomic_load(&board->done));
            nanosleep(&pause, NULL);
        }
    }
    return broken ? -1 : 0;
}

static int first_failure(const struct board *board, size_t children,
                         struct error *err)
{
    size_t first = 0;

    for (size_t p = 0; p < children; p++) {
        const size_t at = board->failure[p].at;
        if (at && (!first || at < first)) {
            first = at;
            *err = board->failure[p].error;
        }
    }
    return first ? (int)err->status : STATUS_OK;
}

int processes_each(size_t processes, size_t count,
                   int (*run)(void *context, size_t i, struct error *err),
                   void (*progress)(void *context, size_t done), void *context,
                   struct error *err)
{
    struct board *board = shared_alloc(1, sizeof(*board));
    pid_t child[PROCESSES_CEILING];
    size_t children = 0;
    int status = STATUS_OK;

    if (!board)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (processes > PROCESSES_CEILING)
        processes = PROCESSES_CEILING;
    while (children < processes && children < count) {
        const pid_t pid = fork();
        if (pid < 0)
            break;
        if (pid == 0) {
            work(board, children, count, run, context);
            _exit(0);
        }
        child[children++] = pid;
    }
    if (!children) /* no process to be had: it is done here */
        work(board, 0, count, run, context);
    if (wait_for(child, children, board, progress, context) < 0)
        status = error_set(err, STATUS_INTERNAL,
                           "a process ended before its time");
    if (status == STATUS_OK)
        status = first_failure(board, children ? children : 1, err);
    shared_free(board, 1, sizeof(*board));
    return status;
}
