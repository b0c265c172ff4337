/* Thresholds: a slider a tone with what each place of it costs, from what was
 * scored and decided here; saved as the policy in force, with who and why. */
#ifndef VIGIE_CONSOLE_THRESHOLDS_PAGE_H
#define VIGIE_CONSOLE_THRESHOLDS_PAGE_H

#include "exchange.h"
#include "shelf.h"

void thresholds_show(struct exchange *self); /* GET /thresholds  */
void thresholds_save(struct exchange *self); /* POST /thresholds */

shelf_make thresholds_make; /* of SHELF_COSTS: a struct costs */

#endif
