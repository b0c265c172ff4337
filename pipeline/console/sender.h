/* Tells webhooks of decisions, in the background (libcurl).
 *
 * What is to be told stands in the store since the decision's transaction.
 * A message counts as told when it was answered with 2xx; else it is sent
 * again after 10 s, 20 s, 40 s ... an hour, for as long as the webhook stands.
 * A message can arrive twice; its "delivery" tells. */
#ifndef VIGIE_CONSOLE_SENDER_H
#define VIGIE_CONSOLE_SENDER_H

#include "buffer.h"
#include "error.h"
#include "exchange.h"
#include "hooks.h"

#include <stdint.h>

struct sender;

/* Starts the thread.  console  borrowed until sender_close() */
int sender_open(struct sender **out, const struct console *console,
                struct error *err);
void sender_close(struct sender *self); /* accepts NULL */

/* The body of a message: JSON. */
int sender_message(const struct delivery *delivery, struct buffer *out,
                   struct error *err);

/* When to try again after so many tries failed; seconds. */
int64_t sender_pause(int64_t tries);

#endif
