/* Discussions: the list of them, and one with its heat over time, who answers
 * whom, sources asked for and given. */
#ifndef VIGIE_CONSOLE_DISCUSSION_PAGE_H
#define VIGIE_CONSOLE_DISCUSSION_PAGE_H

#include "exchange.h"

void discussions_show(struct exchange *self); /* GET /discussions    */
void discussion_show(struct exchange *self);  /* GET /discussion/{}  */

#endif
