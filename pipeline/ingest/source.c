#include "source.h"

#include "block.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW_START ((size_t)2 * BLOCK_SIZE)
/* A line of LINE_CEILING with its CR LF, and room to read one block more. */
#define WINDOW_CEILING (LINE_CEILING + 2 + BLOCK_SIZE)
#define BOM_LOOK 64 /* bytes looked at for NULs, the mark of UTF-16 */

struct source {
    char *name;
    struct block_reader input; /* bytes after gunzip */
    unsigned char *window;     /* [size], of which start..end are unread */
    size_t start, end, size;
    size_t line_number;
    bool ended;
    struct error failure; /* status OK until reading failed; then for good */
};

static int fail_again(const struct source *self, struct error *err)
{
    if (!err->message[0])
        *err = self->failure;
    return self->failure.status;
}

/* Room for one block behind `end`. */
static int make_room(struct source *self, struct error *err)
{
    if (self->size - self->end >= BLOCK_SIZE)
        return STATUS_OK;
    if (self->start) {
        memmove(self->window, self->window + self->start,
                self->end - self->start);
        self->end -= self->start;
        self->start = 0;
        if (self->size - self->end >= BLOCK_SIZE)
            return STATUS_OK;
    }
    size_t size = self->size ? self->size * 2 : WINDOW_START;
    if (size > WINDOW_CEILING)
        size = WINDOW_CEILING;
    unsigned char *window = realloc(self->window, size);
    if (!window)
        return error_set(err, STATUS_NO_MEMORY, "out of memory (%zu bytes)",
                         size);
    self->window = window;
    self->size = size;
    return STATUS_OK;
}

/* Adds bytes to the window.  Returns 1, 0 at the end of the stream, or
 * negative.  With `may_wait` false 0 also means "only by waiting". */
static int fill(struct source *self, bool may_wait, struct error *err)
{
    struct error failure = {.status = STATUS_OK};
    size_t got = 0;
    int status;

    if (self->failure.status != STATUS_OK)
        return fail_again(self, err);
    if (self->ended)
        return 0;
    if ((status = make_room(self, &failure)) == STATUS_OK)
        status = block_read(&self->input, self->window + self->end,
                            self->size - self->end, may_wait, &got, &failure);
    self->end += got;
    if (status < 0) {
        error_locate(&failure, self->name, 0);
        self->failure = failure;
        return got ? 1 : fail_again(self, err);
    }
    if (status == 0 && may_wait)
        self->ended = true;
    return status;
}

/* Skips a UTF-8 byte order mark; refuses what is plainly not UTF-8. */
static int check_encoding(struct source *self, struct error *err)
{
    struct view head;
    size_t nul = 0;
    const char *wide = NULL;
    int status = source_peek(self, 4, &head, err);

    if (status < 0)
        return status;
    head = view_first(head, BOM_LOOK);
    for (size_t i = 0; i < head.len; i++)
        nul += head.ptr[i] == '\0';
    if (head.len >= 4 && (memcmp(head.ptr, "\xFF\xFE\0\0", 4) == 0 ||
                          memcmp(head.ptr, "\0\0\xFE\xFF", 4) == 0))
        wide = "UTF-32";
    else if (view_starts(head, "\xFF\xFE") || view_starts(head, "\xFE\xFF"))
        wide = "UTF-16";
    else if (head.len >= 4 && nul * 4 >= head.len)
        wide = "UTF-16 or UTF-32";
    if (wide) {
        error_set(err, STATUS_BAD_INPUT,
                  "text is %s: convert it to UTF-8 first (iconv -f UTF-16 "
                  "-t UTF-8)",
                  wide);
        return error_locate(err, self->name, 0);
    }
    if (view_starts(head, "\xEF\xBB\xBF"))
        self->start += 3;
    return STATUS_OK;
}

static int source_create(struct source **out, const char *name, int fd,
                         bool owns_fd, struct view bytes, struct error *err)
{
    struct source *self = calloc(1, sizeof(*self));
    int status;

    if (!self) {
        if (owns_fd)
            close(fd);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    block_open(&self->input, fd, owns_fd, bytes);
    self->name = strdup(name);
    status = self->name ? check_encoding(self, err)
                        : error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (status < 0)
        source_free(self);
    else
        *out = self;
    return status;
}

int source_open(struct source **out, const char *path, struct error *err)
{
    const struct view none = {NULL, 0};
    const bool is_stdin = strcmp(path, "-") == 0;
    struct stat stat;
    const char *cause = NULL;

    const int fd =
        is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &stat) < 0)
        cause = strerror(errno);
    else if (S_ISDIR(stat.st_mode))
        cause = "it is a directory";
    if (cause) {
        error_set(err, STATUS_NO_INPUT, "cannot read '%s': %s", path, cause);
        if (fd >= 0 && !is_stdin)
            close(fd);
        return STATUS_NO_INPUT;
    }
    return source_create(out, is_stdin ? "standard input" : path, fd, !is_stdin,
                         none, err);
}

int source_open_memory(struct source **out, const char *name, struct view bytes,
                       struct error *err)
{
    return source_create(out, name, -1, false, bytes, err);
}

void source_free(struct source *self)
{
    if (!self)
        return;
    block_close(&self->input);
    free(self->window);
    free(self->name);
    free(self);
}

const char *source_name(const struct source *self)
{
    return self->name;
}

int source_peek(struct source *self, size_t want, struct view *out,
                struct error *err)
{
    int status = 1;

    assert(want <= LINE_CEILING);
    while (self->end - self->start < want && status > 0)
        status = fill(self, true, err);
    if (status < 0) {
        if (self->end == self->start)
            return status;
        error_clear(err); /* comes back once the good bytes are taken */
    }
    *out = (struct view){(const char *)self->window + self->start,
                         self->end - self->start};
    return STATUS_OK;
}

static int too_long(const struct source *self, size_t len, struct error *err)
{
    error_set(err, STATUS_BAD_RECORD,
              "line of %zu bytes is longer than the %zu allowed", len,
              LINE_CEILING);
    return error_locate(err, self->name, self->line_number);
}

/* The line that starts at the window's start is too long: drops it to its
 * end, so that memory stays flat. */
static int skip_line(struct source *self, struct error *err)
{
    size_t len = 0;
    int status = 1;

    while (status > 0) {
        const unsigned char *from = self->window + self->start;
        const unsigned char *const newline =
            memchr(from, '\n', self->end - self->start);
        if (newline) {
            len += (size_t)(newline - from);
            self->start += (size_t)(newline - from) + 1;
            break;
        }
        len += self->end - self->start;
        self->start = self->end = 0;
        status = fill(self, true, err);
    }
    if (status < 0)
        return status;
    self->line_number++;
    return too_long(self, len, err);
}

int source_line(struct source *self, struct view *line, struct error *err)
{
    size_t looked = 0; /* bytes from start known to hold no line end */

    for (;;) {
        const size_t held = self->end - self->start;
        const char *const from = (const char *)self->window + self->start;
        const char *const newline =
            held > looked ? memchr(from + looked, '\n', held - looked) : NULL;
        if (newline) {
            size_t len = (size_t)(newline - from);
            self->start += len + 1;
            len -= len && from[len - 1] == '\r';
            *line = (struct view){from, len};
            break;
        }
        if (held > LINE_CEILING + 1)
            return skip_line(self, err);
        looked = held;
        const int status = fill(self, true, err);
        if (status < 0 || (status == 0 && !held))
            return status;
        if (status == 0) { /* fill may have moved the window: not `from` */
            *line =
                (struct view){(const char *)self->window + self->start, held};
            self->start = self->end;
            break;
        }
    }
    self->line_number++;
    return line->len > LINE_CEILING ? too_long(self, line->len, err) : 1;
}

int source_read(struct source *self, struct view *chunk, struct error *err)
{
    int status = 1;

    if (self->start == self->end)
        status = fill(self, true, err);
    if (status <= 0)
        return status;
    *chunk = (struct view){(const char *)self->window + self->start,
                           self->end - self->start};
    self->start = self->end;
    return 1;
}

size_t source_line_number(const struct source *self)
{
    return self->line_number;
}

bool source_ready(struct source *self)
{
    struct error ignored = {.status = STATUS_OK};
    size_t looked = 0;

    for (;;) {
        const size_t held = self->end - self->start;
        if (self->ended || self->failure.status != STATUS_OK ||
            held > LINE_CEILING ||
            (held > looked &&
             memchr(self->window + self->start + looked, '\n', held - looked)))
            return true;
        looked = held;
        if (!block_pending(&self->input))
            return block_ready(&self->input);
        if (fill(self, false, &ignored) <= 0)
            return self->failure.status != STATUS_OK ||
                   block_ready(&self->input);
    }
}
