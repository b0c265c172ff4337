#include "json_value.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_SIZE 40

int json_value_load(struct view bytes, size_t flags, json_t **out,
                    json_error_t *cause, struct error *err)
{
    errno = 0;
    *out = json_loadb(bytes.ptr ? bytes.ptr : "", bytes.len, flags, cause);
    return *out || errno != ENOMEM
               ? STATUS_OK
               : error_set(err, STATUS_NO_MEMORY, "out of memory");
}

const json_t *json_value_find(const json_t *root, struct view path)
{
    while (json_is_object(root) && path.len) {
        const json_t *const value = json_object_getn(root, path.ptr, path.len);
        const char *const dot = memchr(path.ptr, '.', path.len);
        if (value)
            return json_is_null(value) ? NULL : value;
        if (!dot)
            return NULL;
        const size_t len = (size_t)(dot - path.ptr);
        root = json_object_getn(root, path.ptr, len);
        path = view_from(path, len + 1);
    }
    return NULL;
}

/* A list inside a list is a value that no mapping can name. */
static int value_text(const json_t *value, struct view *out,
                      struct arena *arena, struct error *err)
{
    char number[NUMBER_SIZE];

    *out = view_of("\1");
    if (json_is_string(value))
        *out =
            (struct view){json_string_value(value), json_string_length(value)};
    else if (json_is_boolean(value))
        *out = view_of(json_is_true(value) ? "true" : "false");
    if (!json_is_number(value))
        return STATUS_OK;
    if (json_is_integer(value))
        snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
                 json_integer_value(value));
    else
        snprintf(number, sizeof(number), "%.17g", json_real_value(value));
    return arena_copy(arena, view_of(number), out, err);
}

int json_value_field(const json_t *value, struct mapping_field *out,
                     struct arena *arena, struct error *err)
{
    const bool is_list = json_is_array(value);
    const size_t count = is_list ? json_array_size(value) : 1;
    int status = STATUS_OK;

    *out = (struct mapping_field){false, 0, NULL};
    if (!value || json_is_object(value))
        return STATUS_OK;
    struct view *const text = arena_alloc(arena, count, sizeof(*text));
    if (!text)
        return error_set(err, STATUS_TOO_BIG, "a record's labels are too many");
    size_t kept = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const json_t *const item = is_list ? json_array_get(value, i) : value;
        if (!json_is_null(item))
            status = value_text(item, &text[kept++], arena, err);
    }
    *out = (struct mapping_field){is_list || view_trim(text[0]).len > 0, kept,
                                  text};
    return status;
}
