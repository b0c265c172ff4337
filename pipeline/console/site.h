/* The HTTP API for sites: comments in, queue and decisions. */
#ifndef VIGIE_CONSOLE_SITE_H
#define VIGIE_CONSOLE_SITE_H

#include "exchange.h"

void site_put_comments(struct exchange *self); /* POST /v1/comments     */
void site_show_comment(struct exchange *self); /* GET /v1/comments/{}   */
void site_list_queue(struct exchange *self);   /* GET /v1/queue         */
void site_decide(struct exchange *self);       /* POST /v1/decisions    */

#endif
