/* The journal: who decided what, which model and policy were in force. */
#ifndef VIGIE_CONSOLE_JOURNAL_PAGE_H
#define VIGIE_CONSOLE_JOURNAL_PAGE_H

#include "exchange.h"

void journal_show(struct exchange *self); /* GET /journal */

#endif
