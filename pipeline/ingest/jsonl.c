#include "format.h"
#include "json_value.h"
#include "line_bytes.h"
#include "mapping.h"
#include "member.h"
#include "utf8.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_CEILING 32 /* jansson recurses: deep nesting would eat stack */

/* The closing quote of the string whose bytes start at `p`, or `end`. */
static const char *string_end(const char *p, const char *end)
{
    const char *const start = p;

    while (p < end && (p = memchr(p, '"', (size_t)(end - p)))) {
        size_t backslashes = 0;
        while (p - backslashes > start &&
               p[-1 - (ptrdiff_t)backslashes] == '\\')
            backslashes++;
        if (backslashes % 2 == 0)
            return p;
        p++;
    }
    return end;
}

static bool is_too_deep(struct view line)
{
    const char *const end = line.ptr + line.len;
    int depth = 0;

    for (const char *p = line.ptr; p < end; p++) {
        if (*p == '"')
            p = string_end(p + 1, end);
        else if ((*p == '{' || *p == '[') && ++depth > DEPTH_CEILING)
            return true;
        else if (*p == '}' || *p == ']')
            depth--;
        if (p == end)
            break;
    }
    return false;
}

static const char *type_name(const json_t *value)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object",    [JSON_ARRAY] = "an array",
        [JSON_STRING] = "a string",     [JSON_INTEGER] = "a number",
        [JSON_REAL] = "a number",       [JSON_TRUE] = "true or false",
        [JSON_FALSE] = "true or false", [JSON_NULL] = "null",
    };

    return names[json_typeof(value)];
}

static int wrong_type(enum member member, const char *wanted,
                      const json_t *value, struct error *err)
{
    return error_set(err, STATUS_BAD_RECORD, "'%s' must be %s, not %s",
                     member_name(member), wanted,
                     json_is_real(value) && strstr(wanted, "integer")
                         ? "a number with a fraction"
                         : type_name(value));
}

static struct view string_view(const json_t *value)
{
    return (struct view){json_string_value(value), json_string_length(value)};
}

static int take_tones(struct comment *out, const json_t *value,
                      struct arena *arena, struct error *err)
{
    const size_t count = json_array_size(value);
    int status = STATUS_OK;

    if (!json_is_array(value))
        return wrong_type(MEMBER_TONES, "an array of strings", value, err);
    out->annotation.present = true;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const json_t *const tone = json_array_get(value, i);
        if (!json_is_string(tone))
            return error_set(err, STATUS_BAD_RECORD,
                             "'tones' must hold strings, not %s",
                             type_name(tone));
        status = member_add_tone(out, string_view(tone), arena, err);
    }
    return status;
}

/* The members that may be integers: id, discussion, reply_to. */
static int take_integer(struct comment *out, enum member member,
                        const json_t *value, struct arena *arena,
                        struct error *err)
{
    char digits[32];

    if (member == MEMBER_ID)
        out->id_is_number = true;
    snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT,
             json_integer_value(value));
    return member_set_text(out, member, view_of(digits), 0, arena, err);
}

static bool is_date(enum member member)
{
    return member == MEMBER_TIME || member == MEMBER_PUBLISHED;
}

static int take_member(struct comment *out, enum member member,
                       const json_t *value, int64_t now, struct arena *arena,
                       struct error *err)
{
    const bool is_name = member == MEMBER_ID || member == MEMBER_DISCUSSION ||
                         member == MEMBER_REPLY_TO;

    if (member == MEMBER_TONES)
        return take_tones(out, value, arena, err);
    if (member == MEMBER_POSITION && json_is_integer(value))
        return member_set_position(out, json_integer_value(value), err);
    if (member == MEMBER_POSITION)
        return wrong_type(member, "an integer", value, err);
    if (is_name && json_is_integer(value))
        return take_integer(out, member, value, arena, err);
    if (is_date(member) && json_is_number(value))
        return error_set(err, STATUS_BAD_RECORD,
                         "'%s' must be a date such as 2020-08-03T08:19:00Z, "
                         "not a number",
                         member_name(member));
    if (!json_is_string(value))
        return wrong_type(member,
                          is_name ? "a string or an integer" : "a string",
                          value, err);
    /* exports write "" for what they do not know */
    if ((is_date(member) || member == MEMBER_REPLY_TO) &&
        !json_string_length(value))
        return STATUS_OK;
    return member_set_text(out, member, string_view(value), now, arena, err);
}

/* The id alone, for a record that is refused; silent when it cannot be
 * told. */
static void take_id(const struct mapping *mapping, struct comment *out,
                    const json_t *root, struct arena *arena)
{
    struct error ignored = {.status = STATUS_OK};
    struct view name = view_of(member_name(MEMBER_ID));

    if (mapping) {
        const size_t column = mapping_member_column(mapping, MEMBER_ID);
        if (column == NO_COLUMN)
            return;
        name = mapping_column_name(mapping, column);
    }
    const json_t *const id = json_value_find(root, name);
    if (json_is_string(id) || json_is_integer(id))
        take_member(out, MEMBER_ID, id, 0, arena, &ignored);
}

static int take_named(struct reader *self, struct comment *out, json_t *root,
                      struct arena *arena, struct error *err)
{
    int status = STATUS_OK;

    for (void *at = json_object_iter(root); at && status == STATUS_OK;
         at = json_object_iter_next(root, at)) {
        const struct view name = {json_object_iter_key(at),
                                  json_object_iter_key_len(at)};
        const json_t *const value = json_object_iter_value(at);
        const enum member member = member_find(name);
        if (member != MEMBER_COUNT && !json_is_null(value))
            status =
                take_member(out, member, value, self->options.now, arena, err);
    }
    return status == STATUS_OK ? member_finish(out, &self->options, arena, err)
                               : status;
}

/* The same by the mapping's names: members first, then labels. */
static int take_mapped(struct reader *self, struct comment *out,
                       const json_t *root, struct arena *arena,
                       struct error *err)
{
    const struct mapping *const mapping = self->options.mapping;
    const size_t count = mapping_column_count(mapping);
    const json_t *value[MAPPING_COLUMNS_CEILING];
    struct mapping_field field[MAPPING_COLUMNS_CEILING];
    int status = STATUS_OK;

    for (size_t i = 0; i < count; i++) {
        value[i] = json_value_find(root, mapping_column_name(mapping, i));
        self->use.seen[i] |= value[i] != NULL;
    }
    for (int m = 0; m < MEMBER_COUNT && status == STATUS_OK; m++) {
        const size_t column = mapping_member_column(mapping, (enum member)m);
        if (column != NO_COLUMN && value[column])
            status = take_member(out, (enum member)m, value[column],
                                 self->options.now, arena, err);
    }
    if (status == STATUS_OK)
        status = member_finish(out, &self->options, arena, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        field[i] = (struct mapping_field){false, 0, NULL};
        if (mapping_is_label(mapping, i))
            status = json_value_field(value[i], &field[i], arena, err);
    }
    return status < 0
               ? status
               : mapping_annotate(mapping, field, &self->use, out, arena, err);
}

static int take_members(struct reader *self, struct comment *out, json_t *root,
                        struct arena *arena, struct error *err)
{
    const int status = self->options.mapping
                           ? take_mapped(self, out, root, arena, err)
                           : take_named(self, out, root, arena, err);

    if (status == STATUS_BAD_RECORD && !out->id.ptr)
        take_id(self->options.mapping, out, root, arena);
    return status;
}

/* Puts '?' where bytes or escapes of a copied line keep jansson from it:
 * broken UTF-8, control characters, halves of surrogate pairs. */
static void mask_broken(char *copy, size_t len)
{
    size_t broken;

    for (size_t at = 0; at < len; at += broken + 1) {
        broken = utf8_check((struct view){copy + at, len - at});
        if (broken == UTF8_VALID)
            break;
        copy[at + broken] = '?';
    }
    for (size_t at = 0; at < len; at++) {
        if ((unsigned char)copy[at] < 0x20)
            copy[at] = ' ';
        if (copy[at] != '\\')
            continue;
        if (len - at > 6 && copy[at + 1] == 'u' &&
            (copy[at + 2] | 0x20) == 'd' && copy[at + 3] > '7')
            memset(copy + at, '?', 6);
        at++; /* an escaped backslash escapes nothing */
    }
}

/* Parses a masked copy of a broken line for the id only: an answer that names
 * the record is worth the second pass. */
static void rescue_id(const struct mapping *mapping, struct comment *out,
                      struct view line, struct arena *arena)
{
    char *const copy = malloc(line.len);

    if (!copy)
        return;
    memcpy(copy, line.ptr, line.len);
    mask_broken(copy, line.len);
    json_t *const root = json_loadb(
        copy, line.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    if (root)
        take_id(mapping, out, root, arena);
    /* the id itself may have been broken: then it is not the record's */
    if (out->id.len && (memchr(out->id.ptr, '?', out->id.len) ||
                        memchr(out->id.ptr, '\0', out->id.len)))
        out->id = (struct view){NULL, 0};
    json_decref(root);
    free(copy);
}

static int refuse_line(struct view line, const json_error_t *cause,
                       struct error *err)
{
    struct view text = view_of(cause->text);

    if (json_error_code(cause) == json_error_out_of_memory)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (line_bytes_check(line, err) < 0)
        return err->status;
    if (json_error_code(cause) == json_error_null_character ||
        json_error_code(cause) == json_error_null_byte_in_key)
        return error_set(err, STATUS_BAD_RECORD,
                         "NUL character (\\u0000) in a string");
    /* jansson cuts its message where 160 bytes end */
    if (utf8_check(text) != UTF8_VALID)
        text = view_first(text, utf8_check(text));
    return error_set(err, STATUS_BAD_RECORD, "invalid JSON at byte %d: %.*s",
                     cause->position, VIEW_ARG(text));
}

static int parse_line(struct reader *self, struct view line,
                      struct comment *out, struct arena *arena,
                      struct error *err)
{
    json_error_t cause;
    json_t *root;
    int status;

    if (view_trim(line).ptr[0] != '{' && utf8_check(line) == UTF8_VALID)
        return error_set(err, STATUS_BAD_RECORD,
                         "a record must be a JSON object");
    if (is_too_deep(line))
        return error_set(err, STATUS_BAD_RECORD,
                         "JSON nested deeper than %d levels", DEPTH_CEILING);
    if ((status = json_value_load(line, JSON_REJECT_DUPLICATES, &root, &cause,
                                  err)) < 0)
        return status;
    if (!root) {
        rescue_id(self->options.mapping, out, line, arena);
        return refuse_line(line, &cause, err);
    }
    status = take_members(self, out, root, arena, err);
    json_decref(root);
    return status == STATUS_OK ? 1 : status;
}

int jsonl_next(struct reader *self, struct comment *out, struct arena *arena,
               struct error *err)
{
    struct view line;

    for (;;) {
        const int status = source_line(self->source, &line, err);
        if (status <= 0)
            return status;
        if (view_trim(line).len)
            return parse_line(self, line, out, arena, err);
        if (self->options.every_line)
            return error_set(err, STATUS_BAD_RECORD, "blank line");
    }
}
