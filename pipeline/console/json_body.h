/* JSON that clients send: parsed, and complained of in the words they know. */
#ifndef VIGIE_CONSOLE_JSON_BODY_H
#define VIGIE_CONSOLE_JSON_BODY_H

#include "exchange.h"

#include <jansson.h>
#include <stdbool.h>

/* The body as an object, yours to json_decref.  NULL when it is none: the
 * answer is made. */
json_t *json_body_object(struct exchange *self);

/* 400 "Invalid JSON payload received. WHAT" about the field. */
void json_body_refuse(struct exchange *self, const char *field,
                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));

struct json_member {
    const char *name;  /* as documented             */
    const char *other; /* as others write it; NULL  */
    json_type type;    /* JSON_TRUE: a boolean; JSON_REAL: a number */
};

/* Are all members of the object of the table and of its types?  False: the
 * answer is made.  `where` names the object: "comment." or "". */
bool json_body_members(struct exchange *self, const json_t *object,
                       const char *where, const struct json_member *table,
                       size_t count);

/* A member by either name, NULL when absent or null. */
json_t *json_body_get(const json_t *object, const char *name,
                      const char *other);

struct view json_body_text(const json_t *value); /* absent when no string */

#endif
