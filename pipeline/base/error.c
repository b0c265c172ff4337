#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int exit_code;
    const char *meaning;
} statuses[STATUS_COUNT] = {
#define X(name, exit_code, meaning) {exit_code, meaning},
    STATUS_LIST(X)
#undef X
};

static void keep_one_line(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            *text = '?';
}

/* Cuts a UTF-8 sequence that vsnprintf broke at the end of the field. */
static void trim_broken_tail(char *text, size_t size)
{
    size_t len = strlen(text);

    if (len + 1 < size)
        return;
    while (len && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
        text[--len] = '\0';
    if (len && (unsigned char)text[len - 1] >= 0xC0)
        text[len - 1] = '\0';
}

int error_set(struct error *err, enum status status, const char *format, ...)
{
    va_list args;

    if (err->message[0])
        return err->status;
    err->status = status;
    va_start(args, format);
    vsnprintf(err->message, sizeof(err->message), format, args);
    va_end(args);
    trim_broken_tail(err->message, sizeof(err->message));
    keep_one_line(err->message);
    return status;
}

int error_locate(struct error *err, const char *file, size_t line)
{
    if (err->where[0])
        return err->status;
    if (line)
        snprintf(err->where, sizeof(err->where), "%s:%zu", file, line);
    else
        snprintf(err->where, sizeof(err->where), "%s", file);
    keep_one_line(err->where);
    return err->status;
}

void error_clear(struct error *err)
{
    err->status = STATUS_OK;
    err->where[0] = '\0';
    err->message[0] = '\0';
}

int error_exit_code(enum status status)
{
    return statuses[-(int)status].exit_code;
}

const char *error_meaning(enum status status)
{
    return statuses[-(int)status].meaning;
}
