/* Logging in and out, and what a visitor prefers to see. */
#ifndef VIGIE_CONSOLE_LOGIN_H
#define VIGIE_CONSOLE_LOGIN_H

#include "exchange.h"

#include <stdint.h>

void login_show(struct exchange *self);      /* GET /login        */
void login_try(struct exchange *self);       /* POST /login       */
void logout(struct exchange *self);          /* POST /logout      */
void preferences_set(struct exchange *self); /* POST /preferences */

/* Seconds that a name is not looked at from one address after so many wrong
 * passwords in a row: none for the first four, then 2, 4, 8 ... 900. */
int64_t login_pause(int64_t failures);

#endif
