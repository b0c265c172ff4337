/* Statistics: volume, tones over time, what moderators undo, agreement,
 * waiting times. */
#ifndef VIGIE_CONSOLE_STATISTICS_PAGE_H
#define VIGIE_CONSOLE_STATISTICS_PAGE_H

#include "exchange.h"
#include "shelf.h"

void statistics_show(struct exchange *self); /* GET /statistics */

shelf_make statistics_make; /* of SHELF_STATISTICS */

#endif
