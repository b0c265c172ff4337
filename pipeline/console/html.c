#include "html.h"

#include "render.h"
#include "utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define NARROW_SPACE "\xE2\x80\xAF" /* U+202F, between French thousands */
#define REPLACEMENT "\xEF\xBF\xBD"  /* U+FFFD */

static void add(struct html *self, const char *bytes, size_t len)
{
    if (self->err.status == STATUS_OK)
        buffer_add(self->out, bytes, len, &self->err);
}

static const char *escape_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(struct html *self, struct view text)
{
    size_t begin = 0, at = 0;

    while (at < text.len) {
        const size_t here = at;
        const uint32_t c = utf8_decode(text.ptr, at, &at);
        const char *escape = c < 0x80 ? escape_of((char)c) : NULL;
        if (c != '\n' && c != '\t' && render_is_unsafe(c))
            escape = REPLACEMENT;
        if (!escape)
            continue;
        add(self, text.ptr + begin, here - begin);
        add(self, escape, strlen(escape));
        begin = at;
    }
    if (begin < text.len)
        add(self, text.ptr + begin, text.len - begin);
}

static void put_url(struct html *self, struct view text)
{
    static const char hex[] = "0123456789ABCDEF";
    static const char safe[] = "-._~";

    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || (c && strchr(safe, c));
        const char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
        if (plain)
            add(self, text.ptr + i, 1);
        else
            add(self, escaped, sizeof(escaped));
    }
}

static void put_whole(struct html *self, int64_t whole)
{
    char digits[32];
    const char *const gap = self->english ? "," : NARROW_SPACE;
    const int len = snprintf(digits, sizeof(digits), "%lld", (long long)whole);

    for (int i = 0; i < len; i++) {
        if (i > (digits[0] == '-') && (len - i) % 3 == 0)
            add(self, gap, strlen(gap));
        add(self, digits + i, 1);
    }
}

static void put_number(struct html *self, const struct html_value *value)
{
    char digits[48];
    int len = 0;

    switch (value->kind) {
    case HTML_PLAIN:
        len = snprintf(digits, sizeof(digits), "%lld", (long long)value->whole);
        break;
    case HTML_SHARE:
        len = snprintf(digits, sizeof(digits), "%.0f%s",
                       round(value->number * 100),
                       self->english ? "%" : NARROW_SPACE "%");
        break;
    case HTML_DECIMAL:
        len = snprintf(digits, sizeof(digits), "%.2f", value->number);
        for (int i = 0; i < len; i++)
            if (digits[i] == '.' && !self->english)
                digits[i] = ',';
        break;
    case HTML_NUMBER:
        len = snprintf(digits, sizeof(digits), "%.4f", value->number);
        break;
    case HTML_TEXT:
    case HTML_URL:
    case HTML_WHOLE:
        break;
    }
    add(self, digits, (size_t)len);
}

static void put(struct html *self, const struct html_value *value)
{
    switch (value->kind) {
    case HTML_TEXT:
        html_text(self, self->english && value->english.ptr ? value->english
                                                            : value->text);
        break;
    case HTML_URL:
        put_url(self, value->text);
        break;
    case HTML_WHOLE:
        put_whole(self, value->whole);
        break;
    case HTML_PLAIN:
    case HTML_SHARE:
    case HTML_DECIMAL:
    case HTML_NUMBER:
        put_number(self, value);
        break;
    }
}

void html_put(struct html *self, const char *template,
              const struct html_value *value, size_t count)
{
    size_t used = 0;

    for (const char *slot; (slot = strstr(template, "{}")) != NULL;
         template = slot + 2) {
        add(self, template, (size_t)(slot - template));
        assert(used < count);
        put(self, &value[used++]);
    }
    assert(used == count);
    (void)count;
    add(self, template, strlen(template));
}

void html_raw(struct html *self, const char *literal)
{
    add(self, literal, strlen(literal));
}

void html_words(struct html *self, const char *french, const char *english)
{
    html_text(self, view_of(self->english ? english : french));
}

const char *html_pick(const struct html *self, const char *french,
                      const char *english)
{
    return self->english ? english : french;
}
