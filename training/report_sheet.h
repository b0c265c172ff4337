/* One HTML page under way.  All text goes through sheet_text(), which escapes;
 * markup is only what stands in our own source. */
#ifndef VIGIE_TRAINING_REPORT_SHEET_H
#define VIGIE_TRAINING_REPORT_SHEET_H

#include "buffer.h"
#include "error.h"
#include "report_text.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

#define SHEET_CEILING ((size_t)256 << 20)

/* The first failure is kept and everything after it does nothing, so that a
 * page is written without asking after each word. */
struct sheet {
    struct buffer out;
    enum report_language language;
    int status;
    struct error *err; /* borrowed */
};

/* Zeroes and a ceiling; yours to buffer_free(&self->out). */
void sheet_open(struct sheet *self, enum report_language language,
                struct error *err);

/* Our own markup, never anybody's text. */
void sheet_markup(struct sheet *self, const char *markup);

/* Escapes & < > " '; control characters but line ends and tabs become U+FFFD;
 * a line end stands for itself. */
void sheet_view(struct sheet *self, struct view text);
void sheet_text(struct sheet *self, const char *text);

/* <tag>text</tag>; attributes ("class=\"n\"") is our own markup or NULL. */
void sheet_element(struct sheet *self, const char *tag, const char *attributes,
                   const char *text);
void sheet_paragraph(struct sheet *self, enum report_key key,
                     const char *const *value, size_t count);

/* <section id="id"><h2>…</h2>; closed by sheet_markup(self, "</section>\n"). */
void sheet_section(struct sheet *self, const char *id, enum report_key title);

/* <table> with a caption and a head row; the first column is of text, the
 * others are of numbers.  Closed by sheet_table_end. */
void sheet_table(struct sheet *self, const char *caption,
                 const enum report_key *head, size_t columns);
void sheet_table_end(struct sheet *self);

/* Cells of a row between sheet_row and sheet_row_end. */
void sheet_row(struct sheet *self, const char *head);
void sheet_cell(struct sheet *self, const char *text);
void sheet_decimal(struct sheet *self, double value, int decimals);
void sheet_count(struct sheet *self, size_t count);
void sheet_row_end(struct sheet *self);

/* The template with its values, unescaped, in `out` (at least 1 byte; cut
 * there, at a code point). */
void sheet_filled(struct sheet *self, enum report_key key,
                  const char *const *value, size_t count, char *out,
                  size_t size);

#endif
