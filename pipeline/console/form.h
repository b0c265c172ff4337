/* Bodies of forms, application/x-www-form-urlencoded. */
#ifndef VIGIE_CONSOLE_FORM_H
#define VIGIE_CONSOLE_FORM_H

#include "arena.h"
#include "view.h"

#include <stddef.h>

/* The n-th field of that name, decoded into the arena; absent when there is
 * none, when it is not valid UTF-8, holds a zero byte or the arena is full. */
struct view form_find(struct view body, const char *name, size_t n,
                      struct arena *arena);

#endif
