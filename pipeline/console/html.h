/* The one writer of HTML.  Literal parts come from our own templates; every
 * value passes through here and is escaped.
 *
 *     HTML(page, "<a href=\"/comment/{}\">{}</a>", U(id), V(id));
 *
 * Each "{}" takes the next value.  What a comment brings along never acts:
 * & < > " ' become references, control characters, overrides of direction and
 * fillers that show nothing become U+FFFD (line ends and tabs stay). */
#ifndef VIGIE_CONSOLE_HTML_H
#define VIGIE_CONSOLE_HTML_H

#include "buffer.h"
#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A page on its way.  Failures stick: the first is kept, what follows does
 * nothing, and the caller asks once, at the end. */
struct html {
    struct buffer *out;
    bool english; /* else French */
    struct error err;
};

enum html_kind {
    HTML_TEXT,    /* escaped                                        */
    HTML_URL,     /* percent-encoded as a part of a path or a query */
    HTML_WHOLE,   /* 12 345, in English 12,345                      */
    HTML_PLAIN,   /* 12345                                          */
    HTML_SHARE,   /* 0.934 is "93 %", in English "93%"; 0.003 "0,3 %" */
    HTML_DECIMAL, /* 0.934 is "0,93", in English "0.93"             */
    HTML_NUMBER,  /* 0.934 is "0.9340": for attributes              */
};

struct html_value {
    enum html_kind kind;
    struct view text, english; /* english: absent = the same */
    int64_t whole;
    double number;
};

#define V(view_) ((struct html_value){.kind = HTML_TEXT, .text = (view_)})
#define S(text_) V(view_of(text_))
#define U(view_) ((struct html_value){.kind = HTML_URL, .text = (view_)})
#define N(whole_)                                                              \
    ((struct html_value){.kind = HTML_WHOLE, .whole = (int64_t)(whole_)})
#define D(whole_)                                                              \
    ((struct html_value){.kind = HTML_PLAIN, .whole = (int64_t)(whole_)})
#define P(share_) ((struct html_value){.kind = HTML_SHARE, .number = (share_)})
#define F(number_)                                                             \
    ((struct html_value){.kind = HTML_DECIMAL, .number = (number_)})
#define X4(number_)                                                            \
    ((struct html_value){.kind = HTML_NUMBER, .number = (number_)})
/* Words of ours in both languages. */
#define W(french_, english_)                                                   \
    ((struct html_value){.kind = HTML_TEXT,                                    \
                         .text = view_of(french_),                             \
                         .english = view_of(english_)})

#define HTML(page, template, ...)                                              \
    html_put(page, template, (const struct html_value[]){__VA_ARGS__},         \
             sizeof((const struct html_value[]){__VA_ARGS__}) /                \
                 sizeof(struct html_value))

/* The template has exactly `count` slots. */
void html_put(struct html *self, const char *template,
              const struct html_value *value, size_t count);

/* A template without slots. */
void html_raw(struct html *self, const char *literal);

/* One value: a text, escaped; words of ours. */
void html_text(struct html *self, struct view text);
void html_words(struct html *self, const char *french, const char *english);

/* The words for the page's language. */
const char *html_pick(const struct html *self, const char *french,
                      const char *english);

#endif
