/* Trying a text: scores and reasons, nothing is kept. */
#ifndef VIGIE_CONSOLE_TRY_PAGE_H
#define VIGIE_CONSOLE_TRY_PAGE_H

#include "exchange.h"

void try_show(struct exchange *self);   /* GET /try  */
void try_answer(struct exchange *self); /* POST /try */

#endif
