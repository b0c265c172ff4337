#include "json_body.h"

#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MESSAGE_SIZE 400

void json_body_refuse(struct exchange *self, const char *field,
                      const char *format, ...)
{
    char what[MESSAGE_SIZE], message[MESSAGE_SIZE + 40];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    /* cut in the middle of a letter it would be no JSON */
    const size_t broken = utf8_check(view_of(what));
    if (broken != UTF8_VALID)
        what[broken] = '\0';
    snprintf(message, sizeof(message), "Invalid JSON payload received. %s",
             what);
    answer_error(self, 400, "INVALID_ARGUMENT", message,
                 json_pack("[{s:s, s:[{s:s, s:s}]}]", "@type",
                           "type.googleapis.com/google.rpc.BadRequest",
                           "fieldViolations", "field", field, "description",
                           message));
}

json_t *json_body_object(struct exchange *self)
{
    json_error_t cause;
    const struct view body = buffer_view(&self->body);
    json_t *root = json_loadb(body.ptr ? body.ptr : "", body.len, 0, &cause);

    if (json_is_object(root))
        return root;
    if (root)
        json_body_refuse(self, "", "Root element must be a message.");
    else
        json_body_refuse(self, "", "Line %d, column %d: %.150s", cause.line,
                         cause.column, cause.text);
    json_decref(root);
    return NULL;
}

static bool fits(const json_t *value, json_type type)
{
    switch (type) {
    case JSON_TRUE:
    case JSON_FALSE:
        return json_is_boolean(value);
    case JSON_REAL:
    case JSON_INTEGER:
        return json_is_number(value);
    case JSON_STRING:
    case JSON_OBJECT:
    case JSON_ARRAY:
    case JSON_NULL:
        return json_typeof(value) == type;
    }
    return false;
}

static const struct json_member *find(const struct json_member *table,
                                      size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, table[i].name) == 0 ||
            (table[i].other && strcmp(name, table[i].other) == 0))
            return &table[i];
    return NULL;
}

static void refuse_name(struct exchange *self, const char *where,
                        const char *field, const char *name)
{
    if (where[0]) /* it ends with a point */
        json_body_refuse(
            self, field,
            "Unknown name \"%.100s\" at '%.*s': Cannot find field.", name,
            (int)strlen(where) - 1, where);
    else
        json_body_refuse(self, field,
                         "Unknown name \"%.100s\": Cannot find field.", name);
}

bool json_body_members(struct exchange *self, const json_t *object,
                       const char *where, const struct json_member *table,
                       size_t count)
{
    json_t *const all = (json_t *)(uintptr_t)object; /* jansson's iterators */
    char field[160];

    for (void *at = json_object_iter(all); at;
         at = json_object_iter_next(all, at)) {
        const char *name = json_object_iter_key(at);
        const json_t *value = json_object_iter_value(at);
        const struct json_member *row = find(table, count, name);
        snprintf(field, sizeof(field), "%s%.100s", where, name);
        if (!row) {
            refuse_name(self, where, field, name);
            return false;
        }
        if (!json_is_null(value) && !fits(value, row->type)) {
            json_body_refuse(self, field, "Invalid value at '%.120s'", field);
            return false;
        }
    }
    return true;
}

json_t *json_body_get(const json_t *object, const char *name, const char *other)
{
    json_t *value = json_object_get(object, name);

    if (!value && other)
        value = json_object_get(object, other);
    return json_is_null(value) ? NULL : value;
}

struct view json_body_text(const json_t *value)
{
    return json_is_string(value) ? (struct view){json_string_value(value),
                                                 json_string_length(value)}
                                 : (struct view){NULL, 0};
}
