#include "csv_header.h"
#include "format.h"
#include "line_bytes.h"
#include "mapping.h"
#include "member.h"
#include "utf8.h"

#include "buffer.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct span {
    size_t start, len; /* in csv_state.bytes */
};

/* One record at a time: the fields that have a slot lie one behind the other
 * in `bytes`. */
struct csv_state {
    struct csv_header header;
    struct csv_parser parser;
    bool parser_live;
    struct buffer bytes;
    struct span field[SLOTS_CEILING];
    size_t fields;     /* of this record, known to us or not  */
    size_t taken;      /* bytes of its lines                  */
    size_t first_line; /* where it began                      */
    bool complete;
    struct error failure;  /* no memory, inside libcsv's callback */
    struct error bad_line; /* why this record must be refused     */
};

static void take_field(void *bytes, size_t len, void *data)
{
    struct csv_state *const state = data;
    const size_t column = state->fields++;

    if (column >= state->header.count)
        return;
    const size_t slot = state->header.slot[column];
    if (slot == NO_SLOT)
        return;
    state->field[slot] = (struct span){state->bytes.len, len};
    buffer_add(&state->bytes, bytes, len, &state->failure);
}

static void take_record_end(int byte, void *data)
{
    struct csv_state *const state = data;

    (void)byte;
    state->complete = true;
}

/* libcsv ends a row at a lone CR too; for us lines end in LF (source_line
 * has dropped the CR before it). */
static int is_line_end(unsigned char byte)
{
    return byte == '\n';
}

/* Also after an error: libcsv cannot forget one otherwise. */
static int restart_parser(struct csv_state *state, struct error *err)
{
    if (state->parser_live)
        csv_free(&state->parser);
    state->parser_live = csv_init(&state->parser, CSV_STRICT) == 0;
    if (!state->parser_live)
        return error_set(err, STATUS_NO_MEMORY, "out of memory for CSV");
    csv_set_delim(&state->parser, (unsigned char)state->header.delimiter);
    csv_set_term_func(&state->parser, is_line_end);
    return STATUS_OK;
}

static void begin_record(struct csv_state *state)
{
    const struct error none = {.status = STATUS_OK};

    buffer_clear(&state->bytes);
    memset(state->field, 0, sizeof(state->field));
    state->fields = state->taken = state->first_line = 0;
    state->complete = false;
    state->failure = state->bad_line = none;
}

static size_t slot_of(const struct mapping *mapping, enum member member)
{
    return mapping ? mapping_member_column(mapping, member) : (size_t)member;
}

/* SIZE_MAX when the file has no column for this member. */
static size_t column_of(const struct csv_header *header,
                        const struct mapping *mapping, enum member member)
{
    const size_t slot = slot_of(mapping, member);

    return slot == NO_SLOT ? SIZE_MAX : header->column[slot];
}

bool csv_names_text(struct view line, const struct mapping *mapping,
                    size_t *columns)
{
    struct error ignored = {.status = STATUS_OK};
    struct csv_header header;

    if (csv_header_read(line, mapping, &header, &ignored) < 0)
        return false;
    *columns = header.count;
    return column_of(&header, mapping, MEMBER_TEXT) != SIZE_MAX;
}

static int refuse_header(const struct mapping *mapping, struct error *err)
{
    if (!mapping)
        return error_set(err, STATUS_BAD_INPUT,
                         "CSV without a text column: name one 'text' or "
                         "'commentaire' in the first row");
    const struct view column =
        mapping_column_name(mapping, slot_of(mapping, MEMBER_TEXT));
    return error_set(err, STATUS_BAD_INPUT,
                     "CSV without the column '%.*s', which the mapping says "
                     "is the text",
                     VIEW_ARG(column));
}

int csv_open(struct reader *self, struct error *err)
{
    const struct mapping *const mapping = self->options.mapping;
    struct csv_state *const state = calloc(1, sizeof(*state));
    struct view line = {"", 0};
    int status = 1;

    if (!(self->state = state))
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    while (status > 0 && !view_trim(line).len)
        status = source_line(self->source, &line, err);
    if (status == 0)
        return error_set(err, STATUS_BAD_INPUT, "CSV without a header row");
    if (status < 0 ||
        (status = csv_header_read(line, mapping, &state->header, err)) < 0)
        return status;
    if (column_of(&state->header, mapping, MEMBER_TEXT) == SIZE_MAX)
        return refuse_header(mapping, err);
    for (size_t i = 0; mapping && i < mapping_column_count(mapping); i++)
        self->use.seen[i] = state->header.column[i] != SIZE_MAX;
    if (state->header.repeated != SIZE_MAX)
        snprintf(self->warning, sizeof(self->warning),
                 "column %zu of the CSV means the same as another: one of "
                 "them is ignored",
                 state->header.repeated + 1);
    return restart_parser(state, err);
}

void csv_close(struct reader *self)
{
    struct csv_state *const state = self->state;

    if (!state)
        return;
    if (state->parser_live)
        csv_free(&state->parser);
    buffer_free(&state->bytes);
    free(state);
}

/* Tones stand in one field: "insult hate", "insult,hate", "insult|hate". */
static int take_tones(struct comment *out, struct view field,
                      struct arena *arena, struct error *err)
{
    int status = STATUS_OK;

    out->annotation.present = true;
    for (size_t at = 0; at < field.len && status == STATUS_OK;) {
        size_t len = 0;
        while (at + len < field.len && !strchr(" ,|", field.ptr[at + len]))
            len++;
        const struct view name = {field.ptr + at, len};
        if (len)
            status = member_add_tone(out, name, arena, err);
        at += len + 1;
    }
    return status;
}

static int take_position(struct comment *out, struct view field,
                         struct error *err)
{
    int64_t value = 0;

    for (size_t i = 0; i < field.len; i++) {
        if (field.ptr[i] < '0' || field.ptr[i] > '9' || value > INT32_MAX)
            return error_set(err, STATUS_BAD_RECORD,
                             "'position' must be an integer, not '%.*s'",
                             VIEW_ARG(field));
        value = value * 10 + (field.ptr[i] - '0');
    }
    return member_set_position(out, value, err);
}

static struct view field_view(const struct csv_state *state, size_t slot)
{
    if (slot == NO_SLOT || !state->field[slot].len)
        return (struct view){"", 0};
    return (struct view){state->bytes.ptr + state->field[slot].start,
                         state->field[slot].len};
}

static int take_member(struct reader *self, struct comment *out,
                       enum member member, struct arena *arena,
                       struct error *err)
{
    const struct csv_state *const state = self->state;
    const struct mapping *const mapping = self->options.mapping;
    const struct view field = field_view(state, slot_of(mapping, member));

    if (column_of(&state->header, mapping, member) == SIZE_MAX)
        return STATUS_OK;
    if (member == MEMBER_TONES)
        return take_tones(out, field, arena, err);
    if (!field.len && member != MEMBER_TEXT)
        return STATUS_OK; /* an empty field is an absent member */
    if (member == MEMBER_POSITION)
        return take_position(out, field, err);
    return member_set_text(out, member, field, self->options.now, arena, err);
}

/* What the mapping says of the record; libcsv gives no lists, the mapping
 * splits where it must. */
static int take_labels(struct reader *self, struct comment *out,
                       struct arena *arena, struct error *err)
{
    const struct mapping *const mapping = self->options.mapping;
    struct mapping_field field[SLOTS_CEILING];
    struct view value[SLOTS_CEILING];

    for (size_t i = 0; i < mapping_column_count(mapping); i++) {
        value[i] = view_trim(field_view(self->state, i));
        field[i] = (struct mapping_field){value[i].len > 0, 1, &value[i]};
    }
    return mapping_annotate(mapping, field, &self->use, out, arena, err);
}

static int take_members(struct reader *self, struct comment *out,
                        struct arena *arena, struct error *err)
{
    struct csv_state *const state = self->state;
    int status = STATUS_OK;

    if (state->fields != state->header.count)
        return error_set(err, STATUS_BAD_RECORD,
                         "record has %zu fields, the header %zu", state->fields,
                         state->header.count);
    if (state->bad_line.message[0]) {
        const struct view id =
            field_view(state, slot_of(self->options.mapping, MEMBER_ID));
        *err = state->bad_line;
        if (utf8_check(id) == UTF8_VALID && !memchr(id.ptr, '\0', id.len)) {
            struct error ignored = {.status = STATUS_OK};
            take_member(self, out, MEMBER_ID, arena, &ignored);
        }
        return err->status;
    }
    for (int i = 0; i < MEMBER_COUNT && status == STATUS_OK; i++)
        status = take_member(self, out, (enum member)i, arena, err);
    if (status == STATUS_OK)
        status = member_finish(out, &self->options, arena, err);
    if (status == STATUS_OK && self->options.mapping)
        status = take_labels(self, out, arena, err);
    return status == STATUS_OK ? 1 : status;
}

/* A line that breaks the encoding is parsed all the same, so that the end of
 * its record is found; the record is then refused. */
static void check_line(struct reader *self, struct view line)
{
    struct csv_state *const state = self->state;

    if (line_bytes_check(line, &state->bad_line) < 0)
        error_locate(&state->bad_line, source_name(self->source),
                     source_line_number(self->source));
}

/* Gives one line to libcsv.  Returns 1 when a record is complete, 0 when it
 * goes on, or a negative status. */
static int feed_line(struct reader *self, struct view line, struct error *err)
{
    struct csv_state *const state = self->state;

    if (!state->first_line)
        state->first_line = source_line_number(self->source);
    state->taken += line.len + 1;
    if (state->taken > LINE_CEILING)
        return error_set(err, STATUS_BAD_INPUT,
                         "record begun in line %zu is longer than %zu bytes: "
                         "is a quote left open",
                         state->first_line, LINE_CEILING);
    check_line(self, line);
    const bool fed = csv_parse(&state->parser, line.ptr, line.len, take_field,
                               take_record_end, state) == line.len &&
                     csv_parse(&state->parser, "\n", 1, take_field,
                               take_record_end, state) == 1;
    if (state->failure.message[0]) {
        *err = state->failure;
        return err->status;
    }
    if (fed)
        return state->complete;
    const int cause = csv_error(&state->parser);
    if (restart_parser(state, err) < 0)
        return STATUS_NO_MEMORY;
    if (cause != CSV_EPARSE)
        return error_set(err, STATUS_NO_MEMORY, "out of memory for CSV");
    return error_set(err, STATUS_BAD_RECORD,
                     "a quote stands inside a field of the record begun in "
                     "line %zu: double it",
                     state->first_line);
}

/* An open quote hides where the next record starts: reading on would take
 * text for records. */
static int open_quote(const struct csv_state *state, struct error *err)
{
    error_clear(err);
    return error_set(err, STATUS_BAD_INPUT,
                     "a quote opened in the record begun in line %zu is never "
                     "closed",
                     state->first_line);
}

/* Lines up to the end of a record.  Returns 1, 0 at the end, negative. */
static int read_record(struct reader *self, struct error *err)
{
    struct csv_state *const state = self->state;
    struct view line;
    int status = 0;

    while (status == 0) {
        status = source_line(self->source, &line, err);
        if (status == 0)
            return state->first_line ? open_quote(state, err) : 0;
        if (status == STATUS_BAD_RECORD && state->first_line)
            return open_quote(state, err);
        if (status < 0)
            return status;
        const bool is_blank = !state->first_line && !view_trim(line).len;
        status = is_blank ? 0 : feed_line(self, line, err);
    }
    return status;
}

int csv_next(struct reader *self, struct comment *out, struct arena *arena,
             struct error *err)
{
    struct csv_state *const state = self->state;
    int status;

    begin_record(state);
    status = read_record(self, err);
    if (status > 0)
        status = take_members(self, out, arena, err);
    if (status < 0 && state->first_line)
        error_locate(err, source_name(self->source), state->first_line);
    return status;
}
