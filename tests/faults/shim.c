/* shim.c: makes calls of the program fail, from outside, by LD_PRELOAD.
 *
 *   FAULT=alloc   malloc, calloc, realloc, posix_memalign, aligned_alloc
 *   FAULT=write   write, writev, pwrite, ftruncate, fsync, fdatasync, rename
 *   FAULT=read    read, pread
 *   FAULT=open    open, openat
 *   FAULT_AT=N    the N-th such call fails (from 1), the others do not
 *   FAULT_ON=1    all calls from the N-th on fail
 *   FAULT_CODE=E  errno of failing input and output: EIO (default) or ENOSPC
 *   FAULT_COUNT=F how many such calls there were goes to the file F, at exit
 *
 * Standard streams are spared: what the program says must be heard.  Calls are
 * counted from the first of main's libraries on, so a number names the same
 * call in every run on one thread. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static long fault_at = -1;
static bool on_and_on;
static int code = EIO;
static const char *kind = "", *count_file;

static bool fails(const char *which)
{
    if (strcmp(kind, which) != 0)
        return false;
    const long n = atomic_fetch_add(&calls, 1) + 1;
    return fault_at > 0 && (n == fault_at || (on_and_on && n > fault_at));
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAULT_AT"), *what = getenv("FAULT"),
               *error = getenv("FAULT_CODE"), *on = getenv("FAULT_ON");

    count_file = getenv("FAULT_COUNT");
    fault_at = at ? atol(at) : -1;
    on_and_on = on && *on;
    code = error && strcmp(error, "ENOSPC") == 0 ? ENOSPC : EIO;
    kind = what ? what : "";
}

__attribute__((destructor)) static void end(void)
{
    char text[32];

    if (!count_file)
        return;
    kind = "";
    const int fd = open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const int len = snprintf(text, sizeof(text), "%ld\n", (long)calls);
    if (fd < 0 || write(fd, text, (size_t)len) != len)
        _exit(99);
    close(fd);
}

/* The next function of that name; what asks for memory meanwhile gets it. */
#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

/* ---- memory: glibc and the sanitizers have these under other names -------- */

void *malloc(size_t size)
{
    static void *(*real)(size_t);

    if (!real)
        real = REAL(malloc);
    if (fails("alloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return real(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*real)(size_t, size_t);
    static char early[4096]; /* dlsym itself may ask */
    static size_t used;
    static bool asking;

    if (!real && asking) {
        void *p = early + used;
        used += (count * size + 15) & ~(size_t)15;
        return used <= sizeof(early) ? p : NULL;
    }
    if (!real) {
        asking = true;
        real = REAL(calloc);
        asking = false;
    }
    if (fails("alloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return real(count, size);
}

void *realloc(void *p, size_t size)
{
    static void *(*real)(void *, size_t);

    if (!real)
        real = REAL(realloc);
    if (size && fails("alloc")) {
        errno = ENOMEM;
        return NULL;
    }
    return real(p, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    return fails("alloc") ? ENOMEM
                          : REAL(posix_memalign)(out, alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails("alloc") ? NULL : REAL(aligned_alloc)(alignment, size);
}

/* ---- files ----------------------------------------------------------------- */

#define FAIL_OR(which, fd, call)                                               \
    do {                                                                       \
        if ((fd) > 2 && fails(which)) {                                        \
            errno = code;                                                      \
            return -1;                                                         \
        }                                                                      \
        return call;                                                           \
    } while (0)

ssize_t write(int fd, const void *bytes, size_t size)
{
    FAIL_OR("write", fd, REAL(write)(fd, bytes, size));
}

ssize_t writev(int fd, const struct iovec *part, int count)
{
    FAIL_OR("write", fd, REAL(writev)(fd, part, count));
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    FAIL_OR("write", fd, REAL(pwrite)(fd, bytes, size, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
    FAIL_OR("write", fd, REAL(pwrite64)(fd, bytes, size, at));
}

int ftruncate(int fd, off_t size)
{
    FAIL_OR("write", fd, REAL(ftruncate)(fd, size));
}

int ftruncate64(int fd, off64_t size)
{
    FAIL_OR("write", fd, REAL(ftruncate64)(fd, size));
}

int fsync(int fd)
{
    FAIL_OR("write", fd, REAL(fsync)(fd));
}

int fdatasync(int fd)
{
    FAIL_OR("write", fd, REAL(fdatasync)(fd));
}

int rename(const char *from, const char *to)
{
    FAIL_OR("write", 3, REAL(rename)(from, to));
}

ssize_t read(int fd, void *bytes, size_t size)
{
    FAIL_OR("read", fd, REAL(read)(fd, bytes, size));
}

ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    FAIL_OR("read", fd, REAL(pread)(fd, bytes, size, at));
}

ssize_t pread64(int fd, void *bytes, size_t size, off64_t at)
{
    FAIL_OR("read", fd, REAL(pread64)(fd, bytes, size, at));
}

static mode_t mode_of(int flags, va_list list)
{
    return flags & O_CREAT ? va_arg(list, mode_t) : 0;
}

#define OPEN(name)                                                             \
    int name(const char *path, int flags, ...)                                 \
    {                                                                          \
        va_list list;                                                          \
        va_start(list, flags);                                                 \
        const mode_t mode = mode_of(flags, list);                              \
        va_end(list);                                                          \
        FAIL_OR("open", 3, REAL(name)(path, flags, mode));                     \
    }

OPEN(open)
OPEN(open64)
