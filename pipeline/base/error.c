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

/* Bytes of a control character or of one that turns the direction of writing:
 * U+0080-9F, U+200E-F, U+202A-E, U+2066-9.  0: none begins here. */
static size_t unprintable(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;

    if (p[0] < 0x20 || p[0] == 0x7F)
        return 1;
    if (p[0] == 0xC2 && p[1] >= 0x80 && p[1] <= 0x9F)
        return 2;
    if (p[0] != 0xE2)
        return 0;
    if (p[1] == 0x80 && (p[2] == 0x8E || p[2] == 0x8F ||
                         (p[2] >= 0xAA && p[2] <= 0xAE)))
        return 3;
    return p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9 ? 3 : 0;
}

/* What a message quotes cannot break the line or deceive the reader. */
static void keep_one_line(char *text)
{
    char *to = text;

    while (*text) {
        const size_t len = unprintable(text);
        *to++ = len ? '?' : *text;
        text += len ? len : 1;
    }
    *to = '\0';
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

/* In brackets, lest the macros of VIGIE_LINT take them for calls. */
int(error_set)(struct error *err, enum status status, const char *format, ...)
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

int(error_locate)(struct error *err, const char *file, size_t line)
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
