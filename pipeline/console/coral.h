/* Coral's external moderation phase.
 *
 * Coral publishes what it gets no answer for, so every failure here, of the
 * store or of scoring, is answered with SYSTEM_WITHHELD, and nothing waits
 * long for the store.  Flagged with a tone that the policy weighs 1 or more,
 * puts first or gathers: withheld, with a flag; with a lighter one: a flag;
 * else no opinion. */
#ifndef VIGIE_CONSOLE_CORAL_H
#define VIGIE_CONSOLE_CORAL_H

#include "exchange.h"

void coral_moderate(struct exchange *self); /* POST /coral */

#endif
