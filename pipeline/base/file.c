#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum status file_write_status(int error_number)
{
    switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return STATUS_FULL;
    case EROFS:
    case EACCES:
    case EPERM:
        return STATUS_READ_ONLY;
    default:
        return STATUS_IO;
    }
}

int file_read(const char *path, size_t ceiling, struct buffer *out,
              struct error *err)
{
    int status = STATUS_OK;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return error_set(err, STATUS_NO_INPUT, "cannot open '%s': %s", path,
                         strerror(errno));
    out->ceiling = ceiling + 1; /* room to see that the file goes on */
    for (;;) {
        if ((status = buffer_reserve(out, 1, err)) < 0)
            break;
        const ssize_t got =
            read(fd, out->ptr + out->len, out->size - 1 - out->len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            status = error_set(err, STATUS_IO, "cannot read '%s': %s", path,
                               strerror(errno));
        if (got <= 0)
            break;
        out->len += (size_t)got;
        if (out->len > ceiling) {
            status = error_set(err, STATUS_TOO_BIG,
                               "'%s' has more than %zu bytes", path, ceiling);
            break;
        }
    }
    if (out->ptr)
        out->ptr[out->len] = '\0';
    out->ceiling = ceiling;
    close(fd);
    if (status < 0)
        buffer_free(out);
    return status;
}

int file_lines(const char *path, size_t ceiling,
               int (*take)(void *context, struct view line, struct error *err),
               void *context, struct error *err)
{
    struct buffer file = {.ptr = NULL};
    int status = file_read(path, ceiling, &file, err);
    struct view rest = buffer_view(&file);

    for (size_t line = 1; status == STATUS_OK && rest.ptr && rest.len;
         line++) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        const size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        status = take(context, view_first(rest, len), err);
        if (status < 0)
            error_locate(err, path, line);
        rest = view_from(rest, len + 1);
    }
    buffer_free(&file);
    return status;
}

static int write_all(int fd, struct view bytes)
{
    while (bytes.len) {
        const ssize_t put = write(fd, bytes.ptr, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        bytes = view_from(bytes, (size_t)put);
    }
    return 0;
}

int file_write(const char *path, struct view bytes, struct error *err)
{
    char beside[4096];
    int status = STATUS_OK;

    const int len = snprintf(beside, sizeof(beside), "%s.tmp-%ld", path,
                             (long)getpid());
    if (len < 0 || (size_t)len >= sizeof(beside))
        return error_set(err, STATUS_CANNOT_CREATE, "path is too long");
    const int fd =
        open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return error_set(err, STATUS_CANNOT_CREATE, "cannot create '%s': %s",
                         path, strerror(errno));
    if (write_all(fd, bytes) < 0 || fsync(fd) < 0)
        status = error_set(err, file_write_status(errno),
                           "cannot write '%s': %s", path, strerror(errno));
    if (close(fd) < 0 && status == STATUS_OK)
        status = error_set(err, file_write_status(errno),
                           "cannot write '%s': %s", path, strerror(errno));
    if (status == STATUS_OK && rename(beside, path) < 0)
        status = error_set(err, STATUS_CANNOT_CREATE, "cannot create '%s': %s",
                           path, strerror(errno));
    if (status < 0)
        unlink(beside);
    return status;
}
