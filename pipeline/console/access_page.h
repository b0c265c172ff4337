/* Who may use the console and the API: accounts and tokens, for admins.
 * Adding one takes a secret and stays with the command line. */
#ifndef VIGIE_CONSOLE_ACCESS_PAGE_H
#define VIGIE_CONSOLE_ACCESS_PAGE_H

#include "exchange.h"

void access_show(struct exchange *self);    /* GET /access          */
void access_disable(struct exchange *self); /* POST /access/disable */
void access_revoke(struct exchange *self);  /* POST /access/revoke  */

#endif
