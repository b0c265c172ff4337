/* Lets people who log in through one at a time: a password costs 64 MB and a
 * tenth of a second, so wrong ones could eat the machine.
 *
 * Whoever waits holds no worker.  First come those from an address with few
 * wrong passwords of late, then the others, each in order of arrival: a flood
 * from elsewhere keeps nobody waiting longer than for one password. */
#ifndef VIGIE_CONSOLE_TURNSTILE_H
#define VIGIE_CONSOLE_TURNSTILE_H

#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stdint.h>

#define TURNSTILE_TRUST 5     /* wrong passwords of an address */
#define TURNSTILE_FORGET 900  /* seconds after the last of them */
#define TURNSTILE_WAITING 300 /* at once; more are sent away */

struct turnstile;

int turnstile_open(struct turnstile **out, struct error *err);
void turnstile_free(struct turnstile *self); /* accepts NULL; nobody waits */

/* Waits for its turn; then turnstile_leave() must follow.  False: too many
 * wait.  peer: see exchange_peer(); now: UTC seconds. */
bool turnstile_enter(struct turnstile *self, struct view peer, int64_t now);
void turnstile_leave(struct turnstile *self, struct view peer, int64_t now,
                     bool failed);

#endif
