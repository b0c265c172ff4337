/* Statistics: volume, tones over time, what moderators undo, agreement,
 * waiting times. */
#ifndef VIGIE_CONSOLE_STATISTICS_PAGE_H
#define VIGIE_CONSOLE_STATISTICS_PAGE_H

#include "exchange.h"

void statistics_show(struct exchange *self); /* GET /statistics */

#endif
