/* Cuts connections that take too long over one request: byte by byte, a
 * client could otherwise hold a place for ever.  Where places run short it
 * cuts the one that has kept us waiting longest, so that a newcomer always
 * gets in, however many only hold a place. */
#ifndef VIGIE_CONSOLE_DEADLINE_H
#define VIGIE_CONSOLE_DEADLINE_H

#include "error.h"

#include <stddef.h>

#define DEADLINE_SECONDS                                                       \
    60 /* from waiting for a request until its end, the                        \
        * time vigie itself takes left out */

struct deadlines; /* of all connections; a thread looks after them */
struct deadline;  /* of one connection */

/* most  connections at once */
int deadlines_open(struct deadlines **out, size_t most, struct error *err);
void deadlines_free(struct deadlines *self); /* no connection may be left */

/* A connection begins; NULL without memory: it is then not looked after. */
struct deadline *deadline_begin(struct deadlines *self, int socket);

/* The client's time runs from now; vigie's time: it stands still. */
void deadline_run(struct deadlines *self, struct deadline *connection);
void deadline_rest(struct deadlines *self, struct deadline *connection);

/* The connection is closed; both accept NULL. */
void deadline_end(struct deadlines *self, struct deadline *connection);

#endif
