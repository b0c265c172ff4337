/* replay TARGET's inputs without libFuzzer: each file or folder named is read,
 * and each input run, as it is and swollen to SWOLLEN bytes by repeating it,
 * which tells quadratic readers.  `--limit SECONDS` of a core bounds one run;
 * one that waits has ten times as long by the clock. */
#include "file.h"
#include "fuzz.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define SWOLLEN ((size_t)512 << 10)
#define INPUT_CEILING ((size_t)16 << 20)
#define LIMIT 20 /* seconds of a core */
#define PATIENCE 10

static char now_running[4096];

/* Async-signal-safe: says which input took too long. */
static void on_alarm(int number)
{
    static const char said[] = ": takes too long\n";

    (void)number;
    (void)!write(2, now_running, strlen(now_running));
    (void)!write(2, said, sizeof(said) - 1);
    _exit(1);
}

/* 0: no more. */
static void watch(unsigned limit)
{
    const struct itimerval spent = {.it_value = {.tv_sec = limit}};

    setitimer(ITIMER_PROF, &spent, NULL);
    alarm(limit * PATIENCE);
}

/* In memory of its own size, so that ASan sees a read behind it. */
static void run(const char *path, struct view bytes, unsigned limit)
{
    uint8_t *copy = malloc(bytes.len ? bytes.len : 1);

    FUZZ_CHECK(copy);
    if (bytes.len)
        memcpy(copy, bytes.ptr, bytes.len);
    snprintf(now_running, sizeof(now_running), "%s (%zu bytes)", path,
             bytes.len);
    watch(limit);
    LLVMFuzzerTestOneInput(copy, bytes.len);
    watch(0);
    free(copy);
}

static size_t replay_file(const char *path, unsigned limit)
{
    struct error err = {.status = STATUS_OK};
    struct buffer bytes = {.ptr = NULL};

    if (file_read(path, INPUT_CEILING, &bytes, &err) < 0)
        fuzz_fail(path, 0, err.message);
    run(path, buffer_view(&bytes), limit);
    const size_t once = bytes.len;
    while (once && bytes.len < SWOLLEN)
        FUZZ_CHECK(buffer_reserve(&bytes, once, &err) == STATUS_OK &&
                   buffer_add(&bytes, bytes.ptr, once, &err) == STATUS_OK);
    run(path, buffer_view(&bytes), limit);
    buffer_free(&bytes);
    return 1;
}

static size_t replay(const char *path, unsigned limit)
{
    DIR *folder = opendir(path);
    size_t inputs = 0;
    char inside[4096];

    if (!folder)
        return replay_file(path, limit);
    for (const struct dirent *e; (e = readdir(folder));) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(inside, sizeof(inside), "%s/%s", path, e->d_name);
        inputs += replay(inside, limit);
    }
    closedir(folder);
    return inputs;
}

int main(int argc, char **argv)
{
    unsigned limit = LIMIT;
    size_t inputs = 0;

    signal(SIGALRM, on_alarm);
    signal(SIGPROF, on_alarm);
    for (int i = 1; i < argc; i++) {
        struct stat there;
        if (strcmp(argv[i], "--limit") == 0 && i + 1 < argc)
            limit = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (stat(argv[i], &there) == 0)
            inputs += replay(argv[i], limit);
    }
    printf("%zu inputs\n", inputs);
    return inputs ? 0 : 1;
}
