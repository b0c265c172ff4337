#include "report_sheet.h"

#include "utf8.h"

#include <string.h>

void sheet_open(struct sheet *self, enum report_language language,
                struct error *err)
{
    *self = (struct sheet){.out = {.ceiling = SHEET_CEILING},
                           .language = language,
                           .status = STATUS_OK,
                           .err = err};
}

void sheet_markup(struct sheet *self, const char *markup)
{
    if (self->status == STATUS_OK)
        self->status = buffer_add_text(&self->out, markup, self->err);
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
        if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7F)
            return "\xEF\xBF\xBD";
        return NULL;
    }
}

void sheet_view(struct sheet *self, struct view text)
{
    size_t from = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char *escape = escape_of(text.ptr[i]);
        if (!escape)
            continue;
        if (self->status == STATUS_OK)
            self->status =
                buffer_add(&self->out, text.ptr + from, i - from, self->err);
        sheet_markup(self, escape);
        from = i + 1;
    }
    if (self->status == STATUS_OK)
        self->status =
            buffer_add_view(&self->out, view_from(text, from), self->err);
}

void sheet_text(struct sheet *self, const char *text)
{
    sheet_view(self, view_of(text));
}

void sheet_element(struct sheet *self, const char *tag, const char *attributes,
                   const char *text)
{
    sheet_markup(self, "<");
    sheet_markup(self, tag);
    if (attributes) {
        sheet_markup(self, " ");
        sheet_markup(self, attributes);
    }
    sheet_markup(self, ">");
    sheet_text(self, text);
    sheet_markup(self, "</");
    sheet_markup(self, tag);
    sheet_markup(self, ">");
}

void sheet_filled(struct sheet *self, enum report_key key,
                  const char *const *value, size_t count, char *out,
                  size_t size)
{
    struct buffer text = {.ptr = NULL};

    out[0] = '\0';
    if (self->status == STATUS_OK)
        self->status = report_fill(&text, report_say(self->language, key),
                                   value, count, self->err);
    if (self->status == STATUS_OK) {
        const struct view cut = utf8_first(buffer_view(&text), size - 1);
        if (cut.len)
            memcpy(out, cut.ptr, cut.len);
        out[cut.len] = '\0';
    }
    buffer_free(&text);
}

void sheet_paragraph(struct sheet *self, enum report_key key,
                     const char *const *value, size_t count)
{
    struct buffer text = {.ptr = NULL};

    if (self->status == STATUS_OK)
        self->status = report_fill(&text, report_say(self->language, key),
                                   value, count, self->err);
    sheet_markup(self, "<p>");
    sheet_view(self, buffer_view(&text));
    sheet_markup(self, "</p>\n");
    buffer_free(&text);
}

void sheet_section(struct sheet *self, const char *id, enum report_key title)
{
    sheet_markup(self, "<section id=\"");
    sheet_markup(self, id);
    sheet_markup(self, "\">\n");
    sheet_element(self, "h2", NULL, report_say(self->language, title));
    sheet_markup(self, "\n");
}

void sheet_table(struct sheet *self, const char *caption,
                 const enum report_key *head, size_t columns)
{
    sheet_markup(self, "<div class=\"wide\"><table>\n");
    sheet_element(self, "caption", NULL, caption);
    sheet_markup(self, "\n<thead><tr>");
    for (size_t i = 0; i < columns; i++)
        sheet_element(self, "th", "scope=\"col\"",
                      report_say(self->language, head[i]));
    sheet_markup(self, "</tr></thead>\n<tbody>\n");
}

void sheet_table_end(struct sheet *self)
{
    sheet_markup(self, "</tbody></table></div>\n");
}

void sheet_row(struct sheet *self, const char *head)
{
    sheet_markup(self, "<tr>");
    sheet_element(self, "th", "scope=\"row\"", head);
}

void sheet_cell(struct sheet *self, const char *text)
{
    sheet_element(self, "td", NULL, text);
}

void sheet_decimal(struct sheet *self, double value, int decimals)
{
    sheet_cell(self, report_decimal(self->language, value, decimals).text);
}

void sheet_count(struct sheet *self, size_t count)
{
    sheet_cell(self, report_count(self->language, (double)count).text);
}

void sheet_row_end(struct sheet *self)
{
    sheet_markup(self, "</tr>\n");
}
