/* Discussions: the list of them, and one with its heat over time, who answers
 * whom, sources asked for and given. */
#ifndef VIGIE_CONSOLE_DISCUSSION_PAGE_H
#define VIGIE_CONSOLE_DISCUSSION_PAGE_H

#include "exchange.h"
#include "html.h"
#include "overview.h"
#include "sense.h"
#include "store.h"
#include "verdict.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>

void discussions_show(struct exchange *self); /* GET /discussions    */
void discussion_show(struct exchange *self);  /* GET /discussion/{}  */

/* One comment of the page with what is known of it. */
struct voice {
    const struct stored_comment *stored;
    struct verdict verdict; /* no tones: not scored                   */
    struct view parent;     /* id of what it answers; absent: unknown  */
    const struct stored_comment *answered; /* NULL: not on this page   */
    bool heated; /* flagged with a tone that accuses        */
};

struct thread {
    struct comment_list list; /* those of this page */
    struct voice *voice;      /* [list.count]       */
    struct model_record model;
    struct sense sense;
    struct answer_pairs pairs;
};

/* Parts of a discussion's page (discussion_sense.c): the course it took, who
 * answers whom, sources asked for. */
void discussion_course(struct exchange *self, struct html *page,
                       const struct thread *thread);
void discussion_pairs(struct html *page, const struct thread *thread);
void discussion_sources(struct exchange *self, struct html *page,
                        const struct thread *thread);

/* "#c12" where the comment stands on the page, else "/comment/ID". */
void discussion_address(struct html *page, const struct thread *thread,
                        struct view comment);

#endif
