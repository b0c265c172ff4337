/* What all pages of the console have in common: head, navigation, foot. */
#ifndef VIGIE_CONSOLE_LAYOUT_H
#define VIGIE_CONSOLE_LAYOUT_H

#include "exchange.h"
#include "html.h"

/* The page the navigation marks as the present one. */
enum section {
    SECTION_NONE,
    SECTION_QUEUE,
    SECTION_DISCUSSIONS,
    SECTION_TRY,
    SECTION_LABEL,
    SECTION_THRESHOLDS,
    SECTION_MODELS,
    SECTION_JOURNAL,
    SECTION_STATISTICS,
    SECTION_ACCESS,
};

/* Begins a page into self->out: everything up to the content of <main>. */
struct html page_begin(struct exchange *self, unsigned status,
                       enum section section, const char *french,
                       const char *english);

/* Ends it, or, where writing it failed, answers that instead. */
void page_end(struct exchange *self, struct html *page);

/* <input type="hidden" name="csrf" ...> for a form of this visitor. */
void page_form_token(struct exchange *self, struct html *page);

/* A page that says one thing. */
void page_problem(struct exchange *self, unsigned status, const char *french,
                  const char *english);

/* The same for one of our errors; its message is shown where it is about
 * what was asked. */
void page_failure(struct exchange *self, const struct error *err);

/* What the keys do: a dialog that "?" opens. */
void page_help(struct html *page);

/* "03/08/2020 à 10:19", in a <time> that says it in UTC. */
void page_time(struct html *page, int64_t seconds);

/* "il y a 3 h"; "" for TIME_NONE. */
void page_age(struct html *page, int64_t seconds);

#endif
