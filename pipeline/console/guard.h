/* Whether a request may be answered: sessions, forms' tokens, API tokens. */
#ifndef VIGIE_CONSOLE_GUARD_H
#define VIGIE_CONSOLE_GUARD_H

#include "exchange.h"

#include <stdbool.h>

#define SESSION_COOKIE "vigie_session"
#define VISITOR_COOKIE "vigie_visitor" /* of the login form */
#define SESSION_SECONDS (12 * 3600)

/* Looks at what the route asks for and sets account, token and cookie.  False
 * when the request was refused: the answer is made. */
bool guard_admits(struct exchange *self);

#endif
