#include "markup.h"

#include "utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name, *text;
} references[] = {
    {"amp",  "&" },
    {"lt",   "<" },
    {"gt",   ">" },
    {"quot", "\""},
    {"apos", "'" },
    {"nbsp", " " },
};

/* The character of "#8217" or "#x2019"; 0: none. */
static uint32_t number_of(struct view name)
{
    char digits[12] = "";
    char *end;

    if (name.len < 2 || name.len >= sizeof(digits))
        return 0;
    memcpy(digits, name.ptr + 1, name.len - 1);
    const bool hex = digits[0] == 'x' || digits[0] == 'X';
    const unsigned long c = strtoul(digits + hex, &end, hex ? 16 : 10);
    const bool valid =
        !*end && c && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    return valid ? (uint32_t)c : 0;
}

/* At '&': adds what it stands for and returns its length, else 0. */
static size_t add_reference(struct view rest, struct buffer *out,
                            struct error *err)
{
    const struct view near = view_first(rest, 12);
    const char *end = memchr(near.ptr, ';', near.len);
    char bytes[4];

    if (!end)
        return 0;
    const struct view name = {rest.ptr + 1, (size_t)(end - rest.ptr) - 1};
    for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++)
        if (view_is(name, references[i].name)) {
            buffer_add_text(out, references[i].text, err);
            return name.len + 2;
        }
    const uint32_t c = name.len && name.ptr[0] == '#' ? number_of(name) : 0;
    if (!c)
        return 0;
    buffer_add(out, bytes, utf8_encode(c, bytes), err);
    return name.len + 2;
}

static bool is_block(struct view tag)
{
    static const char *const blocks[] = {"br", "div", "p",         "li",
                                         "ul", "ol",  "blockquote"};

    if (tag.len && tag.ptr[0] == '/')
        tag = view_from(tag, 1);
    size_t len = 0;
    while (len < tag.len && ((tag.ptr[len] | 0x20) >= 'a') &&
           ((tag.ptr[len] | 0x20) <= 'z'))
        len++;
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
        if (strlen(blocks[i]) == len &&
            strncasecmp(tag.ptr, blocks[i], len) == 0)
            return true;
    return false;
}

int markup_text(struct view html, struct buffer *out, struct error *err)
{
    for (size_t at = 0; at < html.len && err->status == STATUS_OK;) {
        const struct view rest = view_from(html, at);
        const char *end =
            rest.ptr[0] == '<' ? memchr(rest.ptr, '>', rest.len) : NULL;
        const size_t reference =
            rest.ptr[0] == '&' ? add_reference(rest, out, err) : 0;
        if (end) {
            const size_t len = (size_t)(end - rest.ptr);
            if (is_block((struct view){rest.ptr + 1, len - 1}) && out->len &&
                out->ptr[out->len - 1] != '\n')
                buffer_add_text(out, "\n", err);
            at += len + 1;
        } else if (reference) {
            at += reference;
        } else {
            buffer_add(out, rest.ptr, 1, err);
            at++;
        }
    }
    return err->status;
}
