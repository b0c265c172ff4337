#include "digits.h"
#include "format.h"
#include "line_bytes.h"
#include "member.h"

#include <string.h>

/* The file's name without its folders. */
static struct view base_name(const char *path)
{
    const char *const slash = strrchr(path, '/');

    return view_of(slash && slash[1] ? slash + 1 : path);
}

static int take_line(struct reader *self, struct view line, struct comment *out,
                     struct arena *arena, struct error *err)
{
    const int64_t now = self->options.now;
    char digits[DIGITS_ROOM], *const end = digits + sizeof(digits);
    const char *const number =
        digits_put(end, source_line_number(self->source), 1);
    const struct view id = {number, (size_t)(end - number)};
    int status;

    out->id_is_number = true;
    if ((status = member_set_text(out, MEMBER_ID, id, now, arena, err)) < 0)
        return status;
    if ((status = line_bytes_check(line, err)) < 0)
        return status;
    if (!self->options.discussion.ptr &&
        (status = member_set_text(out, MEMBER_DISCUSSION,
                                  base_name(source_name(self->source)), now,
                                  arena, err)) < 0)
        return status;
    if ((status = member_set_text(out, MEMBER_TEXT, line, now, arena, err)) <
            0 ||
        (status = member_finish(out, &self->options, arena, err)) < 0)
        return status;
    return 1;
}

int lines_next(struct reader *self, struct comment *out, struct arena *arena,
               struct error *err)
{
    struct view line;
    int status;

    while ((status = source_line(self->source, &line, err)) > 0)
        if (view_trim(line).len || self->options.every_line)
            return take_line(self, line, out, arena, err);
    return status;
}
