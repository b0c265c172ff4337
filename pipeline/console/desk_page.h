/* Pages of a moderator at work: the queue, and labelling. */
#ifndef VIGIE_CONSOLE_DESK_PAGE_H
#define VIGIE_CONSOLE_DESK_PAGE_H

#include "alike.h"
#include "exchange.h"
#include "html.h"
#include "layout.h"
#include "overview.h"
#include "queue.h"
#include "sheet.h"

#include <stdint.h>

void queue_home(struct exchange *self);    /* GET /                   */
void queue_show(struct exchange *self);    /* GET /queue              */
void queue_next(struct exchange *self);    /* POST /queue/next        */
void queue_release(struct exchange *self); /* POST /queue/release     */
void queue_decide(struct exchange *self);  /* POST /queue/decide      */
void queue_undo(struct exchange *self);    /* POST /queue/undo        */
void label_show(struct exchange *self);    /* GET /label              */
void label_next(struct exchange *self);    /* POST /label/next        */
void label_save(struct exchange *self);    /* POST /label/save        */
void comment_show(struct exchange *self);  /* GET /comment/{}         */

/* What the moderator wants to see; from the query or from a form's hidden
 * fields. */
struct wish {
    struct view tone, section, discussion; /* "" = all */
    int64_t hours;  /* only what has waited that long; 0 = all */
    struct view at; /* id of the comment at hand; "" = the first */
};

struct wish wish_of(struct exchange *self);
struct queue_filter wish_filter(const struct exchange *self,
                                const struct wish *wish);

/* Hidden fields that carry it on. */
void wish_fields(struct html *page, const struct wish *wish);

/* "/queue?at=...&tone=..." with `last` (ids, NUL-terminated list of count) to
 * be undone; in the worker's arena, NUL-terminated. */
const char *wish_address(struct exchange *self, const char *path,
                         const struct wish *wish, struct view at,
                         const struct view *last, size_t last_count);

/* What waits, in numbers; the form that filters it (queue_filters.c). */
int part_counts(struct exchange *self, struct html *page, struct error *err);
int part_filters(struct exchange *self, struct html *page,
                 const struct wish *wish, struct error *err);

/* ---- parts of a comment's page (thread_parts.c, comment_parts.c) --------- */

/* The comment in its thread; `plain`: without marks, for labelling. */
void part_thread(struct exchange *self, struct html *page,
                 const struct sheet *sheet, bool plain);

/* How heated its discussion is, sources that concern it. */
void part_sense(struct html *page, const struct sheet *sheet);

/* Every tone with probability, threshold and a box for the right label, of
 * the form with that id; "": no boxes.  `plain`: the boxes alone. */
void part_tones(struct html *page, const struct sheet *sheet,
                const struct policy *policy, const char *form, bool plain);

/* Flagged tones as badges. */
void part_flags(struct html *page, const struct sheet *sheet);

int part_author(struct exchange *self, struct html *page,
                const struct sheet *sheet, struct error *err);
void part_alike(struct html *page, const struct alike_list *alike,
                const char *form);
void part_journal(struct html *page, const struct sheet *sheet);

/* "Approuvé", "Retiré" ... */
struct html_value part_action(enum action action);

#endif
