/* jansson's builders with memory in mind: what cannot be put in, because it
 * could not be made or there is no room, takes the whole along, so that the
 * value is NULL in the end and not one with a member missing. */
#ifndef VIGIE_BASE_JSON_BUILD_H
#define VIGIE_BASE_JSON_BUILD_H

#include <jansson.h>

/* Both take `value` over; *object and *array may be NULL already. */
static inline void json_put(json_t **object, const char *name, json_t *value)
{
    if (json_object_set_new(*object, name, value) < 0) {
        json_decref(*object);
        *object = NULL;
    }
}

static inline void json_add(json_t **array, json_t *value)
{
    if (json_array_append_new(*array, value) < 0) {
        json_decref(*array);
        *array = NULL;
    }
}

#endif
