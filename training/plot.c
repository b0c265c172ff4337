#include "plot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRAWING_CEILING ((size_t)8 << 20) /* bytes of one drawing */
#define NOT_THERE 127                     /* as a shell says it   */

static const char preamble[] =
    "set terminal svg size 360,300 dynamic font 'sans-serif,13'\n"
    "set encoding utf8\n"
    "set grid lw 0.5\n"
    "unset key\n";

/* An unnamed temporary file with `text` in it, read from its start. */
static FILE *file_with(struct view a, struct view b)
{
    FILE *file = tmpfile();

    if (!file)
        return NULL;
    if (fwrite(a.ptr, 1, a.len, file) == a.len &&
        (!b.len || fwrite(b.ptr, 1, b.len, file) == b.len) &&
        fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0)
        return file;
    fclose(file);
    return NULL;
}

static void become_gnuplot(int in, int out, int complaints)
{
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        dup2(complaints, STDERR_FILENO) < 0 || setenv("LC_ALL", "C", 1) < 0)
        _exit(EXIT_FAILURE);
    execlp("gnuplot", "gnuplot", "-d", (char *)NULL);
    _exit(errno == ENOENT ? NOT_THERE : EXIT_FAILURE);
}

static int run(FILE *in, FILE *out, FILE *complaints, struct error *err)
{
    const pid_t pid = fork();
    char first[160] = "";
    int how;

    if (pid < 0)
        return error_set(err, STATUS_IO, "cannot start gnuplot: %s",
                         strerror(errno));
    if (pid == 0)
        become_gnuplot(fileno(in), fileno(out), fileno(complaints));
    while (waitpid(pid, &how, 0) < 0)
        if (errno != EINTR)
            return error_set(err, STATUS_IO, "cannot wait for gnuplot: %s",
                             strerror(errno));
    if (WIFEXITED(how) && WEXITSTATUS(how) == NOT_THERE)
        return error_set(err, STATUS_CANNOT_CREATE,
                         "the report is drawn by gnuplot, which is not there: "
                         "install gnuplot-nox");
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        return STATUS_OK;
    rewind(complaints);
    const size_t len = fread(first, 1, sizeof(first) - 1, complaints);
    first[len] = '\0';
    return error_set(err, STATUS_INTERNAL, "gnuplot failed: %s", first);
}

static int read_all(FILE *file, struct buffer *out, struct error *err)
{
    int status = STATUS_OK;
    size_t got = 1;

    out->ceiling = DRAWING_CEILING;
    rewind(file);
    while (status == STATUS_OK && got > 0) {
        char part[16384];
        got = fread(part, 1, sizeof(part), file);
        status = buffer_add(out, part, got, err);
    }
    if (status == STATUS_OK && ferror(file))
        status = error_set(err, STATUS_IO, "cannot read gnuplot's drawing");
    return status;
}

/* Behind the definitions, which have ids that would stand on the page once a
 * drawing, up to the end of the canvas. */
static int take_inside(struct view svg, struct buffer *out, struct error *err)
{
    static const char black[] = "black", begin[] = "</defs>", end[] = "</svg>";
    const char *from = svg.len ? strstr(svg.ptr, begin) : NULL;
    const char *to = from ? strstr(from, end) : NULL;
    int status = STATUS_OK;

    if (!to)
        return error_set(err, STATUS_INTERNAL,
                         "gnuplot drew something unexpected");
    from += strlen(begin);
    status = buffer_add_text(out, "<g>", err); /* that of the canvas */
    while (status == STATUS_OK && from < to) {
        const char *next = strstr(from, black);
        if (!next || next > to)
            next = to;
        status = buffer_add(out, from, (size_t)(next - from), err);
        if (status == STATUS_OK && next < to)
            status = buffer_add_text(out, "currentColor", err);
        from = next < to ? next + strlen(black) : to;
    }
    return status;
}

int plot_draw(struct view script, struct buffer *out, struct error *err)
{
    FILE *in = file_with(view_of(preamble), script);
    FILE *drawing = tmpfile(), *complaints = tmpfile();
    struct buffer svg = {.ptr = NULL};
    int status = STATUS_OK;

    if (!in || !drawing || !complaints)
        status = error_set(err, STATUS_IO, "cannot make a temporary file: %s",
                           strerror(errno));
    if (status == STATUS_OK &&
        (status = run(in, drawing, complaints, err)) == STATUS_OK &&
        (status = read_all(drawing, &svg, err)) == STATUS_OK)
        status = take_inside(buffer_view(&svg), out, err);
    buffer_free(&svg);
    if (in)
        fclose(in);
    if (drawing)
        fclose(drawing);
    if (complaints)
        fclose(complaints);
    return status;
}
