/* A secret from standard input: a line, not shown where it is a terminal. */
#ifndef VIGIE_COMMAND_PASSWORD_H
#define VIGIE_COMMAND_PASSWORD_H

#include "error.h"

#include <stddef.h>

/* Asks with `prompt` on a terminal.  The line is NUL-terminated, its end cut.
 * STATUS_USAGE: nothing came, or more than fits. */
int password_ask(const char *prompt, char *out, size_t size, struct error *err);

#endif
