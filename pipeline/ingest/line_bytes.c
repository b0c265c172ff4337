#include "line_bytes.h"

#include "utf8.h"

#include <stdbool.h>
#include <string.h>

/* French Latin-1 shows as letters that stand alone where UTF-8 has pairs. */
static bool looks_like_latin1(struct view line, size_t broken)
{
    static const char letters[] = "\xC0\xC7\xC8\xC9\xCA\xE0\xE2\xE7\xE8\xE9\xEA"
                                  "\xEB\xEE\xEF\xF4\xF9\xFB\xAB\xBB";
    const char *const p = line.ptr + broken;
    const bool alone = broken + 1 >= line.len || !(p[1] & 0x80);

    return alone && memchr(letters, *p, sizeof(letters) - 1);
}

int line_bytes_check(struct view line, struct error *err)
{
    const size_t broken = utf8_check(line);
    const char *const nul = line.len ? memchr(line.ptr, '\0', line.len) : NULL;

    if (broken != UTF8_VALID)
        return error_set(err, STATUS_BAD_RECORD, "invalid UTF-8 at byte %zu%s",
                         broken,
                         looks_like_latin1(line, broken)
                             ? " (Latin-1? convert it with iconv -f CP1252 "
                               "-t UTF-8)"
                             : "");
    if (nul)
        return error_set(err, STATUS_BAD_RECORD, "NUL character at byte %zu",
                         (size_t)(nul - line.ptr));
    return STATUS_OK;
}
